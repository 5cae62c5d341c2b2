/** Puts the feature together. */
import type { Db } from '../../db/client.ts';
import type { LearningDeps } from './learning.routes.ts';
import { createLearningBooks, type LearningContent } from './learning-book.ts';
import { createLearningOwnerRepository } from './learning-owner.repository.ts';
import { createLearningBookmarkService } from './notes/learning-bookmark.service.ts';
import { createLearningNoteService } from './notes/learning-note.service.ts';
import { createLearningPlaceService } from './notes/learning-place.service.ts';
import { createLearningOverviewService } from './progress/learning-overview.service.ts';
import { createLearningProgressService } from './progress/learning-progress.service.ts';
import { createLearningQuizService } from './quizzes/learning-quiz.service.ts';
import { createQuizLanguage, type TranslatedQuizTexts } from './quizzes/learning-quiz-language.ts';
import { createLearningReviewService } from './quizzes/learning-review.service.ts';

/** What the feature needs. */
export interface LearningOptions {
  readonly db: Db;
  readonly content: LearningContent;
  /** What the translation memory has of quizzes; left out: they are in the languages of the book alone. */
  readonly translated?: TranslatedQuizTexts | undefined;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Makes the feature. */
export const createLearning = ({ db, content, translated, now = Date.now }: LearningOptions): LearningDeps => {
  const owners = createLearningOwnerRepository(db);
  const openBook = createLearningBooks(content);
  const places = createLearningPlaceService({ content });
  const deps = { db, owners, openBook, inLanguage: createQuizLanguage(translated), places, now };
  return {
    progress: createLearningProgressService(deps),
    overview: createLearningOverviewService(deps),
    quizzes: createLearningQuizService(deps),
    reviews: createLearningReviewService(deps),
    bookmarks: createLearningBookmarkService(deps),
    notes: createLearningNoteService(deps),
    retain: async (days) => (days === 0 ? 0 : owners.deleteAbandoned(days)),
  };
};
