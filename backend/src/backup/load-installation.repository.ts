/** Puts an installation into a database: all of it, verified, or nothing. */
import type { TransactionSql } from 'postgres';
import type { Database } from '../db/client.ts';
import { explainMigrationError, MIGRATION_LOCK } from '../db/migrate.ts';
import { BackupError } from './backup-error.ts';
import {
  countProgress,
  type Installation,
  type InstallationSource,
  type TransferProgress,
  totalRows,
} from './installation.ts';
import { type HistoryStep, matchHistory, readHistory, runMigrations } from './migration-history.repository.ts';
import { isSameDigest, RowDigest, type TableDigest } from './row-digest.ts';
import {
  addForeignKeys,
  dropForeignKeys,
  readColumns,
  readForeignKeys,
  readSequences,
  type TableColumns,
  writeSequences,
} from './table-catalog.repository.ts';
import { digestTable, fixTextForms, insertRows } from './table-rows.repository.ts';
import { assessTarget, clearTarget } from './target-database.repository.ts';

/** Where and how to load. */
export interface LoadOptions {
  readonly database: Database;
  readonly source: InstallationSource;
  /** What the source is, for messages: `The backup`. */
  readonly whose: string;
  /** Whether what the database holds may go. */
  readonly replace: boolean;
  readonly onProgress?: ((progress: TransferProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What was loaded. */
export interface LoadReport {
  readonly tables: readonly ({ readonly name: string } & TableDigest)[];
  /** Migrations that were applied afterwards, because the source was of an older version. */
  readonly migrated: readonly string[];
}

/**
 * Loads in one transaction: when it fails, or the process dies, the database is as before. The tables are made by the
 * source's own migrations, filled, read back and compared; then the later migrations run.
 *
 * @throws BackupError when the target isn't empty, is in use, or what was written isn't what was read
 */
export async function loadInstallation(options: LoadOptions): Promise<LoadReport> {
  const history = readHistory();
  const { installation } = options.source;
  const hashes = installation.migrations.map(({ hash }) => hash);
  const count = matchHistory(hashes, history, options.whose);
  const client = options.database.openClient({ max: 1 });
  const { promise, resolve } = Promise.withResolvers<LoadReport>();
  try {
    await client.begin(async (tx) => {
      await tx.unsafe(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
      await fixTextForms(tx);
      await assessTarget(tx, { history, replace: options.replace, kind: options.database.kind });
      await clearTarget(tx);
      await migrate(tx, history.slice(0, count));
      const tables = await fill(tx, options);
      const later = history.slice(count);
      await migrate(tx, later);
      await tx.unsafe('analyze');
      resolve({ tables, migrated: later.map(({ name }) => name) });
    });
  } finally {
    await client.end({ timeout: 1 });
  }
  return promise;
}

async function migrate(tx: TransactionSql, steps: readonly HistoryStep[]): Promise<void> {
  try {
    await runMigrations(tx, steps);
  } catch (error) {
    throw explainMigrationError(error);
  }
}

async function fill(tx: TransactionSql, options: LoadOptions): Promise<LoadReport['tables']> {
  const { installation } = options.source;
  const columns = await readColumns(tx);
  refuseForeignShape(installation, columns, options.whose);
  const names = installation.tables.map(({ name }) => name);
  const keys = await readForeignKeys(tx, names);
  await dropForeignKeys(tx, keys);
  const read = await insertAll(tx, options, columns);
  await writeSequences(tx, installation.sequences);
  await addForeignKeys(tx, keys);
  return verify(tx, options, read);
}

/** The names in a file reach SQL only when the migrations have made exactly these tables and columns. */
function refuseForeignShape({ tables }: Installation, made: TableColumns, whose: string): void {
  for (const { name, columns } of tables) {
    const there = made.get(name);
    const foreign = columns.find((column) => !there?.has(column));
    if (!there || foreign !== undefined) {
      throw new BackupError(
        `${whose} has ${there ? `a column ${foreign} in` : 'a table'} ${name}, which its migrations don't make: it is damaged.`,
      );
    }
  }
}

async function insertAll(
  tx: TransactionSql,
  { source, whose, onProgress, signal }: LoadOptions,
  columns: TableColumns,
): Promise<ReadonlyMap<string, TableDigest>> {
  const tables = new Map(source.installation.tables.map((table) => [table.name, table]));
  const digests = new Map(Array.from(tables.keys(), (name) => [name, new RowDigest()]));
  const progress = countProgress('copying', totalRows(source.installation), onProgress);
  for await (const { table: name, lines } of source.batches()) {
    signal?.throwIfAborted();
    const table = tables.get(name);
    const types = columns.get(name);
    if (!table || !types) throw new BackupError(`${whose} has rows of a table ${name} that it doesn't announce.`);
    await insertRows(tx, table, types, lines);
    digests.get(name)?.add(lines);
    progress(name, lines.length);
  }
  return new Map(Array.from(digests, ([name, digest]) => [name, digest.digest()]));
}

/** Reads everything back, and compares it with what was read and with what the source says of itself. */
async function verify(
  tx: TransactionSql,
  { source, whose, onProgress, signal }: LoadOptions,
  read: ReadonlyMap<string, TableDigest>,
): Promise<LoadReport['tables']> {
  const { installation, expected = read } = source;
  const progress = countProgress('verifying', totalRows(installation), onProgress);
  const verified: ({ readonly name: string } & TableDigest)[] = [];
  for (const table of installation.tables) {
    signal?.throwIfAborted();
    const written = await digestTable(tx, table, (rows) => progress(table.name, rows));
    const came = read.get(table.name);
    const announced = expected.get(table.name);
    if (!came || !announced || !isSameDigest(came, announced) || came.rows !== table.rows) {
      throw new BackupError(
        `${whose} changed while it was read (table ${table.name}). Nothing was changed; try again.`,
      );
    }
    if (!isSameDigest(written, came)) {
      throw new BackupError(
        `The table ${table.name} came out otherwise than it was read: ${written.rows} of ${came.rows} rows. Nothing was changed.`,
      );
    }
    verified.push({ name: table.name, ...written });
  }
  const standing = await readSequences(tx, installation.tables);
  if (JSON.stringify(standing) !== JSON.stringify(installation.sequences)) {
    throw new BackupError('A numbering came out otherwise than it was read. Nothing was changed.');
  }
  return verified;
}
