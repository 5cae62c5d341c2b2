/** The migrations of this version, with the tables that each leaves behind, and those that a database has had. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { Sql, TransactionSql } from 'postgres';
import { z } from 'zod';
import { MIGRATIONS_FOLDER, readMigrations } from '../db/migrate.ts';
import { BackupError } from './backup-error.ts';

const snapshotSchema = z.object({
  tables: z.record(
    z.string(),
    z.object({ name: z.string(), columns: z.record(z.string(), z.object({ name: z.string() })) }),
  ),
});

/** One migration of this version. */
export interface HistoryStep {
  /** E.g. `0003_bookmarks`. */
  readonly name: string;
  /** SHA-256 of its file. */
  readonly hash: string;
  /** When it was generated, ms; the migrator goes by it. */
  readonly generatedAt: number;
  readonly statements: readonly string[];
}

/** The migrations of this version, oldest first. */
export function readHistory(folder: string = MIGRATIONS_FOLDER): HistoryStep[] {
  const names = new Map(readMigrations(folder).map(({ name, hash }) => [hash, name]));
  return readMigrationFiles({ migrationsFolder: folder }).map(({ sql, hash, folderMillis }) => ({
    name: names.get(hash) ?? hash,
    hash,
    generatedAt: folderMillis,
    statements: sql,
  }));
}

/**
 * The tables, with their columns, that the first migrations leave behind: what is not among them is not ours.
 *
 * @param count how many migrations have run, from 1
 */
export function tablesAfter(count: number, folder: string = MIGRATIONS_FOLDER): ReadonlyMap<string, readonly string[]> {
  const path = join(folder, 'meta', `${String(count - 1).padStart(4, '0')}_snapshot.json`);
  const { tables } = snapshotSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  return new Map(
    Object.values(tables).map(({ name, columns }) => [name, Object.values(columns).map((column) => column.name)]),
  );
}

/** Hashes of the migrations that a database has had, oldest first; none when it is new. */
export async function readAppliedHashes(sql: Sql | TransactionSql): Promise<string[]> {
  const [table] = await sql.unsafe(`select to_regclass('drizzle.__drizzle_migrations') is not null as found`);
  if (!table?.['found']) return [];
  const rows = await sql.unsafe<{ hash: string }[]>(
    'select hash from drizzle.__drizzle_migrations order by created_at',
  );
  return rows.map(({ hash }) => hash);
}

/**
 * How many of this version's migrations a history is.
 *
 * @param whose what the history is of, for the message: `The backup`
 * @throws BackupError when it holds one that this version doesn't know, or leaves one out
 */
export function matchHistory(hashes: readonly string[], history: readonly HistoryStep[], whose: string): number {
  const known = new Set(history.map(({ hash }) => hash));
  const foreign = hashes.filter((hash) => !known.has(hash)).length;
  if (foreign > 0) {
    throw new BackupError(
      `${whose} has ${foreign} migration(s) that this version doesn't know: it is of a newer version. Use that version, or a later one.`,
    );
  }
  if (hashes.some((hash, index) => history[index]?.hash !== hash)) {
    throw new BackupError(`${whose} lacks a migration in the middle. Start its server once, which applies it.`);
  }
  return hashes.length;
}

/** Runs some migrations inside a transaction, and notes them as the migrator does. */
export async function runMigrations(tx: TransactionSql, steps: readonly HistoryStep[]): Promise<void> {
  await tx.unsafe('create schema if not exists drizzle');
  await tx.unsafe(
    'create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)',
  );
  for (const { statements, hash, generatedAt } of steps) {
    for (const statement of statements) await tx.unsafe(statement);
    await tx.unsafe('insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)', [
      hash,
      String(generatedAt),
    ]);
  }
}
