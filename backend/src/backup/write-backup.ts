/** Writes a backup of a database that may be in use. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Database } from '../db/client.ts';
import { writeWholeFile } from './backup-file.ts';
import { BACKUP_FORMAT, type BackupEnd, type BackupHeader } from './backup-format.ts';
import { withSnapshot } from './database-snapshot.repository.ts';
import { countProgress, type InstallationSource, type TransferProgress, totalRows } from './installation.ts';
import { RowDigest } from './row-digest.ts';

/** What to back up, and where to. */
export interface WriteBackupOptions {
  readonly database: Database;
  /** Absolute path of the file; it must not be there. */
  readonly path: string;
  /** Version of Lectern, to be noted. */
  readonly lecternVersion: string;
  /** See `fingerprintSecret`. */
  readonly secretFingerprint: string | null;
  readonly onProgress?: ((progress: TransferProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly now?: () => Date;
}

/** A backup that has been written. */
export interface BackupReport {
  readonly path: string;
  /** Size of the file. */
  readonly bytes: number;
  readonly tables: BackupEnd['tables'];
}

/** Characters that are handed on at once. */
const PIECE_CHARACTERS = 64 * 1024;

/**
 * Reads one state of the database and writes it to a file, row by row.
 *
 * @throws BackupError when the file can't be written; then there is none
 */
export async function writeBackup(options: WriteBackupOptions): Promise<BackupReport> {
  const { database, path, signal } = options;
  const server = await readServerVersion(database);
  const ends: BackupEnd[] = [];
  await writeWholeFile(path, (output) =>
    withSnapshot(database, async (source) => {
      const header: BackupHeader = {
        lectern: 'backup',
        format: BACKUP_FORMAT,
        createdAt: (options.now?.() ?? new Date()).toISOString(),
        lecternVersion: options.lecternVersion,
        database: { kind: database.kind, version: server },
        secretFingerprint: options.secretFingerprint,
        ...source.installation,
      };
      const lines = writeLines(header, source, options.onProgress, (end) => ends.push(end));
      await pipeline(Readable.from(lines), createGzip(), output, { signal });
    }),
  );
  const { size } = await stat(path);
  return { path, bytes: size, tables: ends.flatMap(({ tables }) => tables) };
}

async function readServerVersion(database: Database): Promise<string> {
  const [row] = await database.sql<{ version: string }[]>`select current_setting('server_version') as version`;
  return row?.version ?? '?';
}

async function* writeLines(
  header: BackupHeader,
  source: InstallationSource,
  onProgress: ((progress: TransferProgress) => void) | undefined,
  onEnd: (end: BackupEnd) => void,
): AsyncGenerator<string> {
  const sum = createHash('sha256');
  const digests = new Map(header.tables.map(({ name }) => [name, new RowDigest()]));
  const progress = countProgress('copying', totalRows(header), onProgress);
  for await (const piece of joinPieces(listLines(header, source, digests, progress))) {
    sum.update(piece);
    yield piece;
  }
  const tables = Array.from(digests, ([name, digest]) => ({ name, ...digest.digest() }));
  const end: BackupEnd = { end: true, tables, sha256: sum.digest('hex') };
  onEnd(end);
  yield `${JSON.stringify(end)}\n`;
}

async function* listLines(
  header: BackupHeader,
  source: InstallationSource,
  digests: ReadonlyMap<string, RowDigest>,
  progress: (table: string, rows: number) => void,
): AsyncGenerator<string> {
  yield JSON.stringify(header);
  let current: string | undefined;
  for await (const { table, lines } of source.batches()) {
    if (table !== current) yield JSON.stringify({ table });
    current = table;
    digests.get(table)?.add(lines);
    yield* lines;
    progress(table, lines.length);
  }
}

/** Joins lines into pieces of some size: handing on each line alone costs more than compressing it. */
async function* joinPieces(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let piece = '';
  for await (const line of lines) {
    piece += `${line}\n`;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}
