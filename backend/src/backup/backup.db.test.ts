import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../db/client.ts';
import { openTestDatabase } from '../db/db.fixture.ts';
import { MIGRATIONS_FOLDER, migrateDatabase, pendingMigrations } from '../db/migrate.ts';
import { digestEveryTable, fillEveryTable } from './installation.fixture.ts';
import type { TransferProgress } from './installation.ts';
import { moveInstallation, planMove } from './move-installation.ts';
import { openBackup } from './read-backup.ts';
import { restoreBackup } from './restore-backup.ts';
import { writeBackup } from './write-backup.ts';

const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

let folder: string;
/** On the server of the tests, where there is one. */
let filled: Database;
/** Always embedded, so that what one has written goes into the other. */
let target: Database;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-backup-'));
  [filled, target] = await Promise.all([
    openTestDatabase(),
    openDatabase({ dataDir: join(folder, 'data'), logger, idleInTransactionMs: 60_000 }),
  ]);
  await fillEveryTable(filled);
}, 120_000);
afterAll(async () => {
  await Promise.all([filled.close(), target.close()]);
  rmSync(folder, { recursive: true, force: true });
});

const place = (name: string): string => join(folder, name);

const backUp = (name: string, database = filled) =>
  writeBackup({ database, path: place(name), lecternVersion: '1.2.3', secretFingerprint: 'abcd' });

const restore = (name: string, replace = false) =>
  restoreBackup({ path: place(name), openTarget: async () => target, replace });

/** Writes a backup with other lines, its checksum left as it was. */
function rewrite(name: string, change: (lines: string[]) => string[]): void {
  const lines = gunzipSync(readFileSync(place('whole.jsonl.gz')))
    .toString()
    .split('\n');
  writeFileSync(place(name), gzipSync(change(lines).join('\n')));
}

describe('a backup', { timeout: 60_000 }, () => {
  it('is one file, whole, for its owner only', async () => {
    const report = await backUp('whole.jsonl.gz');
    expect(report.tables.length).toBeGreaterThan(20);
    expect(report.tables.every(({ rows }) => rows === 2)).toBe(true);
    if (process.platform !== 'win32') expect(statSync(report.path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.includes('whole'))).toEqual(['whole.jsonl.gz']);
    const { header } = await openBackup(report.path);
    expect(header).toMatchObject({ lecternVersion: '1.2.3', secretFingerprint: 'abcd', format: 1 });
  });

  it('gives back every row of every table as it was, also in the other database', async () => {
    const progress: TransferProgress[] = [];
    const report = await restoreBackup({
      path: place('whole.jsonl.gz'),
      openTarget: async () => target,
      replace: false,
      onProgress: (step) => progress.push(step),
    });
    const before = await digestEveryTable(filled);
    expect(await digestEveryTable(target)).toEqual(before);
    expect(new Map(report.tables.map(({ name, rows, hash }) => [name, { rows, hash }]))).toEqual(before);
    expect(new Set(progress.map(({ phase }) => phase))).toEqual(new Set(['checking', 'copying', 'verifying']));
    expect(progress.at(-1)).toMatchObject({ done: report.tables.length * 2, total: report.tables.length * 2 });
  });

  it('lets numbering go on behind the rows that came back', async () => {
    const [row] = await target.sql<{ position: string }[]>`
      insert into chat_message (id, session_id, role, text, created_at)
      select gen_random_uuid(), id, 'user', 'next', now() from chat_session limit 1 returning position`;
    const [last] = await filled.sql<{ value: string }[]>`
      select nextval(pg_get_serial_sequence('chat_message', 'position'))::text as value`;
    expect(row?.position).toBe(last?.value);
    await target.sql`delete from chat_message where text = 'next'`;
  });

  it('never takes the place of another file', async () => {
    await expect(backUp('whole.jsonl.gz')).rejects.toThrow('is there already');
    await expect(backUp('missing/whole.jsonl.gz')).rejects.toThrow('There is no folder');
  });

  it('leaves nothing behind when it is broken off', async () => {
    const abort = new AbortController();
    const broken = writeBackup({
      database: filled,
      path: place('broken.jsonl.gz'),
      lecternVersion: '1',
      secretFingerprint: null,
      signal: abort.signal,
      onProgress: () => abort.abort(),
    });
    await expect(broken).rejects.toThrow('abort');
    expect(readdirSync(folder).filter((name) => name.includes('broken'))).toEqual([]);
  });
});

