/** What an installation keeps in its database, as backups, restores and moves see it. */
import { z } from 'zod';
import type { TableDigest } from './row-digest.ts';

/** What is to be known of an installation's data before its rows come. */
export const installationSchema = z.object({
  /** The migrations that made its tables, oldest first: their number and hashes are the version of the schema. */
  migrations: z.array(z.object({ name: z.string(), hash: z.string() })).min(1),
  /** Its tables with their columns (those that can be written: generated ones are left out) and rows. */
  tables: z.array(
    z.object({ name: z.string().min(1), columns: z.array(z.string().min(1)).min(1), rows: z.int().min(0) }),
  ),
  /** Where the numbering of identity columns stands; `called` says whether `value` has been given out. */
  sequences: z.array(z.object({ table: z.string(), column: z.string(), value: z.string(), called: z.boolean() })),
});
/** See {@link installationSchema}. */
export type Installation = z.infer<typeof installationSchema>;
/** One table of an {@link Installation}. */
export type InstallationTable = Installation['tables'][number];

/** Some rows of one table, each as its canonical line (see `RowDigest`). */
export interface RowBatch {
  readonly table: string;
  readonly lines: readonly string[];
}

/** Where an installation's data come from: a backup, or another database. */
export interface InstallationSource {
  readonly installation: Installation;
  /** All rows, table by table in the order of `installation.tables`; a few at a time, so that memory stays bounded. */
  batches(): AsyncGenerator<RowBatch>;
  /** What the tables must come to, where the source says so itself. */
  readonly expected?: ReadonlyMap<string, TableDigest>;
}

/** How far a backup, a restore or a move is. */
export const transferProgressSchema = z.object({
  phase: z.enum(['checking', 'copying', 'verifying']),
  table: z.string(),
  /** Rows of all tables that this phase is done with, and has to do. */
  done: z.number(),
  total: z.number(),
});
/** See {@link transferProgressSchema}. */
export type TransferProgress = z.infer<typeof transferProgressSchema>;

/** Rows of all tables. */
export const totalRows = ({ tables }: Installation): number => tables.reduce((sum, { rows }) => sum + rows, 0);

/** Tells how far a phase is, from the rows of each batch. */
export function countProgress(
  phase: TransferProgress['phase'],
  total: number,
  onProgress: (progress: TransferProgress) => void = () => undefined,
): (table: string, rows: number) => void {
  let done = 0;
  return (table, rows) => {
    done += rows;
    onProgress({ phase, table, done, total });
  };
}
