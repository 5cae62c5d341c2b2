import { setTimeout as delay } from 'node:timers/promises';
import type { Db } from './client.ts';
import { isRetryable } from './database-errors.ts';

const MAX_ATTEMPTS = 3;
const FIRST_DELAY_MS = 20;

/**
 * Runs a callback in one transaction: all of it is kept or none. What the callback does with the root database throws,
 * so it has to use the transaction it is given. On PostgreSQL a deadlock or serialization failure is tried again, so
 * the callback must do nothing outside of the database that must not happen twice.
 *
 * @throws what the callback throws, after rolling back
 */
export async function transaction<Result>(db: Db, callback: (transaction: Db) => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction(callback);
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isRetryable(error)) throw error;
      await delay(FIRST_DELAY_MS * 2 ** attempt * Math.random());
    }
  }
}
