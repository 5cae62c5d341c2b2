/** What the progress page shows of a reader. */

import type { LearningOverview } from '@lectern/contracts';
import type { LearningServiceDeps } from '../learning-service-deps.ts';
import { countBookmarks } from '../notes/learning-bookmark.repository.ts';
import { countNotes } from '../notes/learning-note.repository.ts';
import { readQuizSummaries } from '../quizzes/learning-quiz.repository.ts';
import { readCardDates } from '../quizzes/learning-review.repository.ts';
import { composeOverview, EMPTY_STATE, type LearningState } from './learning-overview.ts';
import { readProgress } from './learning-progress.repository.ts';

/** The overview. A reader without an identity (null) has the book with nothing read. */
export type LearningOverviewService = ReturnType<typeof createLearningOverviewService>;

/** Makes the service. */
export const createLearningOverviewService = (deps: Pick<LearningServiceDeps, 'db' | 'openBook' | 'now'>) => {
  const { db, openBook, now } = deps;

  const readState = async (readerId: string): Promise<LearningState> => {
    const [progress, quizzes, cards, bookmarks, notes] = await Promise.all([
      readProgress(db, readerId),
      readQuizSummaries(db, readerId),
      readCardDates(db, readerId),
      countBookmarks(db, readerId),
      countNotes(db, readerId),
    ]);
    return { progress, quizzes, cards, bookmarks, notes };
  };

  return {
    /** The overview, with titles and links in the reader's locale. @throws INDEX_NOT_READY */
    read: async (readerId: string | null, locale?: string): Promise<LearningOverview> => {
      const book = await openBook(locale);
      return composeOverview(book, readerId === null ? EMPTY_STATE : await readState(readerId), new Date(now()));
    },
  };
};
