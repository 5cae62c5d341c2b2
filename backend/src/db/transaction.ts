import { setTimeout as delay } from 'node:timers/promises';
import { is } from 'drizzle-orm';
import { PgTransaction } from 'drizzle-orm/pg-core';
import type { Db } from './client.ts';
import { isConnectionError, isConnectionLost, isRetryable } from './database-errors.ts';

const MAX_ATTEMPTS = 4;
const FIRST_DELAY_MS = 20;

/**
 * Runs a callback in one transaction: all of it is kept or none. What the callback does with the root database throws,
 * so it has to use the transaction it is given. A deadlock, a serialization failure, and a connection that broke before
 * the commit are tried again, so the callback must do nothing outside of the database that must not happen twice.
 *
 * @throws what the callback throws, after rolling back
 * @throws CommitUnknownError when the connection broke during the commit: that is never tried again
 */
export async function transaction<Result>(db: Db, callback: (transaction: Db) => Promise<Result>): Promise<Result> {
  // A transaction inside of another one is lost with it, and only the outer one can begin anew.
  const nested = is(db, PgTransaction);
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction(callback);
    } catch (error) {
      const again = isRetryable(error) || (!nested && isConnectionLost(error));
      if (attempt === MAX_ATTEMPTS || !again) throw error;
      await delay(FIRST_DELAY_MS * 2 ** attempt * Math.random());
    }
  }
}

/** How long {@link untilReachable} goes on. */
export interface ReachOptions {
  /** Milliseconds. */
  readonly patienceMs: number;
  /** Pause between two attempts, milliseconds; default 500. */
  readonly pauseMs?: number;
}

/**
 * Repeats work while the database cannot be reached: for what must not be lost because a server was started again.
 *
 * @param work is told its attempt, from 1. It must bear being done twice: one that failed may have been kept
 * @throws what the last attempt threw
 */
export async function untilReachable<Result>(
  work: (attempt: number) => Promise<Result>,
  { patienceMs, pauseMs = 500 }: ReachOptions,
): Promise<Result> {
  const end = performance.now() + patienceMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!isConnectionError(error) || performance.now() >= end) throw error;
      await delay(pauseMs * (0.5 + Math.random()));
    }
  }
}
