/** Receipts: what calls of providers cost, for the operator. */
import type { Db } from '../db/client.ts';
import { toUsd } from './nano-usd.ts';
import type { Receipt, ReceiptRequest } from './receipt.ts';
import { createReceiptsRepository } from './receipts.repository.ts';
import { dayOf } from './spending-limits.ts';

/** Receipts over a database. */
export interface Receipts {
  /** What was spent, in groups. */
  sums(request: ReceiptRequest): Promise<Receipt[]>;
  /**
   * Deletes what is past its time: single calls, and at once the sums of readers and addresses whose day is over.
   * @param days how long single calls are kept; 0: for ever
   */
  retain(days: number): Promise<number>;
  /** Part of deleting an account: nothing leads to the reader any more, the sums stay right. */
  forgetReader(readerId: string): Promise<void>;
}

/** A call that was not booked by then belongs to a process that died, and counts as spent. */
const OPEN_MS = 10 * 60_000;
const DAY_MS = 86_400_000;

/** Makes them. */
export function createReceipts(db: Db, now: () => number = Date.now): Receipts {
  const repository = createReceiptsRepository(db);
  return {
    async sums(request) {
      const rows = await repository.sums(request, new Date(now() - OPEN_MS));
      return rows.map(({ costNanoUsd, ...row }) => ({ ...row, costUsd: toUsd(costNanoUsd) }));
    },
    async retain(days) {
      // A day more than needed: a call of yesterday evening may be booked today.
      await repository.deleteReaderSumsBefore(dayOf(new Date(now() - DAY_MS)));
      return days === 0 ? 0 : repository.deleteCallsBefore(new Date(now() - days * DAY_MS));
    },
    forgetReader: (readerId) => repository.forgetReader(readerId),
  };
}
