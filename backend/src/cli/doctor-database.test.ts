import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadSettings, type Settings } from '../config/settings.ts';
import { openDatabase } from '../db/client.ts';
import { migrateDatabase } from '../db/migrate.ts';
import { databaseOptions } from './command-settings.ts';
import { checkDatabase } from './doctor-database.ts';
import type { Finding } from './doctor-finding.ts';

let dataDir: string;

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'lectern-doctor-'));
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

async function check(settings: Settings): Promise<Finding[]> {
  const findings: Finding[] = [];
  for await (const finding of checkDatabase(settings)) findings.push(finding);
  return findings;
}

it('follows the embedded database from nothing to migrated', async () => {
  const settings = loadSettings({ DATA_DIR: dataDir });
  expect(await check(settings)).toMatchObject([{ name: 'Database', text: expect.stringContaining('will be made') }]);
  const database = await openDatabase(databaseOptions(settings));
  expect(await check(settings)).toMatchObject([{ name: 'Database', text: expect.stringContaining('running server') }]);
  await database.close();
  expect(await check(settings)).toMatchObject([
    { name: 'Database', state: 'ok' },
    { name: 'Migrations', state: 'warning' },
    { name: 'Index', state: 'warning' },
  ]);
  const again = await openDatabase(databaseOptions(settings));
  await migrateDatabase(again);
  await again.close();
  expect((await check(settings))[1]).toMatchObject({ name: 'Migrations', state: 'ok' });
});

it('names the mend for a server that is not there', async () => {
  const settings = loadSettings({ DATA_DIR: dataDir, DATABASE_URL: 'postgresql://reader@127.0.0.1:1/none' });
  expect(await check(settings)).toMatchObject([
    { state: 'broken', text: expect.stringContaining('ECONNREFUSED'), mend: expect.stringContaining('DATABASE_URL') },
  ]);
});
