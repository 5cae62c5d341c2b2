/** What opening a database needs, and what each of the two kinds brings. */
import type { Sql } from 'postgres';
import type { DatabaseLogger } from './database-logger.ts';
import type { ServerLimits } from './embedded-protocol.ts';

/** PGlite in the process, or a server. */
export type DatabaseKind = 'embedded' | 'postgresql';

/** How to open the database. */
export interface OpenDatabaseOptions {
  /** PostgreSQL's address, possibly of a pooler; without it the embedded database is opened. */
  readonly url?: string | undefined;
  /** Address of the same server without a pooler, for migrations, notifications and jobs; default: `url`. */
  readonly directUrl?: string | undefined;
  /** Whether `url` leads to a pooler in transaction mode; default: when `directUrl` is another address. */
  readonly pooled?: boolean | undefined;
  /** Connections at most, of the pool that queries take; default 10. */
  readonly poolSize?: number | undefined;
  /** Data directory; the embedded database lies in it. */
  readonly dataDir: string;
  readonly logger: DatabaseLogger;
  /** PostgreSQL only: path of the certificates (PEM) that the server's must be signed by. */
  readonly caFile?: string | undefined;
  /** PostgreSQL only: default 30 s, 10 s, 30 s. */
  readonly timeouts?: SessionTimeouts | undefined;
  /** Embedded only: milliseconds after which an idle transaction is rolled back; default 5,000. */
  readonly idleInTransactionMs?: number | undefined;
  /** Embedded only: how long its thread may give no sign of life; for tests. */
  readonly serverLimits?: ServerLimits | undefined;
}

/** How long the server lets a session be, milliseconds; 0: without an end. */
export interface SessionTimeouts {
  /** One statement. */
  readonly statementMs: number;
  /** The wait for one lock. */
  readonly lockMs: number;
  /** A transaction in which nothing happens. */
  readonly idleInTransactionMs: number;
}

/** What the two kinds of databases have to bring. */
export interface DatabaseBackend {
  readonly kind: DatabaseKind;
  /** Opens a client; `direct` ones don't go through a pooler. */
  connect(options: ClientOptions): Sql;
  /** Says what a failure of the first connection means. */
  explain?(error: unknown): unknown;
  close(): Promise<void>;
}

/** One client of a {@link DatabaseBackend}. */
export interface ClientOptions {
  /** Connections at most. */
  readonly max: number;
  readonly direct?: boolean;
  /** Without the time-outs of sessions: for migrations, which may build an index for as long as it takes. */
  readonly unlimited?: boolean;
  /** For a listener: leave the client as the driver made it. */
  readonly onclose?: () => void;
  readonly onnotify?: (channel: string, payload: string) => void;
}
