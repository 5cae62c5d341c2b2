/** The ways in which the database can be unavailable, each with the way to mend it. */

/** Base of the errors of this folder: one line for people, that names the mend. */
export class DatabaseUnavailableError extends Error {
  override readonly name: string = 'DatabaseUnavailableError';
}

/** Another process works on the data directory. */
export class DirectoryLockedError extends DatabaseUnavailableError {
  override readonly name = 'DirectoryLockedError';
  /** Process that holds the lock. */
  readonly pid: number;

  /** @param host name of the machine or container it runs on, when that is another one */
  constructor(dataDir: string, pid: number, host?: string) {
    super(
      host === undefined
        ? `The data directory ${dataDir} is in use by process ${pid}. Stop that process, or give this one another DATA_DIR.`
        : `The data directory ${dataDir} is in use by process ${pid} on ${host}. Stop it there (if it was killed, try again in a minute), or give this one another DATA_DIR.`,
    );
    this.pid = pid;
  }
}

/** The data directory can't be used: no permission, no space, not ours. */
export class DataDirectoryError extends DatabaseUnavailableError {
  override readonly name = 'DataDirectoryError';
}

/** The connection broke inside a transaction, before its commit: nothing of it was kept. */
export class ConnectionLostError extends DatabaseUnavailableError {
  override readonly name = 'ConnectionLostError';

  constructor(options?: ErrorOptions) {
    super('The connection to the database was lost during a transaction; nothing of it was kept.', options);
  }
}

/** The connection broke between a commit and its confirmation: whether the transaction was kept is not known. */
export class CommitUnknownError extends DatabaseUnavailableError {
  override readonly name = 'CommitUnknownError';

  constructor(options?: ErrorOptions) {
    super(
      'The connection to the database was lost while a transaction was being committed; whether it was kept is not known. Look before it is done again.',
      options,
    );
  }
}

/** There is too little space left on the disk of the embedded database to store anything. */
export class StorageFullError extends Error {
  override readonly name = 'StorageFullError';
  /** As PostgreSQL says it: disk_full. */
  readonly code = '53100';

  constructor(path: string, freeBytes: number, neededBytes: number) {
    const megabytes = (bytes: number): number => Math.floor(bytes / 1024 / 1024);
    super(
      `The disk of ${path} has ${megabytes(freeBytes)} MB free; nothing is stored below ${megabytes(neededBytes)} MB. Free some space.`,
    );
  }
}

/** The root database was used inside an open transaction. */
export class NestedDatabaseUseError extends Error {
  override readonly name = 'NestedDatabaseUseError';

  constructor() {
    super(
      'The root database was used inside a transaction: on the embedded database that waits for itself. Use the transaction that the callback was given.',
    );
  }
}

/** Error codes of postgres.js, Node and PostgreSQL that mean: the connection is lost or can't be made. */
const CONNECTION_CODES = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ENOTFOUND',
  'ETIMEDOUT',
  '25P03',
  '57P01',
  '57P02',
  '57P03',
  '53300',
]);

/** Those of a connection that was there and broke: the next one may well be whole. */
const LOST_CODES = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
]);

/** Codes of the system and of PostgreSQL (SQLSTATE) that mean "no space". */
const FULL_CODES = new Set(['ENOSPC', 'EDQUOT', '53100']);

/**
 * Tells whether something failed because there was no space to store it.
 *
 * @returns one line that says so, of the error that has the code; undefined for other errors
 */
export function explainFullStorage(error: unknown): string | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('code' in current && typeof current.code === 'string') {
      return FULL_CODES.has(current.code) ? current.message : undefined;
    }
  }
  return undefined;
}

/** Finds the SQLSTATE or system code of an error, looking through the errors that wrap it (as Drizzle does). */
export function errorCode(error: unknown): string | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('code' in current && typeof current.code === 'string') return current.code;
  }
  return undefined;
}

/** Tells whether a query failed because the database could not be reached, so that trying again later makes sense. */
export function isConnectionError(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof DatabaseUnavailableError) return true;
  }
  return CONNECTION_CODES.has(errorCode(error) ?? '');
}

/** Tells whether a connection broke while it was used. What was sent over it may have been done, or not. */
export function isConnectionLost(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof ConnectionLostError) return true;
    if (current instanceof CommitUnknownError) return false;
  }
  return LOST_CODES.has(errorCode(error) ?? '');
}

/** Tells whether a query broke the given unique, foreign key or check constraint (any constraint when left out). */
export function isConstraintError(error: unknown, constraint?: string): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (!('code' in current) || typeof current.code !== 'string' || !current.code.startsWith('23')) continue;
    return constraint === undefined || ('constraint_name' in current && current.constraint_name === constraint);
  }
  return false;
}

/** SQLSTATE of a serialization failure and of a deadlock. */
const RETRYABLE: readonly string[] = ['40001', '40P01'];

/** Whether nothing was changed and the same statement or transaction may well pass when it is tried again. */
export const isRetryable = (error: unknown): boolean => RETRYABLE.includes(errorCode(error) ?? '');
