/** The SQL of mails on their way. */
import { and, asc, eq, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import type { EmailFaultKind } from './email-fault.ts';
import { emailOutbox } from './email-outbox.table.ts';

/** A mail on its way, as it is kept. */
export type StoredEmail = typeof emailOutbox.$inferSelect;
/** A mail to be kept. */
export type NewEmail = Pick<
  StoredEmail,
  'id' | 'recipient' | 'kind' | 'url' | 'name' | 'newEmail' | 'locale' | 'createdAt' | 'expiresAt'
>;

/** Why a try failed, as it is kept. */
export interface StoredFault {
  readonly fault: EmailFaultKind;
  readonly smtpStatus: number | null;
}

/** What waits and what was given up. */
export interface OutboxSummary {
  /** Mails that are still tried. */
  readonly waiting: number;
  /** When the oldest of them was sent; null: none waits. */
  readonly waitingSince: Date | null;
  /** Mails that were given up and are still kept, the most frequent reason first. */
  readonly givenUp: readonly { readonly fault: EmailFaultKind; readonly count: number; readonly last: Date }[];
}

/** Storage of mails on their way. */
export type OutboxRepository = ReturnType<typeof createOutboxRepository>;

/** Makes the storage over a database. */
export const createOutboxRepository = (db: Db) => {
  /** Keeps a mail, to be tried from its creation on. */
  const add = async (through: Db | undefined, email: NewEmail): Promise<void> => {
    await (through ?? db).insert(emailOutbox).values({ ...email, nextAttemptAt: email.createdAt });
  };

  /**
   * Takes a mail that is due, for one process alone.
   * @returns undefined when it is gone, not due yet, or another process is at it
   */
  const claim = async (id: string, now: Date, until: Date): Promise<StoredEmail | undefined> => {
    const [row] = await db
      .update(emailOutbox)
      .set({ attempts: sql`${emailOutbox.attempts} + 1`, claimedUntil: until })
      .where(and(eq(emailOutbox.id, id), isDue(now)))
      .returning();
    return row;
  };

  /** Ids of mails that are due, the longest waiting first. */
  const due = async (now: Date, limit: number): Promise<string[]> => {
    const rows = await db
      .select({ id: emailOutbox.id })
      .from(emailOutbox)
      .where(isDue(now))
      .orderBy(asc(emailOutbox.nextAttemptAt))
      .limit(limit);
    return rows.map(({ id }) => id);
  };

  /** Puts a claimed mail back. */
  const putBack = async (id: string, at: Date, fault: StoredFault): Promise<void> => {
    await db
      .update(emailOutbox)
      .set({ nextAttemptAt: at, claimedUntil: null, ...fault })
      .where(eq(emailOutbox.id, id));
  };

  /** Gives a claimed mail up: what it said is forgotten, that there was one is kept for the operator. */
  const giveUp = async (id: string, at: Date, fault: StoredFault): Promise<void> => {
    const forgotten = { url: null, name: null, newEmail: null };
    await db
      .update(emailOutbox)
      .set({ nextAttemptAt: null, claimedUntil: null, givenUpAt: at, ...forgotten, ...fault })
      .where(eq(emailOutbox.id, id));
  };

  /** Makes what waits because of some faults due at once. */
  const bringForward = async (faults: readonly EmailFaultKind[], now: Date): Promise<void> => {
    await db
      .update(emailOutbox)
      .set({ nextAttemptAt: now })
      .where(and(isNotNull(emailOutbox.nextAttemptAt), inArray(emailOutbox.fault, [...faults])));
  };

  /** Forgets a delivered mail. */
  const remove = async (id: string): Promise<void> => {
    await db.delete(emailOutbox).where(eq(emailOutbox.id, id));
  };

  /** Forgets everything to an address, or about it. */
  const forget = async (through: Db, address: string): Promise<void> => {
    await through.delete(emailOutbox).where(or(eq(emailOutbox.recipient, address), eq(emailOutbox.newEmail, address)));
  };

  /** Forgets mails that were given up before a moment. @returns how many */
  const prune = async (before: Date): Promise<number> => {
    const rows = await db
      .delete(emailOutbox)
      .where(lte(emailOutbox.givenUpAt, before))
      .returning({ id: emailOutbox.id });
    return rows.length;
  };

  /** What waits and what was given up. */
  const summary = async (): Promise<OutboxSummary> => {
    const [waiting] = await db
      .select({ count: sql<string>`count(*)`, since: sql<string | null>`min(${emailOutbox.createdAt})::text` })
      .from(emailOutbox)
      .where(isNotNull(emailOutbox.nextAttemptAt));
    const count = sql<string>`count(*)`;
    const rows = await db
      .select({ fault: emailOutbox.fault, count, last: sql<string>`max(${emailOutbox.givenUpAt})::text` })
      .from(emailOutbox)
      .where(isNotNull(emailOutbox.givenUpAt))
      .groupBy(emailOutbox.fault)
      .orderBy(sql`${count} desc`);
    return {
      waiting: Number(waiting?.count ?? 0),
      waitingSince: waiting?.since ? new Date(waiting.since) : null,
      givenUp: rows.map((row) => ({
        fault: row.fault ?? 'internal',
        count: Number(row.count),
        last: new Date(row.last),
      })),
    };
  };

  return { add, claim, due, putBack, giveUp, bringForward, remove, forget, prune, summary };
};

const isDue = (now: Date) =>
  and(lte(emailOutbox.nextAttemptAt, now), or(isNull(emailOutbox.claimedUntil), lte(emailOutbox.claimedUntil, now)));
