/** Reads a backup: first all of it, to know that it is whole, then again for its rows. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import type { z } from 'zod';
import { errorCode } from '../db/database-errors.ts';
import { BackupError } from './backup-error.ts';
import {
  BACKUP_FORMAT,
  type BackupEnd,
  type BackupHeader,
  backupEndSchema,
  backupHeaderSchema,
  backupMarkSchema,
  MAX_LINE_CHARACTERS,
  tableLineSchema,
} from './backup-format.ts';
import {
  countProgress,
  type InstallationSource,
  type RowBatch,
  type TransferProgress,
  totalRows,
} from './installation.ts';
import { isSameDigest, RowDigest } from './row-digest.ts';

/** Rows, and characters, that are handed on at once. */
const BATCH_ROWS = 500;
const BATCH_CHARACTERS = 4 * 1024 * 1024;

/** A backup that was found to be whole. */
export interface Backup {
  readonly header: BackupHeader;
  readonly end: BackupEnd;
  /** Its rows, read from the file again. */
  readonly source: InstallationSource;
}

/** How to open a backup. */
export interface OpenBackupOptions {
  readonly onProgress?: ((progress: TransferProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a backup to its end and checks it: format, checksum, number and hash of the rows of each table.
 *
 * @throws BackupError saying what is wrong with it
 */
export async function openBackup(path: string, options: OpenBackupOptions = {}): Promise<Backup> {
  const { header, end } = await checkBackup(path, options);
  const expected = new Map(end.tables.map(({ name, rows, hash }) => [name, { rows, hash }]));
  const { migrations, tables, sequences } = header;
  return {
    header,
    end,
    source: {
      installation: { migrations, tables, sequences },
      batches: () => readBatches(path, header, { onEnd: () => undefined, sum: createHash('sha256') }),
      expected,
    },
  };
}

async function checkBackup(
  path: string,
  { onProgress, signal }: OpenBackupOptions,
): Promise<Pick<Backup, 'header' | 'end'>> {
  const header = await readHeader(path);
  const digests = new Map(header.tables.map(({ name }) => [name, new RowDigest()]));
  const progress = countProgress('checking', totalRows(header), onProgress);
  const ends: BackupEnd[] = [];
  const sum = createHash('sha256');
  for await (const { table, lines } of readBatches(path, header, { onEnd: (end) => ends.push(end), sum })) {
    signal?.throwIfAborted();
    digests.get(table)?.add(lines);
    progress(table, lines.length);
  }
  const [end] = ends;
  if (end === undefined) throw cutShort(path);
  if (end.sha256 !== sum.digest('hex') || !agrees(header, end, digests)) throw altered(path);
  return { header, end };
}

/** Whether what was read is what the first and the last line announce. */
function agrees(header: BackupHeader, end: BackupEnd, digests: ReadonlyMap<string, RowDigest>): boolean {
  if (end.tables.length !== header.tables.length) return false;
  return header.tables.every(({ name, rows }, index) => {
    const announced = end.tables[index];
    const came = digests.get(name)?.digest();
    return announced?.name === name && came?.rows === rows && isSameDigest(announced, came);
  });
}

async function readHeader(path: string): Promise<BackupHeader> {
  for await (const line of readLines(path)) {
    const value = parseLine(line, path, true);
    const mark = backupMarkSchema.safeParse(value);
    if (!mark.success) throw noBackup(path);
    if (mark.data.format > BACKUP_FORMAT) {
      throw new BackupError(
        `${path} is of form ${mark.data.format}, this version reads form ${BACKUP_FORMAT}. Use a later version of Lectern.`,
      );
    }
    return expectLine(backupHeaderSchema, value, path);
  }
  throw noBackup(path);
}

interface LineSinks {
  readonly onEnd: (end: BackupEnd) => void;
  /** Takes the lines before the last. */
  readonly sum: Hash;
}

/** Puts rows together, table by table. */
async function* readBatches(path: string, header: BackupHeader, { onEnd, sum }: LineSinks): AsyncGenerator<RowBatch> {
  const announced = new Set(header.tables.map(({ name }) => name));
  let table = '';
  let lines: string[] = [];
  let characters = 0;
  for await (const body of readBody(path, sum)) {
    if (body.kind === 'row') {
      lines.push(body.line);
      characters += body.line.length;
      if (lines.length < BATCH_ROWS && characters < BATCH_CHARACTERS) continue;
    }
    if (lines.length > 0 && !announced.has(table)) throw altered(path);
    if (lines.length > 0) yield { table, lines };
    lines = [];
    characters = 0;
    if (body.kind === 'table') table = body.table;
    if (body.kind === 'end') onEnd(body.end);
  }
}

type BodyLine =
  | { readonly kind: 'table'; readonly table: string }
  | { readonly kind: 'row'; readonly line: string }
  | { readonly kind: 'end'; readonly end: BackupEnd };

/** The lines behind the header; the last one is the end, or the backup is cut short. */
async function* readBody(path: string, sum: Hash): AsyncGenerator<BodyLine> {
  let isFirst = true;
  let ended = false;
  for await (const line of readLines(path)) {
    if (ended) throw altered(path);
    const body = isFirst ? undefined : readBodyLine(line, path);
    isFirst = false;
    ended = body?.kind === 'end';
    if (!ended) sum.update(line).update('\n');
    if (body) yield body;
  }
  if (!ended) throw cutShort(path);
}

function readBodyLine(line: string, path: string): BodyLine {
  if (line.startsWith('[')) return { kind: 'row', line };
  const value = parseLine(line, path, false);
  const end = backupEndSchema.safeParse(value);
  if (end.success) return { kind: 'end', end: end.data };
  return { kind: 'table', table: expectLine(tableLineSchema, value, path).table };
}

async function* readLines(path: string): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  const file = createReadStream(path);
  const text = file.pipe(createGunzip());
  // An error of the file doesn't pass through pipe() by itself.
  file.once('error', (error) => text.destroy(error));
  let rest: string[] = [];
  let length = 0;
  try {
    for await (const chunk of text) {
      const parts = decoder.write(chunk).split('\n');
      const last = parts.pop() ?? '';
      for (const part of parts) {
        yield rest.join('') + part;
        rest = [];
        length = 0;
      }
      rest.push(last);
      length += last.length;
      if (length > MAX_LINE_CHARACTERS) throw altered(path);
    }
  } catch (error) {
    throw explainReadError(error, path);
  } finally {
    file.destroy();
    text.destroy();
  }
  if (length > 0) throw cutShort(path);
}

function parseLine(line: string, path: string, isFirst: boolean): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw isFirst ? noBackup(path) : altered(path);
  }
}

function expectLine<Value>(schema: z.ZodType<Value>, value: unknown, path: string): Value {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw altered(path);
}

const noBackup = (path: string): BackupError => new BackupError(`${path} is no backup of Lectern.`);
const cutShort = (path: string): BackupError =>
  new BackupError(`The backup ${path} is cut short. Nothing was changed; use another backup.`);
const altered = (path: string): BackupError =>
  new BackupError(`The backup ${path} is damaged or was altered. Nothing was changed; use another backup.`);

function explainReadError(error: unknown, path: string): unknown {
  if (error instanceof BackupError) return error;
  switch (errorCode(error)) {
    case 'ENOENT':
      return new BackupError(`There is no file ${path}.`);
    case 'EISDIR':
      return new BackupError(`${path} is a folder. Name the backup in it.`);
    case 'EACCES':
    case 'EPERM':
      return new BackupError(`This user may not read ${path}. Give it the right.`);
    case 'Z_BUF_ERROR':
      return cutShort(path);
    case 'Z_DATA_ERROR':
      return error instanceof Error && /incorrect header/.test(error.message) ? noBackup(path) : altered(path);
    default:
      return error;
  }
}
