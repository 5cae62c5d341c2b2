import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from './client.ts';
import { openTestDatabase } from './db.fixture.ts';
import { MIGRATIONS_FOLDER, migrateDatabase, pendingMigrations, readMigrations } from './migrate.ts';

let database: Database;
let folder: string;

beforeEach(async () => {
  database = await openTestDatabase({ migrate: false });
  folder = mkdtempSync(join(tmpdir(), 'lectern-migrations-'));
  cpSync(MIGRATIONS_FOLDER, folder, { recursive: true });
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

function addMigration(name: string, text: string): void {
  const path = join(folder, 'meta', '_journal.json');
  const journal = JSON.parse(readFileSync(path, 'utf8'));
  const { idx, when } = journal.entries.at(-1);
  journal.entries.push({ idx: idx + 1, version: '7', when: when + 1, tag: name, breakpoints: true });
  writeFileSync(path, JSON.stringify(journal));
  writeFileSync(join(folder, `${name}.sql`), text);
}

const names = (): string[] => readMigrations(folder).map(({ name }) => name);

describe('migrateDatabase', () => {
  it('applies all at once, then only what is new', async () => {
    expect(await pendingMigrations(database, folder)).toEqual(names());
    expect(await migrateDatabase(database, folder)).toEqual({ applied: names() });
    expect(await pendingMigrations(database, folder)).toEqual([]);
    expect(await migrateDatabase(database, folder)).toEqual({ applied: [] });
    addMigration('9000_later', 'create table later (id int)');
    expect(await migrateDatabase(database, folder)).toEqual({ applied: ['9000_later'] });
  });

  it('lets several callers migrate at the same time', async () => {
    const results =
      database.kind === 'postgresql'
        ? await Promise.all([1, 2, 3].map(() => migrateDatabase(database, folder)))
        : [await migrateDatabase(database, folder)];
    expect(results.flatMap(({ applied }) => applied)).toEqual(names());
  });

  it('keeps nothing of a migration that fails', async () => {
    await migrateDatabase(database, folder);
    addMigration('9000_broken', 'create table half (id int);\n--> statement-breakpoint\nselect no_such_column');
    await expect(migrateDatabase(database, folder)).rejects.toThrow('no_such_column');
    expect(await database.sql`select to_regclass('half') as half`).toMatchObject([{ half: null }]);
    expect(await pendingMigrations(database, folder)).toEqual(['9000_broken']);
  });

  it('refuses a database of a newer version', async () => {
    addMigration('9000_future', 'create table future (id int)');
    await migrateDatabase(database, folder);
    await expect(migrateDatabase(database)).rejects.toThrow("1 migration(s) that this version doesn't know");
  });
});
