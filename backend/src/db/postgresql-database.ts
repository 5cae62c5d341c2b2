/** A PostgreSQL server as the database. */
import { Duplex } from 'node:stream';
import postgres, { type Sql } from 'postgres';
import type { ClientOptions, DatabaseBackend, OpenDatabaseOptions, SessionTimeouts } from './database-backend.ts';
import { guardClient } from './guarded-client.ts';
import { type AskedServer, explainOpenFailure } from './open-failure.ts';
import { type PostgresqlAddress, readPostgresqlAddress } from './postgresql-address.ts';
import { PostgresqlGate } from './postgresql-gate.ts';
import { LONG_APPLICATION_NAME } from './postgresql-stream.ts';
import { TransactionScope } from './transaction-scope.ts';

/** From the first byte to an authenticated session; what comes before has limits of its own. */
const SESSION_TIMEOUT_S = 10;
/** How much longer than a statement may take an answer is waited for. */
const SILENCE_MARGIN_MS = 5_000;

const UNLIMITED: SessionTimeouts = { statementMs: 0, lockMs: 0, idleInTransactionMs: 0 };
/** When nobody has said how long: tests, mostly. */
const DEFAULT_TIMEOUTS: SessionTimeouts = { statementMs: 30_000, lockMs: 10_000, idleInTransactionMs: 30_000 };

/** Where a server is, and how it is reached. */
export type PostgresqlOptions = Pick<OpenDatabaseOptions, 'directUrl' | 'pooled' | 'caFile' | 'timeouts'> & {
  readonly url: string;
};

/**
 * Reaches a PostgreSQL server. `url` may lead to a pooler in transaction mode, `directUrl` may not.
 *
 * @throws DatabaseUnavailableError for a URL or certificates that can't be used
 */
export function openPostgresql(options: PostgresqlOptions): DatabaseBackend {
  const { url, directUrl = url, pooled = directUrl !== url, caFile, timeouts = DEFAULT_TIMEOUTS } = options;
  const main = readPostgresqlAddress(url, caFile);
  const direct = readPostgresqlAddress(directUrl, caFile);
  return {
    kind: 'postgresql',
    connect: (client) =>
      connect(client, {
        address: client.direct ? direct : main,
        pooled: pooled && !client.direct,
        timeouts: client.unlimited ? UNLIMITED : timeouts,
      }),
    explain: (error) => explainOpenFailure(error, askedOf(main)),
    close: async () => undefined,
  };
}

/** Whom the server is asked as; the driver takes the user's name for what the URL leaves out. */
function askedOf({ url, host, port }: PostgresqlAddress): AskedServer {
  const { username, pathname } = new URL(url);
  const user = decodeURIComponent(username) || 'this user';
  return { host, port, user, database: decodeURIComponent(pathname.slice(1)) || user };
}

interface Way {
  readonly address: PostgresqlAddress;
  readonly pooled: boolean;
  readonly timeouts: SessionTimeouts;
}

function connect(options: ClientOptions, { address, pooled, timeouts }: Way): Sql {
  const scope = new TransactionScope();
  const silenceMs = timeouts.statementMs > 0 ? timeouts.statementMs + SILENCE_MARGIN_MS : 0;
  let gate: PostgresqlGate | undefined;
  const settings = {
    max: options.max,
    connect_timeout: SESSION_TIMEOUT_S,
    // The gate has seen to TLS, and keeps the driver from trying too often.
    ssl: false,
    backoff: () => 0,
    socket: () => gate?.open().catch(failingStream),
    connection: {
      application_name: LONG_APPLICATION_NAME,
      // A pooler refuses parameters that it does not know, or gives them to whoever comes next.
      ...(pooled ? {} : sessionParameters(timeouts)),
    },
    // A pooler in transaction mode gives each statement another server connection. Newer ones keep names apart
    // (PgBouncer 1.21, Neon), older ones don't, and nothing tells which one it is.
    prepare: !pooled,
    onnotice: () => undefined,
    onclose: () => {
      gate?.connectionLost();
      scope.connectionClosed();
      options.onclose?.();
    },
    ...(options.onnotify && { onnotify: options.onnotify }),
  };
  const client = postgres(address.url, settings);
  const { user, database } = client.options;
  gate = new PostgresqlGate({ address, user, database, silenceMs });
  const beginWith = pooled ? transactionParameters(timeouts) : undefined;
  return guardClient(client, { scope, prepare: !pooled, ...(beginWith ? { beginWith } : {}) });
}

/** Names of PostgreSQL's time-outs with their values; 0: none. */
function parametersOf({ statementMs, lockMs, idleInTransactionMs }: SessionTimeouts): Record<string, number> {
  return {
    statement_timeout: statementMs,
    lock_timeout: lockMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
  };
}

/** Time-outs of a session, as parameters of its start. A zero is given too: a role may have been given others. */
function sessionParameters(timeouts: SessionTimeouts): Record<string, string> {
  return Object.fromEntries(Object.entries(parametersOf(timeouts)).map(([name, value]) => [name, `${value}ms`]));
}

/** The same for one transaction, as its first statements. */
function transactionParameters(timeouts: SessionTimeouts): string {
  return Object.entries(parametersOf(timeouts))
    .map(([name, value]) => `set local ${name} = ${value}`)
    .join('; ');
}

/**
 * A stream that fails as soon as the driver listens. The driver expects a stream to come and then break; when there is
 * none at all, it keeps the place in its pool taken for ever.
 */
function failingStream(error: unknown): Duplex {
  const stream = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
  setImmediate(() => stream.destroy(error instanceof Error ? error : new Error(String(error))));
  return stream;
}
