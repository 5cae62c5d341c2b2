/** The embedded PostgreSQL: PGlite in a thread of this process, on a directory that this process has locked. */

import { join } from 'node:path';
import { Duplex } from 'node:stream';
import postgres, { type Sql } from 'postgres';
import {
  DATABASE_SOCKET,
  type DataDirectory,
  finishDatabaseFiles,
  locateSocket,
  prepareDatabaseFiles,
  prepareDataDirectory,
  readPostgresMajor,
} from './data-directory.ts';
import type { ClientOptions, DatabaseBackend, OpenDatabaseOptions } from './database-backend.ts';
import { DataDirectoryError } from './database-errors.ts';
import { lockDirectory } from './directory-lock.ts';
import { EmbeddedServer } from './embedded-server.ts';
import { refuseWritesWithoutSpace } from './free-space.ts';
import { guardClient } from './guarded-client.ts';
import { prepareSocketDirectory } from './socket-directory.ts';
import { findTemplate } from './template.ts';
import { TransactionScope } from './transaction-scope.ts';

/** PostgreSQL's major version inside the installed PGlite. */
export const EMBEDDED_POSTGRES_MAJOR = 18;

const DEFAULT_IDLE_IN_TRANSACTION_MS = 5_000;
const CONNECT_TIMEOUT_S = 10;
/**
 * Makes the startup packet longer than 1,024 bytes, which postgres.js sends at once. A shorter one it would put off to
 * a timer that, after a connection broke with a statement still unsent, never comes: that place in the pool would be
 * lost.
 */
const FLUSHED_NAME = 'lectern'.padEnd(1024);

/**
 * Locks the directory and starts the embedded database on it.
 *
 * @throws DirectoryLockedError, DataDirectoryError, DatabaseUnavailableError
 */
export async function openEmbedded(options: OpenDatabaseOptions): Promise<EmbeddedBackend> {
  const directory = prepareDataDirectory(options.dataDir);
  const lock = lockDirectory(directory.path);
  try {
    refuseOtherMajor(readPostgresMajor(directory), directory.path);
    const socketPath = locateSocket(directory.path, DATABASE_SOCKET);
    prepareSocketDirectory(socketPath);
    const server = await startServer(directory, socketPath, options);
    finishDatabaseFiles(directory);
    const beforeStatement = refuseWritesWithoutSpace({ directory: directory.path });
    return {
      kind: 'embedded',
      server,
      connect: (client) => connect(client, server, beforeStatement),
      close: async () => {
        await server.stop();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Starts the server; a new database comes from the template or, when that is missing or no good, from initdb. */
async function startServer(
  directory: DataDirectory,
  socketPath: string,
  options: OpenDatabaseOptions,
): Promise<EmbeddedServer> {
  const { logger, idleInTransactionMs = DEFAULT_IDLE_IN_TRANSACTION_MS, serverLimits: limits } = options;
  const start = (templatePath?: string): Promise<EmbeddedServer> =>
    EmbeddedServer.start({
      directory: directory.database,
      socketPath,
      templatePath,
      idleInTransactionMs,
      limits,
      logger,
    });
  const { isNew } = prepareDatabaseFiles(directory);
  if (!isNew) return start();
  const templatePath = findTemplate();
  logger.info({ template: templatePath !== undefined }, 'Making a new embedded database');
  if (templatePath === undefined) return start();
  try {
    return await start(templatePath);
  } catch (error) {
    logger.warn({ err: error }, 'The template of the database is no good; making one without it');
    prepareDatabaseFiles(directory);
    return start();
  }
}

/** The embedded database, with the server that tests want to reach. */
export interface EmbeddedBackend extends DatabaseBackend {
  readonly server: EmbeddedServer;
}

function refuseOtherMajor(major: number | undefined, path: string): void {
  if (major === undefined || major === EMBEDDED_POSTGRES_MAJOR) return;
  throw new DataDirectoryError(
    `The database in ${path} is of PostgreSQL ${major}, this version brings PostgreSQL ${EMBEDDED_POSTGRES_MAJOR}. Run "lectern backup" with the release that made it, move ${join(path, 'postgres')} away, and run "lectern restore" with this one: see docs/backup.md.`,
  );
}

function connect(options: ClientOptions, server: EmbeddedServer, beforeStatement: (text: string) => void): Sql {
  const scope = new TransactionScope();
  const settings = {
    host: 'embedded',
    database: 'postgres',
    username: 'postgres',
    max: options.max,
    connection: { application_name: FLUSHED_NAME },
    connect_timeout: CONNECT_TIMEOUT_S,
    // There is one backend for all connections: renewing them is of no use.
    max_lifetime: null,
    idle_timeout: 0,
    onnotice: () => undefined,
    onclose: () => {
      scope.connectionClosed();
      options.onclose?.();
    },
    ...(options.onnotify && { onnotify: options.onnotify }),
    // Waits while the database is restarted, so that statements of that time wait as well instead of failing.
    socket: () => server.connect().catch((error: unknown) => failingSocket(error)),
  };
  return guardClient(postgres(settings), { scope, prepare: true, beforeStatement });
}

/**
 * A socket that fails at the first write. postgres.js expects its socket to come and then break; when there is none at
 * all, it keeps the place in its pool taken for ever.
 */
function failingSocket(error: unknown): Duplex {
  return new Duplex({
    read: () => undefined,
    write: (_chunk, _encoding, callback) => callback(error instanceof Error ? error : new Error(String(error))),
  });
}
