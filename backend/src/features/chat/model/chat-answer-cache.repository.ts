/** The SQL of cached answers. */
import { desc, inArray, lt } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { inGroups } from '../../../db/grouped.ts';
import { answerCache } from '../chat-answer-cache.table.ts';

/** A cached answer with its key. */
export type AnswerCacheEntry = typeof answerCache.$inferSelect;

/** Storage of cached answers. */
export type AnswerCacheRepository = ReturnType<typeof createAnswerCacheRepository>;

/** Keys that are looked for in one statement. */
const MOST_TOGETHER = 64;

/** Makes the storage over a database. */
export const createAnswerCacheRepository = (db: Db) => {
  const findTogether = inGroups(async (keys: readonly string[]) => {
    const rows = await db
      .select()
      .from(answerCache)
      .where(inArray(answerCache.key, Array.from(keys)));
    const found = new Map(rows.map((row) => [row.key, row]));
    return keys.map((key) => found.get(key));
  }, MOST_TOGETHER);

  /** The answer under a key, when it is not older than a moment. */
  const find = async (key: string, since: Date): Promise<AnswerCacheEntry | undefined> => {
    const row = await findTogether(key);
    return row && row.createdAt > since ? row : undefined;
  };

  /** Keeps an answer; a later one replaces it. */
  const save = async (entry: AnswerCacheEntry): Promise<void> => {
    const { key: _key, ...rest } = entry;
    await db.insert(answerCache).values(entry).onConflictDoUpdate({ target: answerCache.key, set: rest });
  };

  /** Deletes what is older than a moment, and the oldest beyond a number. @returns how many. */
  const prune = async (before: Date, maxEntries: number): Promise<number> => {
    const old = await db
      .delete(answerCache)
      .where(lt(answerCache.createdAt, before))
      .returning({ key: answerCache.key });
    const beyond = db
      .select({ key: answerCache.key })
      .from(answerCache)
      .orderBy(desc(answerCache.createdAt), desc(answerCache.key))
      .offset(maxEntries);
    const surplus = await db
      .delete(answerCache)
      .where(inArray(answerCache.key, beyond))
      .returning({ key: answerCache.key });
    return old.length + surplus.length;
  };

  return { find, save, prune };
};
