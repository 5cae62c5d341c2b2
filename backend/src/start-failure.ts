/** One clear line for a start that failed: what is wrong and how to mend it. */
import type { Settings } from './config/settings.ts';
import { SettingsError } from './config/settings-error.ts';
import {
  DatabaseUnavailableError,
  errorCode,
  explainFullStorage,
  isConnectionError,
  StorageFullError,
} from './db/database-errors.ts';

/**
 * The line for people; undefined when the failure is none of the known ones and its stack should be shown.
 * @param settings null when they could not be read
 */
export function explainStartFailure(error: unknown, settings: Settings | null): string | undefined {
  if (error instanceof SettingsError || error instanceof DatabaseUnavailableError) return error.message;
  if (isStorageFull(error)) return explainFullStorage(error);
  if (settings === null || !(error instanceof Error)) return undefined;
  const { host, port } = settings.server;
  const listening = 'syscall' in error && (error.syscall === 'listen' || error.syscall === 'bind');
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return `Another program listens on port ${port} of ${host}. Stop it, or set PORT to another number.`;
    case 'EADDRNOTAVAIL':
      return `This machine has no address ${host}. Set HOST to 127.0.0.1, or to 0.0.0.0 for all.`;
    case 'EACCES':
    case 'EPERM':
      if (listening) return `This user may not listen on port ${port}. Set PORT to a number above 1023.`;
      return unwritable(error, settings);
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
      return unwritable(error, settings);
    case 'ENOSPC':
    case 'EDQUOT':
      return `There is no space left in ${placeOf(error, settings)}. Free some, or set DATA_DIR to another disk.`;
    default:
      return explainDatabase(error, settings);
  }
}

/** The refusal of the database's own, also inside of the mapper's errors; other codes are told with their place. */
function isStorageFull(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof StorageFullError) return true;
  }
  return false;
}

/** SQLSTATEs with which PostgreSQL turns a connection away. @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const REFUSALS: Readonly<Record<string, string>> = {
  '28P01': 'it refuses the password',
  '28000': 'it refuses the user',
  '3D000': 'it has no such database',
  '42501': 'its user lacks a right',
};

function explainDatabase(error: Error, settings: Settings): string | undefined {
  const code = errorCode(error) ?? '';
  const reason = REFUSALS[code] ?? (isConnectionError(error) ? `it does not answer (${code})` : undefined);
  if (reason === undefined || settings.database === null) return undefined;
  // Never the URL itself: it holds the password.
  const { host, pathname } = new URL(settings.database.url);
  return `The database ${pathname.slice(1)} at ${host} cannot be used: ${reason}. Check DATABASE_URL.`;
}

function unwritable(error: Error, settings: Settings): string {
  return `${placeOf(error, settings)} cannot be written. Give this user the right to write there, or set DATA_DIR to another directory.`;
}

/** The data directory when the file lies in it: nobody knows the names of the files there. */
function placeOf(error: Error, settings: Settings): string {
  const { dataDir } = settings.server;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : dataDir;
  return path.startsWith(dataDir) ? dataDir : path;
}
