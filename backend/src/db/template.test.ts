import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from './client.ts';
import { findTemplate, readEngineVersions, templateName } from './template.ts';

it('is shipped for the installed PGlite: after an update run make-template.ts', () => {
  expect(findTemplate()).toMatch(new RegExp(`${templateName(readEngineVersions()).replaceAll('.', '\\.')}$`));
});

it('is not used for another version', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-template-'));
  expect(findTemplate(folder)).toBeUndefined();
  expect(findTemplate(join(folder, 'missing'))).toBeUndefined();
  rmSync(folder, { recursive: true });
});

it('makes a database that has the extension and none of our tables', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'lectern-template-'));
  const messages: unknown[] = [];
  const ignore = () => undefined;
  const logger = {
    debug: ignore,
    warn: ignore,
    error: ignore,
    info: (...entry: unknown[]) => void messages.push(entry[0]),
  };
  const database = await openDatabase({ dataDir, logger });
  expect(messages).toEqual([{ template: true }]);
  expect(await database.sql`select extname from pg_extension where extname = 'vector'`).toHaveLength(1);
  expect(
    await database.sql`select from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  ).toHaveLength(0);
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});
