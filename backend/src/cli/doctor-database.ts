/** Checks of the database and of what lies in it: version, migrations, index. */
import { existsSync } from 'node:fs';
import type { Settings } from '../config/settings.ts';
import { type Database, openDatabase } from '../db/client.ts';
import { locateDataDirectory, readPostgresMajor } from '../db/data-directory.ts';
import { DatabaseUnavailableError, errorCode } from '../db/database-errors.ts';
import { findLockHolder } from '../db/directory-lock.ts';
import { pendingMigrations } from '../db/migrate.ts';
import { DatabaseOpenError } from '../db/open-failure.ts';
import { databaseOptions } from './command-settings.ts';
import { checkConnection } from './doctor-connection.ts';
import { checkMails } from './doctor-email.ts';
import { broken, type Finding, ok, warning } from './doctor-finding.ts';

const MIN_POSTGRES_MAJOR = 15;
/** pgvector 0.6, as [major, minor]. */
const MIN_VECTOR: readonly [number, number] = [0, 6];

/** Looks at the database without changing it; one that a running server has locked is left to that server. */
export async function* checkDatabase(settings: Settings): AsyncGenerator<Finding> {
  if (!settings.database) {
    const directory = locateDataDirectory(settings.server.dataDir);
    if (!existsSync(directory.database)) {
      yield ok('Database', 'embedded, will be made at the first start');
      return;
    }
    if (lockHolder(directory.path) !== undefined) {
      yield ok('Database', `embedded PostgreSQL ${readPostgresMajor(directory) ?? '?'}, opened by the running server`);
      return;
    }
  }
  let database: Database;
  try {
    database = await openDatabase(databaseOptions(settings));
  } catch (error) {
    yield explainOpening(error);
    return;
  }
  try {
    yield await checkVersion(database);
    yield* checkConnection(database, settings.database);
    yield* checkContents(database);
  } finally {
    await database.close();
  }
}

/** A damaged lock file has been told of by the check of the data directory. */
function lockHolder(path: string): number | undefined {
  try {
    return findLockHolder(path);
  } catch {
    return undefined;
  }
}

function explainOpening(error: unknown): Finding {
  if (error instanceof DatabaseOpenError) return broken('Database', error.reason, error.mend);
  if (error instanceof DatabaseUnavailableError) return broken('Database', error.message);
  const code = errorCode(error) ?? (error instanceof Error ? error.message : String(error));
  return broken('Database', `can't be reached (${code})`, 'Check DATABASE_URL and the log of its server.');
}

async function checkVersion(database: Database): Promise<Finding> {
  const [row] = await database.sql<{ version: string; vector: string | null }[]>`
    select current_setting('server_version') as version,
           (select default_version from pg_available_extensions where name = 'vector') as vector`;
  const { version = '?', vector = null } = row ?? {};
  const text = `${database.kind === 'embedded' ? 'embedded PostgreSQL' : 'PostgreSQL'} ${version}, pgvector ${vector ?? 'missing'}`;
  if (Number.parseInt(version, 10) < MIN_POSTGRES_MAJOR) {
    return broken('Database', text, `Use PostgreSQL ${MIN_POSTGRES_MAJOR} or later.`);
  }
  if (vector === null || isOlder(vector))
    return broken('Database', text, 'Install pgvector 0.6 or later on the server.');
  return ok('Database', text);
}

function isOlder(vector: string): boolean {
  const [major = 0, minor = 0] = vector.split('.').map(Number);
  return major < MIN_VECTOR[0] || (major === MIN_VECTOR[0] && minor < MIN_VECTOR[1]);
}

async function* checkContents(database: Database): AsyncGenerator<Finding> {
  const pending = await pendingMigrations(database);
  if (pending.length > 0) {
    yield warning('Migrations', `${pending.length} to apply`, 'Run "lectern migrate", or start the server.');
  } else yield ok('Migrations', 'all applied');
  yield await checkIndex(database);
  const mails = await checkMails(database);
  if (mails) yield mails;
}

async function checkIndex(database: Database): Promise<Finding> {
  const [table] = await database.sql<{ found: boolean }[]>`select to_regclass('index_version') is not null as found`;
  const rows = table?.found
    ? await database.sql<{ version: number; activated: string | null }[]>`
        select version, activated_at::text as activated from index_version where status = 'active'`
    : [];
  const [active] = rows;
  if (!active) return warning('Index', 'none yet', 'Start the server, or run "lectern ingest".');
  return ok('Index', `version ${active.version}, active since ${active.activated ?? '?'}`);
}
