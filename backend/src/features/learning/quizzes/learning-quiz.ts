/** Finds quizzes in the book and presents what was answered. Pure. */
import type { DueReview, Quiz, QuizItem, QuizItemResult, ReviewCard } from '@lectern/contracts';
import { NotFoundError } from '../../../config/app-error.ts';
import type { ChapterEntry } from '../../content/index.ts';
import { type LearningBook, sectionPermalink, sectionTitle } from '../learning-book.ts';
import { explainChoices, type ItemAnswer, type ItemOutcome } from './learning-grading.ts';
import type { QuizName } from './learning-quiz.repository.ts';
import type { StoredCard } from './learning-review.repository.ts';

/** A quiz with its chapter. */
export interface FoundQuiz {
  readonly chapter: ChapterEntry;
  readonly quiz: Quiz;
}

/** An item with its quiz and chapter. */
export interface FoundItem extends FoundQuiz {
  readonly item: QuizItem;
}

/**
 * Finds a quiz.
 * @throws CHAPTER_NOT_FOUND, QUIZ_NOT_FOUND
 */
export const findQuiz = (book: LearningBook, { chapterKey, quizId }: QuizName): FoundQuiz => {
  const chapter = book.entry(chapterKey);
  if (!chapter) throw new NotFoundError('CHAPTER_NOT_FOUND');
  const quiz = book.quizzes(chapterKey).find(({ id }) => id === quizId);
  if (!quiz) throw new NotFoundError('QUIZ_NOT_FOUND');
  return { chapter, quiz };
};

/** Finds the item of a card; undefined when the book does not have it (any more). */
export const findItem = (
  book: LearningBook,
  { chapterKey, quizId, itemId }: QuizName & { readonly itemId: string },
): FoundItem | undefined => {
  const chapter = book.entry(chapterKey);
  const quiz = book.quizzes(chapterKey).find(({ id }) => id === quizId);
  const item = quiz?.items.find(({ id }) => id === itemId);
  return chapter && quiz && item && { chapter, quiz, item };
};

/** A graded answer, with what there is to learn from it. */
export const presentResult = (
  chapter: ChapterEntry,
  item: QuizItem,
  answer: ItemAnswer,
  outcome: ItemOutcome,
): QuizItemResult => {
  const section = chapter.sections.find(({ id }) => id === item.sectionId);
  return {
    itemId: item.id,
    outcome,
    choices: explainChoices(item, answer),
    answer: item.kind === 'number' ? (item.answer ?? null) : null,
    section: section
      ? { id: section.id, title: sectionTitle(chapter, section.id), permalink: section.permalink }
      : null,
  };
};

const STATES = ['new', 'learning', 'review', 'relearning'] as const;

/** A card as it is sent. */
export const presentCard = (card: StoredCard): ReviewCard => ({
  id: card.id,
  chapterKey: card.chapterKey,
  quizId: card.quizId,
  itemId: card.itemId,
  dueAt: card.dueAt.toISOString(),
  state: STATES[card.state] ?? 'new',
  intervalDays: card.scheduledDays,
  reps: card.reps,
  lapses: card.lapses,
});

/** A card with its question, without what is right. */
export const presentDue = (card: StoredCard, { chapter, quiz, item }: FoundItem): DueReview => ({
  ...presentCard(card),
  item: {
    kind: item.kind,
    prompt: item.prompt,
    choices: item.choices.map(({ id, text }) => ({ id, text })),
    unit: item.answer?.unit ?? null,
  },
  quizTitle: quiz.title ?? '',
  chapterTitle: chapter.title,
  permalink: chapter.permalink,
  sectionTitle: sectionTitle(chapter, item.sectionId),
  sectionPermalink: sectionPermalink(chapter, item.sectionId),
});
