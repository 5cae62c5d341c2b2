/**
 * Opens the database: the embedded PostgreSQL of DATA_DIR, or the server behind DATABASE_URL. Both are reached through
 * postgres.js and Drizzle, so nothing above this folder knows which one it is.
 */

import { sql as query } from 'drizzle-orm';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import { drizzle, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import type { DatabaseKind, OpenDatabaseOptions } from './database-backend.ts';
import { openEmbedded } from './embedded-database.ts';
import { type NotificationHandler, NotificationListener } from './notification-listener.ts';
import { openPostgresql } from './postgresql-database.ts';

export type { Sql } from 'postgres';
export type { OpenDatabaseOptions } from './database-backend.ts';

/** What repositories take: the root database or an open transaction. */
export type Db = PgDatabase<PostgresJsQueryResultHKT>;

/** An open database. */
export interface Database {
  readonly kind: DatabaseKind;
  /** The root database. Inside a transaction it throws: use what the callback was given. */
  readonly db: Db;
  /** The driver underneath, with the same rule. */
  readonly sql: Sql;
  /** Asks the database for a sign of life. @throws when it can't be reached */
  ping(): Promise<void>;
  /** Subscribes to NOTIFY; `onReconnect` is called when notifications may have been missed. */
  listen(channel: string, onNotification: NotificationHandler, onReconnect?: () => void): Promise<() => Promise<void>>;
  /** Sends a NOTIFY (payload below 8,000 bytes); through a transaction it is sent when that commits. */
  notify(channel: string, payload: string, through?: Db): Promise<void>;
  /** Opens another client on the same database, not through a pooler; the caller ends it. */
  openClient(options: { readonly max: number; readonly unlimited?: boolean }): Sql;
  /** Waits for what runs (at most 5 s), then closes; the embedded database gives its directory free. */
  close(): Promise<void>;
}

/** OIDs of `json` and `jsonb`. */
const JSON_TYPES = [114, 3802];

/** JSON text goes as it is, as with other drivers (and Drizzle); postgres.js alone would encode it once more. */
function passJsonText(client: Sql): void {
  for (const type of JSON_TYPES) {
    client.options.serializers[type] = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  }
}

const POOL_SIZE = 10;
const CLOSE_TIMEOUT_S = 5;

/**
 * Opens the database.
 *
 * @throws DirectoryLockedError when another process works on the embedded one's directory
 * @throws DataDirectoryError when that directory can't be used
 * @throws DatabaseUnavailableError when it can't be opened
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const { url } = options;
  const backend = url === undefined ? await openEmbedded(options) : openPostgresql({ ...options, url });
  const sql = backend.connect({ max: options.poolSize ?? POOL_SIZE });
  const db: Db = drizzle(sql, { casing: 'snake_case' });
  const listener = new NotificationListener({
    open: (events) => backend.connect({ max: 1, direct: true, ...events }),
    logger: options.logger,
  });
  const clients = new Set<Sql>([sql]);
  const ping = async (): Promise<void> => void (await sql`select 1`);
  try {
    await ping();
  } catch (error) {
    await sql.end({ timeout: 0 });
    await backend.close();
    throw backend.explain?.(error) ?? error;
  }
  return {
    kind: backend.kind,
    db,
    sql,
    ping,
    listen: (channel, onNotification, onReconnect) => listener.listen(channel, onNotification, onReconnect),
    notify: async (channel, payload, through = db) => {
      await through.execute(query`select pg_notify(${channel}, ${payload})`);
    },
    openClient: ({ max, unlimited = false }) => {
      const client = backend.connect({ max, direct: true, unlimited });
      passJsonText(client);
      clients.add(client);
      return client;
    },
    close: async () => {
      await listener.close();
      await Promise.all([...clients].map((client) => client.end({ timeout: CLOSE_TIMEOUT_S })));
      await backend.close();
    },
  };
}
