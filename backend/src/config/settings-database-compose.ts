/** From the checked variables to the database's settings. */
import { databaseAddress } from './database-url.ts';
import type { Variables } from './settings-table.ts';
import type { Settings } from './settings-values.ts';

/** null: the embedded database. */
export function composeDatabase(given: Variables, absolute: (path: string) => string): Settings['database'] {
  if (given.DATABASE_URL === undefined) return null;
  return {
    ...databaseAddress(given.DATABASE_URL, given.DATABASE_DIRECT_URL),
    poolSize: given.DATABASE_POOL_SIZE,
    caFile: given.DATABASE_CA_FILE === undefined ? undefined : absolute(given.DATABASE_CA_FILE),
    timeouts: {
      statementMs: given.DATABASE_STATEMENT_TIMEOUT_MS,
      lockMs: given.DATABASE_LOCK_TIMEOUT_MS,
      idleInTransactionMs: given.DATABASE_IDLE_TRANSACTION_TIMEOUT_MS,
    },
  };
}
