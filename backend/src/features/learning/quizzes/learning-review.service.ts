/** Spaced review of missed questions. Cards of questions that left the book wait unseen until these return. */
import type { DueReview, ReviewRating, ReviewResponse } from '@lectern/contracts';
import { ConflictError, NotFoundError, ValidationError } from '../../../config/app-error.ts';
import { type ListPage, pageOf, readCursor } from '../../../db/list-cursor.ts';
import type { LearningReader } from '../learning-owner.repository.ts';
import type { LearningServiceDeps } from '../learning-service-deps.ts';
import { answerFaults, gradeItem, hasUnknownChoices, type ItemAnswer, type ItemOutcome } from './learning-grading.ts';
import { type FoundItem, findItem, presentCard, presentDue, presentResult } from './learning-quiz.ts';
import { listDueCards, readCard, type StoredCard, saveCardState } from './learning-review.repository.ts';
import { nextCardState } from './learning-scheduler.ts';

/** Cards that are read at once. */
const BATCH = 100;

/** What a reader sends of a review. */
export interface ReviewInput {
  /** Reviews that the card had when it was shown. */
  readonly reps: number;
  readonly answer?: ItemAnswer | undefined;
  readonly rating?: ReviewRating | undefined;
}

/** Which due cards are asked for. */
export interface DueQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly locale?: string | undefined;
  readonly chapterKey?: string | undefined;
}

/** Reviews. A reader without an identity (null) has none. */
export type LearningReviewService = ReturnType<typeof createLearningReviewService>;

/** Makes the service. */
export const createLearningReviewService = (deps: LearningServiceDeps) => {
  const { db, owners, openBook, inLanguage, now } = deps;
  const itemInLanguage = async (found: FoundItem, locale: string | undefined): Promise<FoundItem> => {
    const { chapter, quiz } = await inLanguage(found, locale);
    return { chapter, quiz, item: quiz.items.find(({ id }) => id === found.item.id) ?? found.item };
  };
  return {
    /** A page of the cards that are due, longest due first. @throws INVALID_CURSOR */
    due: async (readerId: string | null, query: DueQuery): Promise<ListPage<DueReview>> => {
      const { limit, chapterKey } = query;
      let after = readCursor(query.cursor);
      const book = await openBook(query.locale);
      if (readerId === null) return { items: [], nextCursor: null };
      const moment = new Date(now());
      const found: DueReview[] = [];
      for (;;) {
        const cards = await listDueCards(db, readerId, { now: moment, limit: BATCH, chapterKey, after });
        for (const card of cards) {
          const item = findItem(book, card);
          if (item) found.push(presentDue(card, await itemInLanguage(item, query.locale)));
        }
        const last = cards.at(-1);
        if (found.length > limit || cards.length < BATCH || !last) break;
        after = { at: last.dueAt, id: last.id };
      }
      return pageOf(found, limit, ({ dueAt, id }) => ({ at: new Date(dueAt), id }));
    },

    /**
     * Takes a review and plans the next.
     * @throws REVIEW_NOT_FOUND also when the book does not have the question now
     * @throws REVIEW_DONE when the card was reviewed since it was shown
     * @throws QUIZ_CHANGED when the question does not have what was answered
     * @throws VALIDATION_FAILED for an answer that does not fit the question
     */
    review: async (
      reader: LearningReader | null,
      id: string,
      input: ReviewInput,
      locale?: string,
    ): Promise<ReviewResponse> => {
      if (reader === null) throw new NotFoundError('REVIEW_NOT_FOUND');
      const book = await openBook(locale);
      const moment = new Date(now());
      const { found, card, rating, outcome } = await owners.write(reader, moment, async (tx) => {
        const card = await readCard(tx, reader.id, id);
        const found = card && findItem(book, card);
        if (!card || !found) throw new NotFoundError('REVIEW_NOT_FOUND');
        if (card.reps !== input.reps) throw new ConflictError('REVIEW_DONE');
        const outcome = input.answer && gradeAnswer(found.item, input.answer);
        const rating = ratingOf(outcome, input.rating);
        const next: StoredCard = { ...card, ...nextCardState(card, rating, moment) };
        await saveCardState(tx, card.id, nextCardState(card, rating, moment));
        return { found, card: next, rating, outcome };
      });
      // After the transaction: the memory is read on a connection of its own.
      const { chapter, item } = await itemInLanguage(found, locale);
      const { answer } = input;
      const result = answer && outcome ? presentResult(chapter, item, answer, outcome) : null;
      return { card: presentCard(card), rating, result };
    },
  };
};

const gradeAnswer = (item: Parameters<typeof gradeItem>[0], answer: ItemAnswer): ItemOutcome => {
  if (hasUnknownChoices(item, answer)) throw new ConflictError('QUIZ_CHANGED');
  const errors = answerFaults(item, answer, 'answer');
  if (errors.length > 0) throw new ValidationError('VALIDATION_FAILED', { errors });
  return gradeItem(item, answer);
};

/** What FSRS is told: missed is `again`, whatever the reader thinks; known as the reader rates it, else `good`. */
const ratingOf = (outcome: ItemOutcome | undefined, rating: ReviewRating | undefined): ReviewRating =>
  outcome === 'wrong' || outcome === 'empty' ? 'again' : (rating ?? 'good');
