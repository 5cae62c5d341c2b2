/** Rows of every table that belongs to readers, made from the tables themselves: a new table is met without being named. */
import { randomUUID } from 'node:crypto';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { eq, getTableColumns, is, type SQL, sql } from 'drizzle-orm';
import { getTableConfig, type PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Db } from '../../db/client.ts';

/** Names of columns that hold the id of a reader. */
const OWNER_COLUMNS = new Set(['ownerId', 'userId', 'readerId']);

/** A table that belongs to readers. */
export interface OwnedTable {
  readonly name: string;
  readonly table: PgTable;
  readonly owner: PgColumn;
}

/** All tables of the server, from their files. */
export async function allTables(): Promise<readonly PgTable[]> {
  const source = join(import.meta.dirname, '../..');
  const files = globSync('{features,providers,usage}/**/*.table.ts', { cwd: source });
  const modules: object[] = await Promise.all(files.map((file) => import(join(source, file))));
  return modules.flatMap((module) => Object.values(module).filter((value) => is(value, PgTable)));
}

/** The tables that have an owner. */
export async function ownedTables(): Promise<readonly OwnedTable[]> {
  return (await allTables()).flatMap((table) => {
    const { name } = getTableConfig(table);
    const owner = Object.entries(getTableColumns(table)).find(([key]) => OWNER_COLUMNS.has(key))?.[1];
    return owner === undefined ? [] : [{ name, table, owner }];
  });
}

/** What is told apart in an export: the name of the table is in every text of its row. */
export const markOf = (name: string): string => `mark of ${name}`;

/** Number of rows of an owner. */
export async function countRows(db: Db, { table, owner }: OwnedTable, ownerId: string): Promise<number> {
  return db.$count(table, eq(owner, ownerId));
}

/**
 * Writes a row into every table of an owner, parents first.
 * @param given values that a table's own code needs, by table and column
 */
export async function fillTables(
  db: Db,
  ownerId: string,
  given: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Promise<void> {
  const written = new Map<PgTable, Record<string, unknown>>();
  const write = async (table: PgTable): Promise<Record<string, unknown>> => {
    const known = written.get(table);
    if (known) return known;
    const { name, foreignKeys } = getTableConfig(table);
    const columns = Object.entries(getTableColumns(table));
    const keyOf = (column: PgColumn | undefined): string => columns.find(([, own]) => own === column)?.[0] ?? '';
    const row: Record<string, unknown> = {};
    for (const [key, column] of columns) {
      if (column.generatedIdentity !== undefined) continue;
      row[key] = given[name]?.[key] ?? valueFor(key, column, name, ownerId);
    }
    for (const reference of foreignKeys) {
      const { columns: own, foreignColumns, foreignTable } = reference.reference();
      const parent = await write(foreignTable);
      const parentKeys = new Map(Object.entries(getTableColumns(foreignTable)).map(([key, column]) => [column, key]));
      for (const [at, column] of own.entries()) {
        const foreign = foreignColumns[at];
        row[keyOf(column)] = parent[(foreign && parentKeys.get(foreign)) ?? ''];
      }
    }
    await db.insert(table).values(row);
    written.set(table, row);
    return row;
  };
  for (const { table } of await ownedTables()) await write(table);
  for (const table of await allTables()) {
    const parents = getTableConfig(table).foreignKeys.map((key) => key.reference().foreignTable);
    if (parents.some((parent) => written.has(parent))) await write(table);
  }
}

function valueFor(key: string, column: PgColumn, table: string, ownerId: string): unknown {
  if (OWNER_COLUMNS.has(key) || (table === 'user' && key === 'id')) return ownerId;
  const [first] = column.enumValues ?? [];
  if (first !== undefined) return first;
  const values: Readonly<Record<string, () => unknown>> = {
    string: () => (column.getSQLType() === 'uuid' ? randomUUID() : markOf(table)),
    number: () => 1,
    bigint: () => 1n,
    boolean: () => false,
    date: () => new Date(),
    json: () => [],
  };
  if (column.getSQLType() === 'date') return '2026-11-21';
  return values[column.dataType]?.();
}

/** Whether a text is in a table anywhere. */
export async function mentions(db: Db, table: PgTable, text: string): Promise<boolean> {
  const search: SQL = sql`t::text like ${`%${text}%`}`;
  const rows = await db.select({ found: sql<number>`1` }).from(sql`${table} as t`).where(search).limit(1);
  return rows.length > 0;
}
