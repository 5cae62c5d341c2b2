/** Translations that a site ships beside its manifest. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shippedMemorySchema } from '@lectern/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listMemories, readMemories, writeMemories } from './shipped-memory.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-memory-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('every language’s file is listed by its bytes and copied as it is; other files are left alone', () => {
  mkdirSync(join(folder, 'i18n', 'memory'), { recursive: true });
  const text = '{"hash":"a"}\r\n\n{"hash":"b"}\n';
  writeFileSync(join(folder, 'i18n', 'memory', 'ur.jsonl'), text);
  writeFileSync(join(folder, 'i18n', 'memory', 'README.md'), 'notes');
  writeFileSync(join(folder, 'i18n', 'memory', '..jsonl'), 'x');
  const files = readMemories(join(folder, 'i18n'));
  const hash = createHash('sha256').update(text).digest('base64url');
  expect(listMemories(files)).toEqual([{ language: 'ur', path: 'memory/ur.jsonl', hash, entries: 2 }]);
  for (const entry of listMemories(files)) expect(shippedMemorySchema.safeParse(entry).success).toBe(true);
  writeMemories(join(folder, 'out'), files);
  expect(readFileSync(join(folder, 'out', 'memory', 'ur.jsonl'), 'utf8')).toBe(text);
});

test('a site without memories has none', () => {
  expect(readMemories(join(folder, 'i18n'))).toEqual([]);
});
