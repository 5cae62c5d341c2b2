/** A PostgreSQL server as the database. */
import postgres, { type Sql } from 'postgres';
import type { ClientOptions, DatabaseBackend } from './database-backend.ts';
import { guardClient } from './guarded-client.ts';
import { TransactionScope } from './transaction-scope.ts';

const CONNECT_TIMEOUT_S = 10;

/**
 * Reaches a PostgreSQL server.
 *
 * @param url its address; through a pooler when `directUrl` is another one
 * @param pooled whether that pooler gives each statement another connection
 */
export function openPostgresql(
  url: string,
  directUrl: string | undefined,
  pooled = directUrl !== undefined && directUrl !== url,
): DatabaseBackend {
  return {
    kind: 'postgresql',
    connect: (options) => connect(options, options.direct ? (directUrl ?? url) : url, pooled && !options.direct),
    close: async () => undefined,
  };
}

function connect(options: ClientOptions, url: string, pooled: boolean): Sql {
  const scope = new TransactionScope();
  const client = postgres(url, {
    max: options.max,
    connect_timeout: CONNECT_TIMEOUT_S,
    // A pooler in transaction mode gives each statement another server connection: names would be unknown there.
    prepare: !pooled,
    onnotice: () => undefined,
    onclose: () => {
      scope.connectionClosed();
      options.onclose?.();
    },
    ...(options.onnotify && { onnotify: options.onnotify }),
  });
  return guardClient(client, { scope, prepare: !pooled });
}
