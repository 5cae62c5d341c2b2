/** The SQL of cached answers. */
import { and, desc, eq, gt, inArray, lt } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import { answerCache } from '../chat-answer-cache.table.ts';

/** A cached answer with its key. */
export type AnswerCacheEntry = typeof answerCache.$inferSelect;

/** Storage of cached answers. */
export type AnswerCacheRepository = ReturnType<typeof createAnswerCacheRepository>;

/** Makes the storage over a database. */
export const createAnswerCacheRepository = (db: Db) => {
  /** The answer under a key, when it is not older than a moment. */
  const find = async (key: string, since: Date): Promise<AnswerCacheEntry | undefined> => {
    const [row] = await db
      .select()
      .from(answerCache)
      .where(and(eq(answerCache.key, key), gt(answerCache.createdAt, since)));
    return row;
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