describe('a restore', { timeout: 60_000 }, () => {
  it('keeps what a database holds unless it is told to replace it', async () => {
    const before = await digestEveryTable(target);
    await expect(restore('whole.jsonl.gz')).rejects.toThrow("isn't empty: it has rows in");
    expect(await digestEveryTable(target)).toEqual(before);
    await target.sql`delete from bookmark`;
    await restore('whole.jsonl.gz', true);
    expect(await digestEveryTable(target)).toEqual(before);
  });

  it.each([
    ['cut in the middle of the file', 'is cut short', (): void => cut('bad.jsonl.gz', 0.5)],
    ['without its last line', 'is cut short', () => rewrite('bad.jsonl.gz', (lines) => lines.slice(0, -2))],
    ['with another letter in a row', 'damaged or was altered', () => rewrite('bad.jsonl.gz', (lines) => alter(lines))],
    ['with a row less', 'damaged or was altered', () => rewrite('bad.jsonl.gz', (lines) => lines.toSpliced(5, 1))],
    ['with a flipped byte', 'Nothing was changed', () => flip('bad.jsonl.gz')],
    ['that is another kind of file', 'is no backup of Lectern', () => writeFileSync(place('bad.jsonl.gz'), 'hello')],
    ['of another program', 'is no backup of Lectern', () => rewrite('bad.jsonl.gz', () => ['{"a":1}', ''])],
    ['of a later form', 'Use a later version', () => rewrite('bad.jsonl.gz', (lines) => laterForm(lines))],
    ['that is not there', 'There is no file', () => rmSync(place('bad.jsonl.gz'), { force: true })],
  ])('refuses a file %s before it opens the database', async (_what, reason, make) => {
    make();
    let opened = false;
    const openTarget = async (): Promise<Database> => {
      opened = true;
      return target;
    };
    const broken = restoreBackup({ path: place('bad.jsonl.gz'), openTarget, replace: true });
    await expect(broken).rejects.toThrow(reason);
    expect(opened).toBe(false);
  });

  it('refuses a backup of a newer version, and a database of one', async () => {
    const before = await digestEveryTable(target);
    await filled.sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('unknown', 9999999999999)`;
    await expect(backUp('newer.jsonl.gz')).rejects.toThrow("that this version doesn't know");
    await filled.sql`delete from drizzle.__drizzle_migrations where hash = 'unknown'`;
    await target.sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('unknown', 9999999999999)`;
    await expect(restore('whole.jsonl.gz', true)).rejects.toThrow("that this version doesn't know");
    await target.sql`delete from drizzle.__drizzle_migrations where hash = 'unknown'`;
    expect(await digestEveryTable(target)).toEqual(before);
  });

  it('takes a backup of an older version and brings it up to date', async () => {
    const older = await openTestDatabase({ migrate: false });
    try {
      await migrateDatabase(older, firstMigrations(4));
      await older.sql`insert into "user" (name, email) values ('Ada', 'ada@example.org')`;
      await backUp('older.jsonl.gz', older);
    } finally {
      await older.close();
    }
    const report = await restore('older.jsonl.gz', true);
    expect(report.migrated[0]).toBe('0004_translation');
    expect(await pendingMigrations(target)).toEqual([]);
    expect(await target.sql`select email from "user"`).toEqual([{ email: 'ada@example.org' }]);
  });
});

describe('a move', { timeout: 60_000 }, () => {
  it('brings every row to the other database and back, with the same hashes', async () => {
    const before = await digestEveryTable(filled);
    await moveInstallation({ from: filled, to: target, replace: true });
    expect(await digestEveryTable(target)).toEqual(before);
    await moveInstallation({ from: target, to: filled, replace: true });
    expect(await digestEveryTable(filled)).toEqual(before);
  });

  it('says beforehand what it would do, and what would hinder it', async () => {
    const { tables } = await planMove(filled, undefined, false);
    expect(tables.every(({ rows }) => rows === 2)).toBe(true);
    await expect(planMove(filled, target, false)).rejects.toThrow("isn't empty");
  });

  it('changes nothing when it fails in the middle', async () => {
    await target.sql`delete from note`;
    const before = await digestEveryTable(target);
    const onProgress = ({ phase }: TransferProgress): void => {
      if (phase === 'verifying') throw new Error('broken off');
    };
    await expect(moveInstallation({ from: filled, to: target, replace: true, onProgress })).rejects.toThrow('broken');
    expect(await digestEveryTable(target)).toEqual(before);
    expect(await pendingMigrations(target)).toEqual([]);
  });
});

function cut(name: string, share: number): void {
  const bytes = readFileSync(place('whole.jsonl.gz'));
  writeFileSync(place(name), bytes.subarray(0, Math.floor(bytes.length * share)));
}

function flip(name: string): void {
  const bytes = readFileSync(place('whole.jsonl.gz'));
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  writeFileSync(place(name), bytes);
}

const alter = (lines: string[]): string[] => lines.map((line) => line.replace('plain', 'plaid'));
const laterForm = (lines: string[]): string[] => lines.map((line) => line.replace('"format":1', '"format":2'));

/** A folder of migrations as an older version had it. */
function firstMigrations(count: number): string {
  const copy = place('migrations');
  cpSync(MIGRATIONS_FOLDER, copy, { recursive: true });
  const path = join(copy, 'meta', '_journal.json');
  const journal: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (typeof journal !== 'object' || journal === null || !('entries' in journal) || !Array.isArray(journal.entries)) {
    throw new Error('The journal has no entries');
  }
  writeFileSync(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, count) }));
  return copy;
}
