/** One state of a database, read whole while others go on writing. */

import type { TransactionSql } from 'postgres';
import type { Database } from '../db/client.ts';
import { DatabaseUnavailableError } from '../db/database-errors.ts';
import { outsideTransaction } from '../db/guarded-client.ts';
import { BackupError } from './backup-error.ts';
import type { Installation, InstallationSource, RowBatch } from './installation.ts';
import { matchHistory, readAppliedHashes, readHistory, tablesAfter } from './migration-history.repository.ts';
import { readColumns, readSequences } from './table-catalog.repository.ts';
import { fixTextForms, measureTable, readRows } from './table-rows.repository.ts';

/**
 * Reads a database in one transaction that sees one state of it (REPEATABLE READ, read only). On PostgreSQL nobody waits
 * for it; the embedded database has one backend, so its other users wait until `use` is done.
 *
 * @throws BackupError when there is nothing of ours in it, or it is newer than this version
 */
export async function withSnapshot<Result>(
  database: Database,
  use: (source: InstallationSource) => Promise<Result>,
): Promise<Result> {
  const client = database.openClient({ max: 1 });
  const { promise, resolve } = Promise.withResolvers<Result>();
  try {
    await client.begin('isolation level repeatable read read only', async (tx) => {
      await fixTextForms(tx);
      const installation = await describeInstallation(tx);
      const source: InstallationSource = { installation, batches: () => readAll(tx, installation) };
      // What the rows are for may open transactions of its own, in another database.
      resolve(await outsideTransaction(() => use(source)));
    });
  } finally {
    await client.end({ timeout: 1 });
  }
  return promise;
}

async function describeInstallation(tx: TransactionSql): Promise<Installation> {
  const history = readHistory();
  const count = matchHistory(await readAppliedHashes(tx), history, 'The database');
  if (count === 0) throw new BackupError('The database holds no installation of Lectern: nothing to copy.');
  const present = await readColumns(tx);
  const tables: Installation['tables'] = [];
  for (const [name, made] of tablesAfter(count)) {
    const there = present.get(name);
    const lacking = made.find((column) => !there?.has(column));
    if (!there || lacking !== undefined) {
      const what = there ? `the column ${lacking} of the table ${name}` : `the table ${name}`;
      throw new BackupError(`The database lacks ${what}, which its migrations made: restore it from a backup.`);
    }
    const columns = made.filter((column) => there.has(column));
    const { rows } = await measureTable(tx, name, columns);
    tables.push({ name, columns, rows });
  }
  return {
    migrations: history.slice(0, count).map(({ name, hash }) => ({ name, hash })),
    tables,
    sequences: await readSequences(tx, tables),
  };
}

async function* readAll(tx: TransactionSql, { tables }: Installation): AsyncGenerator<RowBatch> {
  for (const table of tables) {
    let rows = 0;
    for await (const lines of readRows(tx, table)) {
      rows += lines.length;
      yield { table: table.name, lines };
    }
    // Both were read in one snapshot: anything else is a fault of the database, and no copy of it should be kept.
    if (rows !== table.rows) throw new DatabaseUnavailableError(`The table ${table.name} changed while it was read.`);
  }
}
