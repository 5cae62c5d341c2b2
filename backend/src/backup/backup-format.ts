/**
 * The form of a backup: lines of JSON, compressed by gzip. `gzip -dc backup.jsonl.gz | head -n 1` shows what it is.
 *
 * First the header; then, for each table, a line that names it and a line for each row (the text forms of its columns,
 * null for NULL); last a line with what every table came to, and the SHA-256 of all that stands before it.
 */
import { z } from 'zod';
import { installationSchema } from './installation.ts';

/** Version of the form; a reader refuses later ones. */
export const BACKUP_FORMAT = 1;

/** Longest line, UTF-16 units: the largest rows are a megabyte of an index, written in hexadecimal. */
export const MAX_LINE_CHARACTERS = 128 * 1024 * 1024;

/** What every form has, whatever its version. */
export const backupMarkSchema = z.object({ lectern: z.literal('backup'), format: z.int() });

/** The first line. */
export const backupHeaderSchema = z.object({
  ...backupMarkSchema.shape,
  format: z.literal(BACKUP_FORMAT),
  /** When the state that it holds was read. */
  createdAt: z.iso.datetime(),
  /** Version of Lectern that wrote it. */
  lecternVersion: z.string(),
  database: z.object({ kind: z.enum(['embedded', 'postgresql']), version: z.string() }),
  /** Tells whether a secret is that of the installation, without telling the secret; null: it had none at hand. */
  secretFingerprint: z.string().nullable(),
  ...installationSchema.shape,
});
/** See {@link backupHeaderSchema}. */
export type BackupHeader = z.infer<typeof backupHeaderSchema>;

/** The line before the rows of a table. */
export const tableLineSchema = z.strictObject({ table: z.string() });

/** The last line. */
export const backupEndSchema = z.strictObject({
  end: z.literal(true),
  tables: z.array(z.strictObject({ name: z.string(), rows: z.int().min(0), hash: z.string().regex(/^[\da-f]{64}$/) })),
  /** SHA-256 of all lines before this one, with their line feeds. */
  sha256: z.string().regex(/^[\da-f]{64}$/),
});
/** See {@link backupEndSchema}. */
export type BackupEnd = z.infer<typeof backupEndSchema>;
