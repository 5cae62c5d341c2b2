import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../db/client.ts';
import { openTestDatabase } from '../db/db.fixture.ts';
import { digestEveryTable, fillEveryTable } from './installation.fixture.ts';
import { restoreBackup } from './restore-backup.ts';
import { writeBackup } from './write-backup.ts';

let folder: string;
let filled: Database;
let target: Database;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-backup-'));
  [filled, target] = await Promise.all([openTestDatabase(), openTestDatabase()]);
  await fillEveryTable(filled);
});
afterAll(async () => {
  await Promise.all([filled.close(), target.close()]);
  rmSync(folder, { recursive: true, force: true });
});

const backUp = (name: string) =>
  writeBackup({
    database: filled,
    path: join(folder, name),
    lecternVersion: '1.2.3',
    secretFingerprint: null,
  });

it('gives back every row of every table as it was', async () => {
  const report = await backUp('whole.jsonl.gz');
  expect(report.tables.every(({ rows }) => rows === 2)).toBe(true);
  if (process.platform !== 'win32') expect(statSync(report.path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['whole.jsonl.gz']);
  await restoreBackup({ path: report.path, openTarget: async () => target, replace: false });
  const before = await digestEveryTable(filled);
  expect(await digestEveryTable(target)).toEqual(before);
  expect(new Map(report.tables.map(({ name, rows, hash }) => [name, { rows, hash }]))).toEqual(before);
});
