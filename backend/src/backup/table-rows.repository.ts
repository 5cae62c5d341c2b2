/** Rows as text, out of a database and into one. PostgreSQL's text forms are exact, and the same in all versions. */
import type { TransactionSql } from 'postgres';
import type { InstallationTable } from './installation.ts';
import { RowDigest, type TableDigest } from './row-digest.ts';

/** Most rows that are fetched at once. */
const MAX_BATCH_ROWS = 500;
/** Bytes of text that one fetch should not pass. */
const BATCH_BYTES = 8 * 1024 * 1024;
/** How much longer the text of a row may be than what is stored, which is compressed. */
const EXPANSION = 8;

/** Settings on which text forms depend, for this transaction; and no time limit: a large table takes its time. */
const TEXT_FORMS: Readonly<Record<string, string>> = {
  TimeZone: 'UTC',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
  statement_timeout: '0',
  idle_in_transaction_session_timeout: '0',
};

/** Makes the transaction give values as text in one form only. */
export async function fixTextForms(tx: TransactionSql): Promise<void> {
  for (const [name, value] of Object.entries(TEXT_FORMS)) {
    await tx.unsafe('select set_config($1, $2, true)', [name, value]);
  }
}

/** A name as SQL writes it. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A table of ours as SQL writes it. */
export const quoteTable = (table: string): string => `public.${quoteName(table)}`;

/** How many rows a table has, and how long its longest row is as stored, in bytes. */
export async function measureTable(
  tx: TransactionSql,
  table: string,
  columns: readonly string[],
): Promise<{ readonly rows: number; readonly longestBytes: number }> {
  const stored = columns.map((column) => `coalesce(pg_column_size(${quoteName(column)}), 0)`).join(' + ');
  const [row] = await tx.unsafe<{ rows: string; longest: string }[]>(
    `select count(*)::text as rows, coalesce(max(${stored}), 0)::text as longest from ${quoteTable(table)}`,
  );
  return { rows: Number(row?.rows ?? 0), longestBytes: Number(row?.longest ?? 0) };
}

/** All rows of a table as canonical lines, a few at a time. */
export async function* readRows(
  tx: TransactionSql,
  { name, columns }: Pick<InstallationTable, 'name' | 'columns'>,
): AsyncGenerator<string[]> {
  const { rows, longestBytes } = await measureTable(tx, name, columns);
  if (rows === 0) return;
  const perFetch = Math.floor(BATCH_BYTES / (EXPANSION * Math.max(1, longestBytes)));
  const count = Math.max(1, Math.min(MAX_BATCH_ROWS, perFetch));
  const texts = columns.map((column) => `${quoteName(column)}::text`).join(', ');
  await tx.unsafe(`declare lectern_rows no scroll cursor for select ${texts} from ${quoteTable(name)}`);
  for (;;) {
    const fetched: unknown[][] = await tx.unsafe(`fetch ${count} from lectern_rows`).values();
    if (fetched.length === 0) break;
    yield fetched.map((row) => JSON.stringify(row));
  }
  await tx.unsafe('close lectern_rows');
}

/** What a table holds, by reading all of it. */
export async function digestTable(
  tx: TransactionSql,
  table: Pick<InstallationTable, 'name' | 'columns'>,
  onRows: (rows: number) => void = () => undefined,
): Promise<TableDigest> {
  const digest = new RowDigest();
  for await (const lines of readRows(tx, table)) {
    digest.add(lines);
    onRows(lines.length);
  }
  return digest.digest();
}

/**
 * Puts rows into a table, by one statement. COPY would be faster, but the embedded database takes none.
 *
 * @param types type of each column, as the catalogue writes it
 */
export async function insertRows(
  tx: TransactionSql,
  { name, columns }: Pick<InstallationTable, 'name' | 'columns'>,
  types: ReadonlyMap<string, string>,
  lines: readonly string[],
): Promise<void> {
  const names = columns.map(quoteName).join(', ');
  const values = columns.map((column, index) => `(line->>${index})::${types.get(column) ?? 'text'}`).join(', ');
  await tx.unsafe(
    `insert into ${quoteTable(name)} (${names}) overriding system value select ${values} from jsonb_array_elements($1::jsonb) as line`,
    [`[${lines.join(',')}]`],
  );
}
