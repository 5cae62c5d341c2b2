/** What the ledger keeps of a reader: which calls were made for them. */
import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import type { Db } from '../db/client.ts';
import type { OwnedData } from '../db/owned-data.ts';
import { budget, usageEntry } from './usage.table.ts';

/** Rows that are read at once. */
const BATCH = 200;

/** Makes the ledger's part of a reader's data. */
export const createUsageOwnedData = (db: Db): OwnedData => ({
  name: 'usage',
  // Sums of the day stay with the old identity: they are over tomorrow, and count for the address all the same.
  async move(tx, from, to) {
    await tx.update(usageEntry).set({ readerId: to }).where(eq(usageEntry.readerId, from));
  },
  export: (ownerId) => exportEntries(db, ownerId),
  // The operator's receipts must still add up: the calls stay, and are nobody's.
  async erase(tx, ownerId) {
    await tx.update(usageEntry).set({ readerId: null, addressHash: null }).where(eq(usageEntry.readerId, ownerId));
    await tx.delete(budget).where(inArray(budget.key, [`reader_day:${ownerId}`, `reader_answers:${ownerId}`]));
  },
});

async function* exportEntries(db: Db, ownerId: string): AsyncGenerator<unknown> {
  let after: string | undefined;
  for (;;) {
    const rows = await db
      .select({
        id: usageEntry.id,
        at: usageEntry.reservedAt,
        feature: usageEntry.feature,
        provider: usageEntry.provider,
        model: usageEntry.model,
        chapterId: usageEntry.chapterId,
        language: usageEntry.language,
        inputTokens: usageEntry.inputTokens,
        outputTokens: usageEntry.outputTokens,
      })
      .from(usageEntry)
      .where(and(eq(usageEntry.readerId, ownerId), after === undefined ? undefined : gt(usageEntry.id, after)))
      .orderBy(asc(usageEntry.id))
      .limit(BATCH);
    yield* rows;
    after = rows.at(-1)?.id;
    if (after === undefined || rows.length < BATCH) return;
  }
}
