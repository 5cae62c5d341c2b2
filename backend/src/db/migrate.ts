/** Brings the database to the tables that this version of the code expects. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { z } from 'zod';
import type { Database, Sql } from './client.ts';
import { DatabaseUnavailableError } from './database-errors.ts';
import { outsideTransaction } from './guarded-client.ts';
import { explainMigrationError } from './migration-failure.ts';

export { explainMigrationError } from './migration-failure.ts';

/** Folder of the generated migrations. */
export const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../migrations/', import.meta.url));

/** Lets one process migrate at a time; any number that nothing else uses. */
export const MIGRATION_LOCK = 4_817_263_501;

/** A client whose connection broke under a statement would never end by itself (postgres.js 3.4.9). */
const END_TIMEOUT_S = 1;

const Journal = z.object({ entries: z.array(z.object({ tag: z.string(), when: z.number() })) });

/** One migration of the folder. */
export interface Migration {
  /** File name without its end, e.g. `0003_bookmarks`. */
  readonly name: string;
  /** SHA-256 of the file, as the migrator stores it. */
  readonly hash: string;
}

/** What {@link migrateDatabase} did. */
export interface MigrationResult {
  /** Names of the migrations that ran now, oldest first. */
  readonly applied: readonly string[];
}

/** The migrations of a folder, oldest first. */
export function readMigrations(folder: string = MIGRATIONS_FOLDER): Migration[] {
  const { entries } = Journal.parse(JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8')));
  return entries.map(({ tag }) => {
    const text = readFileSync(join(folder, `${tag}.sql`), 'utf8');
    return { name: tag, hash: createHash('sha256').update(text).digest('hex') };
  });
}

/**
 * Applies the migrations that are missing. Several processes may do so at once: one works, the others wait.
 *
 * @throws DatabaseUnavailableError when the database is newer than the code, or lacks pgvector
 */
export async function migrateDatabase(
  database: Database,
  folder: string = MIGRATIONS_FOLDER,
): Promise<MigrationResult> {
  if (database.kind === 'embedded') return applyMigrations(database, folder);
  const client = database.openClient({ max: 1, unlimited: true });
  try {
    return await client.begin(async (lock) => {
      await lock`select pg_advisory_xact_lock(${MIGRATION_LOCK})`;
      // On a connection of its own: the migrator looks before it opens its transaction.
      return outsideTransaction(() => applyMigrations(database, folder));
    });
  } finally {
    await client.end({ timeout: END_TIMEOUT_S });
  }
}

/** Names of the migrations that the database lacks, oldest first. */
export async function pendingMigrations(database: Database, folder: string = MIGRATIONS_FOLDER): Promise<string[]> {
  const applied = await readApplied(database.sql);
  return readMigrations(folder)
    .filter(({ hash }) => !applied.has(hash))
    .map(({ name }) => name);
}

async function applyMigrations(database: Database, folder: string): Promise<MigrationResult> {
  const migrations = readMigrations(folder);
  const before = await readApplied(database.sql);
  const known = new Set(migrations.map(({ hash }) => hash));
  const foreign = [...before].filter((hash) => !known.has(hash)).length;
  if (foreign > 0) {
    throw new DatabaseUnavailableError(
      `The database has ${foreign} migration(s) that this version doesn't know: a newer version has used it. Start that version, or restore a backup made before.`,
    );
  }
  const missing = migrations.filter(({ hash }) => !before.has(hash)).map(({ name }) => name);
  if (missing.length === 0) return { applied: [] };
  const client = database.openClient({ max: 1, unlimited: true });
  try {
    await migrate(drizzle(client, { casing: 'snake_case' }), { migrationsFolder: folder });
  } catch (error) {
    throw explainMigrationError(error, folder, missing);
  } finally {
    await client.end({ timeout: END_TIMEOUT_S });
  }
  const left = await pendingMigrations(database, folder);
  // Drizzle passes over a migration that is dated before the newest one that ran.
  if (left.length > 0) throw new DatabaseUnavailableError(`Migrations are out of order: ${left.join(', ')} can't run.`);
  return { applied: missing };
}

/** Hashes of the migrations that ran; none when the migrator never did. */
async function readApplied(sql: Sql): Promise<Set<string>> {
  const [table] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as found`;
  if (!table?.['found']) return new Set();
  const rows = await sql<{ hash: string }[]>`select hash from drizzle.__drizzle_migrations`;
  return new Set(rows.map(({ hash }) => hash));
}
