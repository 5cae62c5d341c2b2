/** What the SQL of reservations and of closings shares. */
import { isRetryable } from '../db/database-errors.ts';
import type { Charge } from './spending-limits.ts';

/** A running sum, and by how much it changes (nano-USD or answers). */
export interface SumChange extends Pick<Charge, 'key' | 'windowStart'> {
  readonly amount: bigint;
}

/** Rows are made and found missing, or a statement lost to another, at most so often. */
export const MOST_ATTEMPTS = 5;

/** Runs a statement again when it lost to another. */
export async function retried<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let count = 1; ; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (count === MOST_ATTEMPTS || !isRetryable(error)) throw error;
    }
  }
}
