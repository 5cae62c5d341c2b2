/** The SQL of who is kept something of: one row that all else hangs on. */
import { and, eq, lt, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { transaction } from '../../db/transaction.ts';
import { learningOwner } from './learning.table.ts';

/** A reader: an account, or an anonymous one. */
export interface LearningReader {
  /** UUID. */
  readonly id: string;
  readonly kind: 'anonymous' | 'account';
}

/** Storage of owners. */
export type LearningOwnerRepository = ReturnType<typeof createLearningOwnerRepository>;

/** Makes the storage over a database. */
export const createLearningOwnerRepository = (db: Db) => ({
  /**
   * Runs a write of a reader in one transaction, after all others of the same reader: what it counts and reads stays
   * true to its end.
   */
  write: <Result>(reader: LearningReader, now: Date, work: (tx: Db) => Promise<Result>): Promise<Result> =>
    transaction(db, async (tx) => {
      await touchOwner(tx, reader, now);
      return work(tx);
    }),

  /** Deletes all of anonymous readers who have stored nothing for some days. @returns how many readers. */
  deleteAbandoned: async (days: number): Promise<number> => {
    const rows = await db
      .delete(learningOwner)
      .where(
        and(
          eq(learningOwner.kind, 'anonymous'),
          lt(learningOwner.touchedAt, sql`now() - make_interval(days => ${days})`),
        ),
      )
      .returning({ ownerId: learningOwner.ownerId });
    return rows.length;
  },
});

/** Says that a reader stores something now. Until the transaction ends, other writes of the reader wait. */
export const touchOwner = async (tx: Db, { id, kind }: LearningReader, now: Date): Promise<void> => {
  await tx
    .insert(learningOwner)
    .values({ ownerId: id, kind, touchedAt: now })
    .onConflictDoUpdate({ target: learningOwner.ownerId, set: { touchedAt: now } });
};
