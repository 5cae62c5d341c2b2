/** The SQL of quiz attempts. */
import { MAX_KEPT_ATTEMPTS, type QuizAttempt } from '@lectern/contracts';
import { and, count, desc, eq, lt, max, notInArray, or, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import type { ListCursor } from '../../../db/list-cursor.ts';
import { quizAttempt } from '../learning.table.ts';

/** A quiz of a chapter. */
export interface QuizName {
  readonly chapterKey: string;
  readonly quizId: string;
}

/** A graded attempt, to be kept. */
export interface AttemptRecord extends QuizName {
  readonly id: string;
  readonly items: QuizAttempt['items'];
  /** Items that the quiz has. */
  readonly total: number;
  readonly createdAt: Date;
}

/** Keeps an attempt; of the quiz's older ones the latest only. */
export const saveAttempt = async (tx: Db, ownerId: string, attempt: AttemptRecord): Promise<void> => {
  const { id, chapterKey, quizId, items, total, createdAt } = attempt;
  await tx.insert(quizAttempt).values({
    id,
    ownerId,
    chapterKey,
    quizId,
    items,
    rightCount: countRight(items),
    totalCount: total,
    createdAt,
  });
  await trimAttempts(tx, ownerId, attempt);
};

/** Deletes all attempts of an owner at a quiz but the latest. */
export const trimAttempts = async (tx: Db, ownerId: string, quiz: QuizName): Promise<void> => {
  const ofQuiz = attemptsAt(ownerId, quiz);
  const latest = tx
    .select({ id: quizAttempt.id })
    .from(quizAttempt)
    .where(ofQuiz)
    .orderBy(desc(quizAttempt.createdAt), desc(quizAttempt.id))
    .limit(MAX_KEPT_ATTEMPTS);
  await tx.delete(quizAttempt).where(and(ofQuiz, notInArray(quizAttempt.id, latest)));
};

/** Attempts of an owner at a quiz, newest first, behind a cursor. */
export const listAttempts = async (
  db: Db,
  ownerId: string,
  quiz: QuizName,
  limit: number,
  after?: ListCursor,
): Promise<QuizAttempt[]> => {
  const rows = await db
    .select()
    .from(quizAttempt)
    .where(and(attemptsAt(ownerId, quiz), behind(after)))
    .orderBy(desc(quizAttempt.createdAt), desc(quizAttempt.id))
    .limit(limit);
  return rows.map(presentAttempt);
};

/** Attempts of an owner at all quizzes, newest first, behind a cursor. */
export const listAllAttempts = async (
  db: Db,
  ownerId: string,
  limit: number,
  after?: ListCursor,
): Promise<QuizAttempt[]> => {
  const rows = await db
    .select()
    .from(quizAttempt)
    .where(and(eq(quizAttempt.ownerId, ownerId), behind(after)))
    .orderBy(desc(quizAttempt.createdAt), desc(quizAttempt.id))
    .limit(limit);
  return rows.map(presentAttempt);
};

/** How often an owner tried a quiz, and when last. */
export interface QuizSummary extends QuizName {
  readonly attempts: number;
  readonly lastAttemptAt: Date;
  /** Ids of the items that were answered, each with whether its last answer was right. */
  readonly items: ReadonlyMap<string, boolean>;
}

/** Summaries of all quizzes that an owner tried. */
export const readQuizSummaries = async (db: Db, ownerId: string): Promise<QuizSummary[]> => {
  const { chapterKey, quizId, createdAt } = quizAttempt;
  const quizzes = await db
    .select({ chapterKey, quizId, attempts: count(), lastAttemptAt: max(createdAt) })
    .from(quizAttempt)
    .where(eq(quizAttempt.ownerId, ownerId))
    .groupBy(chapterKey, quizId);
  const item = sql`jsonb_array_elements(${quizAttempt.items})`;
  const answers = db
    .select({ chapterKey, quizId, createdAt, id: quizAttempt.id, item: sql`${item}`.as('item') })
    .from(quizAttempt)
    .where(eq(quizAttempt.ownerId, ownerId))
    .as('answers');
  const itemId = sql<string>`${answers.item} ->> 'itemId'`;
  const last = await db
    .selectDistinctOn([answers.chapterKey, answers.quizId, itemId], {
      chapterKey: answers.chapterKey,
      quizId: answers.quizId,
      itemId,
      outcome: sql<string>`${answers.item} ->> 'outcome'`,
    })
    .from(answers)
    .orderBy(answers.chapterKey, answers.quizId, itemId, desc(answers.createdAt), desc(answers.id));
  const byQuiz = Map.groupBy(last, quizName);
  return quizzes.flatMap(({ lastAttemptAt, ...quiz }) => {
    if (lastAttemptAt === null) return [];
    const items = (byQuiz.get(quizName(quiz)) ?? []).map(({ itemId: id, outcome }): [string, boolean] => [
      id,
      outcome === 'right',
    ]);
    return [{ ...quiz, lastAttemptAt, items: new Map(items) }];
  });
};

/** One text for a quiz of a chapter, as a key of maps. */
export const quizName = ({ chapterKey, quizId }: QuizName): string => `${chapterKey}\n${quizId}`;

/** How many items were answered rightly. */
export const countRight = (items: QuizAttempt['items']): number =>
  items.filter(({ outcome }) => outcome === 'right').length;

const attemptsAt = (ownerId: string, { chapterKey, quizId }: QuizName) =>
  and(eq(quizAttempt.ownerId, ownerId), eq(quizAttempt.chapterKey, chapterKey), eq(quizAttempt.quizId, quizId));

const behind = (after: ListCursor | undefined) =>
  after &&
  or(lt(quizAttempt.createdAt, after.at), and(eq(quizAttempt.createdAt, after.at), lt(quizAttempt.id, after.id)));

const presentAttempt = (row: typeof quizAttempt.$inferSelect): QuizAttempt => ({
  id: row.id,
  quizId: row.quizId,
  chapterKey: row.chapterKey,
  right: row.rightCount,
  answered: row.items.length,
  total: row.totalCount,
  items: row.items,
  createdAt: row.createdAt.toISOString(),
});
