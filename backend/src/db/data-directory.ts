/** The data directory: where things lie in it, and whether it can be used. */
import { createHash, randomUUID } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { DataDirectoryError, errorCode } from './database-errors.ts';

/** PGlite's files of a new database; a start below it would end in the middle. Bytes. */
const MIN_FREE_BYTES = 64 * 1024 * 1024;
/** Longest path of a unix socket: 107 bytes on Linux, 103 on macOS and BSD. */
const MAX_SOCKET_PATH_BYTES = process.platform === 'linux' ? 107 : 103;

/** Paths inside a data directory. */
export interface DataDirectory {
  /** Absolute path. */
  readonly path: string;
  /** PGlite's own directory. */
  readonly database: string;
  /** There while PGlite's directory is being made: what is then found belongs to a start that was cut off. */
  readonly creationMark: string;
}

/** Tells where things lie in a data directory, without touching it. */
export function locateDataDirectory(dataDir: string): DataDirectory {
  const path = resolve(dataDir);
  return { path, database: join(path, 'postgres'), creationMark: join(path, 'postgres.creating') };
}

/**
 * Makes the data directory if it is new and makes sure that it can be written to.
 *
 * @throws DataDirectoryError naming what is wrong and how to mend it
 */
export function prepareDataDirectory(dataDir: string): DataDirectory {
  const directory = locateDataDirectory(dataDir);
  try {
    makeDirectory(directory.path);
    writeProbe(join(directory.path, `.probe-${randomUUID()}`));
  } catch (error) {
    throw explainFileError(error, directory.path);
  }
  return directory;
}

/** Bytes that may still be written to the file system of a path. */
export function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}

/**
 * Makes PGlite's directory ready to be opened: what a cut-off creation left is removed, and a new one is announced.
 *
 * @returns whether the database has to be made
 * @throws DataDirectoryError when there is too little space for a new database
 */
export function prepareDatabaseFiles(directory: DataDirectory): { isNew: boolean } {
  if (existsSync(directory.creationMark)) rmSync(directory.database, { recursive: true, force: true });
  if (existsSync(join(directory.database, 'PG_VERSION'))) return { isNew: false };
  const free = freeBytes(directory.path);
  if (free < MIN_FREE_BYTES) {
    throw new DataDirectoryError(
      `The disk of ${directory.path} has ${Math.floor(free / 1024 / 1024)} MB free; a new database needs ${MIN_FREE_BYTES / 1024 / 1024} MB. Free some space or set DATA_DIR to another disk.`,
    );
  }
  writeMark(directory.creationMark);
  return { isNew: true };
}

/** Says that the new database is whole. */
export function finishDatabaseFiles(directory: DataDirectory): void {
  rmSync(directory.creationMark, { force: true });
}

/** PostgreSQL's major version of the files in a data directory, if there are any. */
export function readPostgresMajor(directory: DataDirectory): number | undefined {
  const path = join(directory.database, 'PG_VERSION');
  return existsSync(path) ? Number.parseInt(readFileSync(path, 'utf8'), 10) : undefined;
}

/** File name of the database's socket: programs of PostgreSQL find it by `-h DATA_DIR/run`. */
export const DATABASE_SOCKET = '.s.PGSQL.5432';

/**
 * Path for a socket that belongs to the data directory: in it, in a folder that only its owner may enter, or in the
 * temporary directory where the path would be too long; a named pipe on Windows. The same for every process.
 */
export function locateSocket(dataDir: string, fileName: string): string {
  const root = resolve(dataDir);
  const digest = createHash('sha256').update(root).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\lectern-${digest}-${fileName}`;
  const path = join(root, 'run', fileName);
  if (Buffer.byteLength(path) <= MAX_SOCKET_PATH_BYTES) return path;
  return join(tmpdir(), `lectern-${process.getuid?.() ?? 0}-${digest}`, fileName);
}

/** As `mkdirSync` with `recursive`, which reports ENOENT for what is really a read-only disk. */
function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/** Writes and deletes a file with something in it: an empty one can be made on a full disk. */
function writeProbe(path: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, Buffer.alloc(4096, 1));
  } finally {
    closeSync(file);
    rmSync(path, { force: true });
  }
}

function writeMark(path: string): void {
  try {
    closeSync(openSync(path, 'w', 0o600));
  } catch (error) {
    throw explainFileError(error, path);
  }
}

function explainFileError(error: unknown, path: string): DataDirectoryError {
  const mend: Record<string, string> = {
    EACCES: `There is no permission to write to ${path}. Give this user the right, or set DATA_DIR to another directory.`,
    EPERM: `There is no permission to write to ${path}. Give this user the right, or set DATA_DIR to another directory.`,
    EROFS: `${path} is on a read-only disk. Set DATA_DIR to a directory that can be written to.`,
    ENOSPC: `The disk of ${path} is full. Free some space or set DATA_DIR to another disk.`,
    EDQUOT: `The quota for ${path} is used up. Free some space or set DATA_DIR to another disk.`,
    ENOTDIR: `A part of ${path} is a file, not a directory. Set DATA_DIR to a directory.`,
    EEXIST: `${path} is a file, not a directory. Set DATA_DIR to a directory.`,
  };
  const code = errorCode(error) ?? '';
  const text = mend[code] ?? `${path} can't be used (${code || String(error)}). Set DATA_DIR to another directory.`;
  return new DataDirectoryError(text, { cause: error });
}
