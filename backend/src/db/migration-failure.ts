/** What a migration that failed means, in one line with the mend. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseUnavailableError, errorCode, isConnectionLost } from './database-errors.ts';

const NO_RIGHT = '42501';
const LOCK_TIMEOUT = '55P03';
const READ_ONLY = '25006';
/** SQLSTATEs of something that is there already: table, column, object, schema, function. */
const DUPLICATES = ['42P07', '42701', '42710', '42P06', '42723'];

/**
 * Explains it; all migrations of a run are one transaction, so that nothing of any was kept.
 *
 * @param names of the migrations that were to run, by which the one that failed is found
 */
export function explainMigrationError(error: unknown, folder?: string, names: readonly string[] = []): Error {
  if (isConnectionLost(error)) {
    return new DatabaseUnavailableError(
      `The connection to the database was lost in the middle of the migrations; nothing of ${names.join(', ') || 'them'} was kept. Start again.`,
      { cause: error },
    );
  }
  if (error instanceof DatabaseUnavailableError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : text;
  const which = folder === undefined ? undefined : findFailed(error, folder, names);
  const told = (line: string): DatabaseUnavailableError => new DatabaseUnavailableError(line, { cause: error });
  const code = errorCode(error) ?? '';
  if (/extension "vector"|vector\.control/.test(reason)) return told(explainExtension(code));
  if (code === NO_RIGHT) {
    return told(
      `The user of the database may not create what migrations need (${reason}). Let an administrator run in this database: GRANT CREATE ON DATABASE <database> TO <user>; GRANT USAGE, CREATE ON SCHEMA public TO <user>;`,
    );
  }
  if (code === READ_ONLY) {
    return told('The database is read-only: DATABASE_URL leads to a replica. Use the address of the primary server.');
  }
  const subject = which === undefined ? 'A migration' : `The migration ${which}`;
  const mend = DUPLICATES.includes(code)
    ? ' The database holds part of it though it never ran to its end here: a restore that broke off, or tables of another program. Restore the backup into an empty database.'
    : code === LOCK_TIMEOUT
      ? ' Something else holds a lock: try again, or stop the other servers first.'
      : '';
  return told(`${subject} failed and was rolled back, nothing of it was kept: ${reason}.${mend}`);
}

function explainExtension(code: string): string {
  return code === NO_RIGHT
    ? 'The database lacks the extension "vector", and its user may not create it. Let an administrator run in this database: CREATE EXTENSION vector;'
    : 'The server has no extension "vector" (pgvector). Install pgvector 0.6 or later there, for its version of PostgreSQL, and start again.';
}

/** The migration in which a statement stands. */
function findFailed(error: unknown, folder: string, names: readonly string[]): string | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (!('query' in current) || typeof current.query !== 'string') continue;
    const statement = current.query.trim();
    if (statement === '') continue;
    return names.find((name) => readFileSync(join(folder, `${name}.sql`), 'utf8').includes(statement));
  }
  return undefined;
}
