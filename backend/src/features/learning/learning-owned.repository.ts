/** What is kept of a reader as a whole: given to an account, exported, erased. */
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import type { ListCursor } from '../../db/list-cursor.ts';
import type { OwnedData } from '../../db/owned-data.ts';
import { ROWS_PER_PAGE, readPages } from '../../db/row-pages.ts';
import { bookmark, learningOwner, note, quizAttempt, reviewCard } from './learning.table.ts';
import { touchOwner } from './learning-owner.repository.ts';
import { listBookmarks } from './notes/learning-bookmark.repository.ts';
import { listNotes } from './notes/learning-note.repository.ts';
import { readProgress, saveProgress } from './progress/learning-progress.repository.ts';
import { mergeChapter } from './progress/learning-progress.ts';
import { listAllAttempts, trimAttempts } from './quizzes/learning-quiz.repository.ts';
import { listAllCards } from './quizzes/learning-review.repository.ts';

/** Makes the learning part of a reader's data. */
export const createLearningOwnedData = (db: Db): OwnedData => ({
  name: 'learning',
  move: async (tx, from, to) => {
    // In the order of their ids, as two moves at once would: neither waits for the other's second row.
    const [known] = await tx
      .select()
      .from(learningOwner)
      .where(inArray(learningOwner.ownerId, [from, to]))
      .orderBy(asc(learningOwner.ownerId))
      .for('update')
      .then((rows) => rows.filter(({ ownerId }) => ownerId === from));
    if (!known || from === to) return;
    await touchOwner(tx, { id: to, kind: 'account' }, known.touchedAt);
    await moveProgress(tx, from, to);
    await moveAttempts(tx, from, to);
    await moveCards(tx, from, to);
    await moveBookmarks(tx, from, to);
    await tx.update(note).set({ ownerId: to }).where(eq(note.ownerId, from));
    // What the account has already goes with the old owner.
    await tx.delete(learningOwner).where(eq(learningOwner.ownerId, from));
  },
  export: (ownerId) => exportAll(db, ownerId),
  erase: async (tx, ownerId) => {
    await tx.delete(learningOwner).where(eq(learningOwner.ownerId, ownerId));
  },
});

const moveProgress = async (tx: Db, from: string, to: string): Promise<void> => {
  const moved = await readProgress(tx, from);
  const kept = await readProgress(
    tx,
    to,
    moved.map(({ chapterKey }) => chapterKey),
  );
  const known = new Map(kept.map((chapter) => [chapter.chapterKey, chapter]));
  const merged = moved.map((chapter) => {
    const own = known.get(chapter.chapterKey);
    return own ? mergeChapter(own, chapter) : chapter;
  });
  await saveProgress(tx, to, merged);
};

const moveAttempts = async (tx: Db, from: string, to: string): Promise<void> => {
  const { chapterKey, quizId } = quizAttempt;
  const quizzes = await tx
    .selectDistinct({ chapterKey, quizId })
    .from(quizAttempt)
    .where(eq(quizAttempt.ownerId, from));
  await tx.update(quizAttempt).set({ ownerId: to }).where(eq(quizAttempt.ownerId, from));
  for (const quiz of quizzes) await trimAttempts(tx, to, quiz);
};

/** Of two cards of one question the one with more reviews stays. */
const moveCards = async (tx: Db, from: string, to: string): Promise<void> => {
  const other = sql`other`;
  const sameItem = sql`${other}.chapter_key = ${reviewCard.chapterKey} and ${other}.quiz_id = ${reviewCard.quizId} and ${other}.item_id = ${reviewCard.itemId}`;
  await tx
    .delete(reviewCard)
    .where(
      and(
        eq(reviewCard.ownerId, to),
        sql`exists (select 1 from ${reviewCard} as ${other} where ${other}.owner_id = ${from} and ${sameItem} and ${other}.reps > ${reviewCard.reps})`,
      ),
    );
  await tx
    .update(reviewCard)
    .set({ ownerId: to })
    .where(
      and(
        eq(reviewCard.ownerId, from),
        sql`not exists (select 1 from ${reviewCard} as ${other} where ${other}.owner_id = ${to} and ${sameItem})`,
      ),
    );
};

/** Two bookmarks at one place become one: the account's. */
const moveBookmarks = async (tx: Db, from: string, to: string): Promise<void> => {
  const other = sql`other`;
  const samePlace = sql`${other}.chapter_key = ${bookmark.chapterKey} and ${other}.section_id = ${bookmark.sectionId} and ${other}.locale is not distinct from ${bookmark.locale} and ${other}.hash is not distinct from ${bookmark.hash}`;
  await tx
    .update(bookmark)
    .set({ ownerId: to })
    .where(
      and(
        eq(bookmark.ownerId, from),
        sql`not exists (select 1 from ${bookmark} as ${other} where ${other}.owner_id = ${to} and ${samePlace})`,
      ),
    );
};

async function* exportAll(db: Db, ownerId: string): AsyncGenerator<unknown> {
  for (const chapter of await readProgress(db, ownerId)) yield { kind: 'progress', ...chapter };
  const newest = ({ createdAt, id }: { readonly createdAt: Date | string; readonly id: string }): ListCursor => ({
    at: new Date(createdAt),
    id,
  });
  const attempts = readPages((after?: ListCursor) => listAllAttempts(db, ownerId, ROWS_PER_PAGE, after), newest);
  for await (const attempt of attempts) yield { kind: 'quiz_attempt', ...attempt };
  const cards = readPages(
    (afterId?: string) => listAllCards(db, ownerId, ROWS_PER_PAGE, afterId),
    ({ id }) => id,
  );
  for await (const card of cards) yield { kind: 'review_card', ...card };
  const bookmarks = readPages(
    (after?: ListCursor) => listBookmarks(db, ownerId, { limit: ROWS_PER_PAGE, after }),
    newest,
  );
  for await (const { range: _range, ...row } of bookmarks) yield { kind: 'bookmark', ...row };
  const notes = readPages((after?: ListCursor) => listNotes(db, ownerId, { limit: ROWS_PER_PAGE, after }), newest);
  for await (const row of notes) yield { kind: 'note', ...row };
}
