/** A filled installation: rows in every table that this version makes, with the values that are hardest to copy. */
import { randomBytes } from 'node:crypto';
import type { Database } from '../db/client.ts';
import { readHistory, tablesAfter } from './migration-history.repository.ts';
import type { TableDigest } from './row-digest.ts';
import { addForeignKeys, dropForeignKeys, readColumns, readForeignKeys } from './table-catalog.repository.ts';
import { digestTable, fixTextForms } from './table-rows.repository.ts';

/** Text that breaks whatever quotes, escapes or counts carelessly. */
const HARD_TEXT = 'It\'s "quoted", \\n, \\x41, a\nline\tand\r, {curly}, [null], سلام 漢字 🤖\u2028';
/** As exact as each type can be. */
const HARD_VALUES: readonly (readonly [type: RegExp, values: readonly string[]])[] = [
  [/^timestamp\(3\) with/, ['2026-11-22 01:02:03.004+00', '1999-12-31 23:59:59.999+00']],
  [/^timestamp with/, ['2026-11-22 01:02:03.123456+00', '2000-01-01 00:00:00+00']],
  [/^jsonb$/, [JSON.stringify({ b: [1.5e300, null, HARD_TEXT], a: {}, n: 12345678901234567890n.toString() }), '[]']],
  [/^bytea$/, ['\\x00ff5c', `\\x${randomBytes(3000).toString('hex')}`]],
  [/^double precision$/, ['0.1', '1e-300']],
  [/^real$/, ['0.1', '3.4e+38']],
  [/^(bigint|integer|smallint)$/, ['1', '2']],
  [/^numeric/, ['123456789.000000001', '-0.5']],
  [/^boolean$/, ['true', 'false']],
  [/^date$/, ['2026-11-22', '2000-02-29']],
  [/^text\[\]$/, ['{}', '{"a,b","c\\"d",NULL}']],
  [/^vector/, ['[1,2,3]', '[0.1,-1e-20,3]']],
  [/^uuid$/, ['6f8f57cc-0000-4000-8000-00000000000a', '6f8f57cc-0000-4000-8000-00000000000b']],
  [/^(text|character varying)/, [HARD_TEXT, 'plain']],
];

function hardValue(table: string, column: string, type: string, index: number): string {
  const found = HARD_VALUES.find(([pattern]) => pattern.test(type));
  const value = found?.[1][index];
  if (value === undefined) throw new Error(`The fixture knows no values of type ${type} (${table}.${column})`);
  return value;
}

/** Puts two rows into every table. Ids are the same everywhere, so that what refers to another row finds it. */
export async function fillEveryTable(database: Database): Promise<void> {
  await database.sql.begin(async (tx) => {
    const present = await readColumns(tx);
    const keys = await readForeignKeys(tx, Array.from(present.keys()));
    await dropForeignKeys(tx, keys);
    for (const table of tablesAfter(readHistory().length).keys()) {
      const columns = Array.from(present.get(table) ?? []);
      for (const index of [0, 1]) {
        const names = columns.map(([name]) => `"${name}"`).join(', ');
        const marks = columns.map(([, type], at) => `$${at + 1}::text::${type}`).join(', ');
        const values = columns.map(([name, type]) => hardValue(table, name, type, index));
        await tx.unsafe(`insert into public."${table}" (${names}) overriding system value values (${marks})`, values);
      }
    }
    await addForeignKeys(tx, keys);
  });
}

/** What every table comes to. */
export async function digestEveryTable(database: Database): Promise<ReadonlyMap<string, TableDigest>> {
  const digests = new Map<string, TableDigest>();
  await database.sql.begin(async (tx) => {
    await fixTextForms(tx);
    const present = await readColumns(tx);
    for (const [name, columns] of tablesAfter(readHistory().length)) {
      const there = columns.filter((column) => present.get(name)?.has(column));
      digests.set(name, await digestTable(tx, { name, columns: there }));
    }
  });
  return digests;
}
