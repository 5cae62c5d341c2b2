/** The SQL of receipts: what calls cost, in groups, and how long single calls are kept. */
import { and, eq, gte, inArray, like, lt, not, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Db } from '../db/client.ts';
import { transaction } from '../db/transaction.ts';
import type { Receipt, ReceiptGroup, ReceiptRequest } from './receipt.ts';
import { budget, usageEntry } from './usage.table.ts';

/** What of a call its receipts are grouped by. */
const GROUPS: Readonly<Record<ReceiptGroup, SQL<string | null>>> = {
  provider: sql`${usageEntry.provider}`,
  model: sql`${usageEntry.provider} || '/' || ${usageEntry.model}`,
  feature: sql`${usageEntry.feature}`,
  chapter: sql`${usageEntry.chapterId}`,
  language: sql`${usageEntry.language}`,
  day: sql`to_char(${usageEntry.reservedAt} at time zone 'UTC', 'YYYY-MM-DD')`,
};

/** A receipt with its cost as it is kept. */
export interface StoredReceipt extends Omit<Receipt, 'costUsd'> {
  readonly costNanoUsd: bigint;
}

/** Makes the storage over a database. */
export const createReceiptsRepository = (db: Db) => {
  /**
   * Sums by group, the dearest first (days in their order).
   * @param openSince calls that began before and were never booked belong to a process that died: they are spent
   */
  const sums = async ({ since, by }: ReceiptRequest, openSince: Date): Promise<StoredReceipt[]> => {
    const group = GROUPS[by];
    const isOpen = sql`(${usageEntry.settledAt} is null and ${usageEntry.reservedAt} >= ${openSince.toISOString()})`;
    const booked = (column: PgColumn) => sql<string>`coalesce(sum(${column}) filter (where not ${isOpen}), 0)`;
    const cost = booked(usageEntry.costNanoUsd);
    const rows = await db
      .select({
        group: sql<string | null>`${group}`,
        calls: sql<string>`count(*)`,
        openCalls: sql<string>`count(*) filter (where ${isOpen})`,
        estimatedCalls: sql<string>`count(*) filter (where ${usageEntry.estimated} and not ${isOpen})`,
        inputTokens: booked(usageEntry.inputTokens),
        cachedInputTokens: booked(usageEntry.cachedInputTokens),
        outputTokens: booked(usageEntry.outputTokens),
        characters: booked(usageEntry.characters),
        costNanoUsd: cost,
      })
      .from(usageEntry)
      .where(gte(usageEntry.reservedAt, since))
      .groupBy(sql`1`)
      .orderBy(by === 'day' ? sql`1` : sql`${cost} desc, 1`);
    return rows.map(({ group: name, costNanoUsd, ...counts }) => ({
      group: name,
      calls: Number(counts.calls),
      openCalls: Number(counts.openCalls),
      estimatedCalls: Number(counts.estimatedCalls),
      inputTokens: Number(counts.inputTokens),
      cachedInputTokens: Number(counts.cachedInputTokens),
      outputTokens: Number(counts.outputTokens),
      characters: Number(counts.characters),
      costNanoUsd: BigInt(costNanoUsd),
    }));
  };

  /** Deletes single calls before a moment. The running sums stay: they are kept by themselves. @returns how many */
  const deleteCallsBefore = async (moment: Date): Promise<number> => {
    const rows = await db.delete(usageEntry).where(lt(usageEntry.reservedAt, moment)).returning({ id: usageEntry.id });
    return rows.length;
  };

  /** Deletes the sums of readers and addresses whose window began before a day; those of the operator stay. */
  const deleteReaderSumsBefore = async (day: string): Promise<void> => {
    const ofOperator = or(like(budget.key, 'global\\_%'), like(budget.key, 'feature\\_%'));
    await db.delete(budget).where(and(lt(budget.windowStart, day), ofOperator && not(ofOperator)));
  };

  /** Lets nothing lead to a reader any more; what was spent stays in the sums. */
  const forgetReader = (readerId: string): Promise<void> =>
    transaction(db, async (tx) => {
      await tx.update(usageEntry).set({ readerId: null }).where(eq(usageEntry.readerId, readerId));
      await tx.delete(budget).where(inArray(budget.key, [`reader_day:${readerId}`, `reader_answers:${readerId}`]));
    });

  return { sums, deleteCallsBefore, deleteReaderSumsBefore, forgetReader };
};
