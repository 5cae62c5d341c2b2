import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { readLocaleMessages } from './locale-messages.ts';

const path = mkdtempSync(join(tmpdir(), 'lectern-locales-'));
afterAll(() => rmSync(path, { recursive: true }));
const folder = pathToFileURL(`${path}/`);
writeFileSync(join(path, 'ur.json'), '{"a":"ا","b":3}');

describe('readLocaleMessages', () => {
  it('falls back from the region to the language, then to nothing', () => {
    expect(readLocaleMessages(folder, 'ur')).toEqual({ a: 'ا' });
    expect(readLocaleMessages(folder, 'ur-PK')).toEqual({ a: 'ا' });
    expect(readLocaleMessages(folder, 'fr')).toEqual({});
    expect(readLocaleMessages(folder, '../x')).toEqual({});
  });
});
