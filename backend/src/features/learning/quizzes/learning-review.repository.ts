/** The SQL of review cards. */
import { randomUUID } from 'node:crypto';
import { and, asc, eq, gt, lte, or, sql } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import type { ListCursor } from '../../../db/list-cursor.ts';
import { reviewCard } from '../learning.table.ts';
import type { QuizName } from './learning-quiz.repository.ts';
import { type CardState, newCardState } from './learning-scheduler.ts';

/** A stored card. */
export interface StoredCard extends CardState, QuizName {
  readonly id: string;
  readonly itemId: string;
  readonly createdAt: Date;
}

/** Makes cards of missed items, due at once; a card that is there already becomes due. */
export const saveMissed = async (
  tx: Db,
  ownerId: string,
  { chapterKey, quizId }: QuizName,
  itemIds: readonly string[],
  now: Date,
): Promise<void> => {
  if (itemIds.length === 0) return;
  const state = newCardState(now);
  await tx
    .insert(reviewCard)
    .values(
      itemIds.map((itemId) => ({ ...state, id: randomUUID(), ownerId, chapterKey, quizId, itemId, createdAt: now })),
    )
    .onConflictDoUpdate({
      target: [reviewCard.ownerId, reviewCard.chapterKey, reviewCard.quizId, reviewCard.itemId],
      set: { dueAt: sql`least(${reviewCard.dueAt}, excluded.due_at)` },
    });
};

/** Cards of an owner that are due, longest due first, behind a cursor. */
export const listDueCards = async (
  db: Db,
  ownerId: string,
  query: {
    readonly now: Date;
    readonly limit: number;
    readonly chapterKey?: string | undefined;
    readonly after?: ListCursor | undefined;
  },
): Promise<StoredCard[]> => {
  const { now, limit, chapterKey, after } = query;
  const rows = await db
    .select()
    .from(reviewCard)
    .where(
      and(
        eq(reviewCard.ownerId, ownerId),
        lte(reviewCard.dueAt, now),
        chapterKey === undefined ? undefined : eq(reviewCard.chapterKey, chapterKey),
        after && or(gt(reviewCard.dueAt, after.at), and(eq(reviewCard.dueAt, after.at), gt(reviewCard.id, after.id))),
      ),
    )
    .orderBy(asc(reviewCard.dueAt), asc(reviewCard.id))
    .limit(limit);
  return rows.map(presentRow);
};

/** A card by what it asks and when. */
export type CardDate = Pick<StoredCard, 'chapterKey' | 'quizId' | 'itemId' | 'dueAt'>;

/** All cards of an owner, by what they ask and when. */
export const readCardDates = (db: Db, ownerId: string): Promise<CardDate[]> => {
  const { chapterKey, quizId, itemId, dueAt } = reviewCard;
  return db.select({ chapterKey, quizId, itemId, dueAt }).from(reviewCard).where(eq(reviewCard.ownerId, ownerId));
};

/** Cards of an owner by id, behind an id, for the export. */
export const listAllCards = async (db: Db, ownerId: string, limit: number, afterId?: string): Promise<StoredCard[]> => {
  const rows = await db
    .select()
    .from(reviewCard)
    .where(and(eq(reviewCard.ownerId, ownerId), afterId === undefined ? undefined : gt(reviewCard.id, afterId)))
    .orderBy(asc(reviewCard.id))
    .limit(limit);
  return rows.map(presentRow);
};

/** A card of an owner; undefined when it is not there. */
export const readCard = async (db: Db, ownerId: string, id: string): Promise<StoredCard | undefined> => {
  const [row] = await db
    .select()
    .from(reviewCard)
    .where(and(eq(reviewCard.id, id), eq(reviewCard.ownerId, ownerId)));
  return row && presentRow(row);
};

/** Keeps the state of a card after a review. */
export const saveCardState = async (tx: Db, id: string, state: CardState): Promise<void> => {
  await tx.update(reviewCard).set(state).where(eq(reviewCard.id, id));
};

const presentRow = ({ ownerId: _owner, ...card }: typeof reviewCard.$inferSelect): StoredCard => card;
