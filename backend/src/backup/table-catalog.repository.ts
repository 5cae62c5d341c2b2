/** What PostgreSQL's catalogue says of tables: columns, foreign keys, sequences. */
import type { TransactionSql } from 'postgres';
import type { Installation } from './installation.ts';
import { quoteName, quoteTable } from './table-rows.repository.ts';

/** Types of the columns of each table of the schema `public`; generated columns are left out. */
export type TableColumns = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Reads the tables of the schema `public`. */
export async function readColumns(tx: TransactionSql): Promise<TableColumns> {
  const rows = await tx.unsafe<{ table: string; column: string; type: string }[]>(`
    select c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid
    where n.nspname = 'public' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    order by c.relname, a.attnum`);
  const tables = new Map<string, Map<string, string>>();
  for (const { table, column, type } of rows) {
    const columns = tables.get(table) ?? new Map<string, string>();
    tables.set(table, columns.set(column, type));
  }
  return tables;
}

/** A foreign key, with the text that makes it again. */
export interface ForeignKey {
  readonly table: string;
  readonly name: string;
  /** `FOREIGN KEY (…) REFERENCES …` */
  readonly definition: string;
}

/** The foreign keys of the given tables. */
export async function readForeignKeys(tx: TransactionSql, tables: readonly string[]): Promise<ForeignKey[]> {
  const rows = await tx.unsafe<ForeignKey[]>(`
    select c.relname as table, k.conname as name, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and k.contype = 'f'
    order by c.relname, k.conname`);
  const ours = new Set(tables);
  return rows.filter(({ table }) => ours.has(table));
}

/** Takes foreign keys away, so that rows may come in any order. */
export async function dropForeignKeys(tx: TransactionSql, keys: readonly ForeignKey[]): Promise<void> {
  for (const { table, name } of keys) {
    await tx.unsafe(`alter table ${quoteTable(table)} drop constraint ${quoteName(name)}`);
  }
}

/** Makes foreign keys again; PostgreSQL checks every row. */
export async function addForeignKeys(tx: TransactionSql, keys: readonly ForeignKey[]): Promise<void> {
  for (const { table, name, definition } of keys) {
    await tx.unsafe(`alter table ${quoteTable(table)} add constraint ${quoteName(name)} ${definition}`);
  }
}

/** Where the numbering of the given tables' columns stands. */
export async function readSequences(
  tx: TransactionSql,
  tables: readonly { readonly name: string; readonly columns: readonly string[] }[],
): Promise<Installation['sequences']> {
  const found: Installation['sequences'] = [];
  for (const { name, columns } of tables) {
    for (const column of columns) {
      const sequence = await findSequence(tx, name, column);
      if (sequence === undefined) continue;
      const [row] = await tx.unsafe<{ value: string; called: boolean }[]>(
        `select last_value::text as value, is_called as called from ${sequence}`,
      );
      if (row) found.push({ table: name, column, value: row.value, called: row.called });
    }
  }
  return found;
}

/** Lets numberings go on where others stood. */
export async function writeSequences(tx: TransactionSql, sequences: Installation['sequences']): Promise<void> {
  for (const { table, column, value, called } of sequences) {
    const sequence = await findSequence(tx, table, column);
    if (sequence === undefined) continue;
    await tx.unsafe('select setval($1::text::regclass, $2::text::bigint, $3::text::boolean)', [
      sequence,
      value,
      String(called),
    ]);
  }
}

async function findSequence(tx: TransactionSql, table: string, column: string): Promise<string | undefined> {
  const [row] = await tx.unsafe<{ sequence: string | null }[]>('select pg_get_serial_sequence($1, $2) as sequence', [
    quoteTable(table),
    column,
  ]);
  return row?.sequence ?? undefined;
}
