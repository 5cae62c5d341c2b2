/** What a database holds before something is loaded into it, and how it is emptied. */
import type { TransactionSql } from 'postgres';
import type { Database } from '../db/client.ts';
import { BackupError } from './backup-error.ts';
import {
  type HistoryStep,
  matchHistory,
  readAppliedHashes,
  readHistory,
  tablesAfter,
} from './migration-history.repository.ts';
import { readColumns } from './table-catalog.repository.ts';
import { quoteTable } from './table-rows.repository.ts';

/** How long tables may stay in use by others before we give up. */
const LOCK_TIMEOUT = '10s';
const MIN_POSTGRES_MAJOR = 15;

/** What is looked at before loading. */
export interface TargetQuestion {
  readonly history: readonly HistoryStep[];
  /** Whether what is there may go. */
  readonly replace: boolean;
  readonly kind: Database['kind'];
}

/**
 * Makes sure that nothing is lost that should be kept.
 *
 * @throws BackupError naming what is there, and the way out
 */
export async function assessTarget(tx: TransactionSql, { history, replace, kind }: TargetQuestion): Promise<void> {
  await tx.unsafe(`set local lock_timeout = '${LOCK_TIMEOUT}'`);
  const applied = matchHistory(await readAppliedHashes(tx), history, 'The target database');
  const present = await readColumns(tx);
  const ours = ourTables().filter((name) => present.has(name));
  const [first] = ours;
  if (applied === 0 && first !== undefined) {
    throw new BackupError(
      `The target database has a table ${first} that isn't of Lectern. Give Lectern a database of its own.`,
    );
  }
  if (kind === 'postgresql') {
    await refuseOldServer(tx);
    await refuseRunningServers(tx, 'target');
  }
  if (replace) return;
  const filled = await findFilled(tx, ours);
  if (filled.length === 0) return;
  const some = filled.slice(0, 3).join(', ');
  throw new BackupError(
    `The target database isn't empty: it has rows in ${filled.length} tables (${some}${filled.length > 3 ? ', …' : ''}). Name an empty one, or give --replace to lose what it holds.`,
  );
}

/**
 * Looks at a target without changing it.
 *
 * @throws BackupError when nothing can be loaded into it, naming why
 */
export async function readTarget(database: Database, { replace }: Pick<TargetQuestion, 'replace'>): Promise<void> {
  const client = database.openClient({ max: 1 });
  try {
    await client.begin('read only', async (tx) => {
      await assessTarget(tx, { history: readHistory(), replace, kind: database.kind });
    });
  } finally {
    await client.end({ timeout: 1 });
  }
}

/** Removes our tables, the queue and the memory of migrations; nothing else that lies in the database. */
export async function clearTarget(tx: TransactionSql): Promise<void> {
  const present = await readColumns(tx);
  const ours = ourTables().filter((name) => present.has(name));
  if (ours.length > 0) await tx.unsafe(`drop table ${ours.map(quoteTable).join(', ')}`);
  // Its jobs speak of what the tables held; the server makes the queue and its schedules again when it starts.
  await tx.unsafe('drop schema if exists jobs cascade');
  await tx.unsafe('drop table if exists drizzle.__drizzle_migrations');
}

/** All tables that any of our versions has made. */
function ourTables(): string[] {
  const steps = readHistory().map((_step, index) => Array.from(tablesAfter(index + 1).keys()));
  return Array.from(new Set(steps.flat())).toSorted();
}

async function findFilled(tx: TransactionSql, tables: readonly string[]): Promise<string[]> {
  const filled: string[] = [];
  for (const table of tables) {
    const [row] = await tx.unsafe(`select exists (select from ${quoteTable(table)}) as filled`);
    if (row?.['filled']) filled.push(table);
  }
  return filled;
}

/** The migrations need PostgreSQL 15 and the extension `vector`. */
async function refuseOldServer(tx: TransactionSql): Promise<void> {
  const [row] = await tx.unsafe<{ version: number; vector: boolean }[]>(`
    select current_setting('server_version_num')::int / 10000 as version,
           exists (select from pg_available_extensions where name = 'vector') as vector`);
  if (row && row.version < MIN_POSTGRES_MAJOR) {
    throw new BackupError(`The target is PostgreSQL ${row.version}; ${MIN_POSTGRES_MAJOR} or later is needed.`);
  }
  if (row && !row.vector) {
    throw new BackupError('The target has no extension "vector". Install pgvector 0.6 or later on its server.');
  }
}

/**
 * Makes sure that no server works on a database. (The embedded one is locked to its process.)
 *
 * @param side `source` or `target`, for the message
 * @throws BackupError when one does
 */
export async function refuseServersOn(database: Database, side: string): Promise<void> {
  if (database.kind === 'embedded') return;
  const client = database.openClient({ max: 1 });
  try {
    await client.begin('read only', (tx) => refuseRunningServers(tx, side));
  } finally {
    await client.end({ timeout: 1 });
  }
}

/** A server always has a connection that listens; what it keeps in memory would no longer fit. */
async function refuseRunningServers(tx: TransactionSql, side: string): Promise<void> {
  const [row] = await tx.unsafe<{ count: number }[]>(`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and usename = current_user and pid <> pg_backend_pid() and query ilike 'listen %'`);
  if (!row || row.count === 0) return;
  throw new BackupError(`A server is connected to the ${side} database. Stop it, and run the command again.`);
}
