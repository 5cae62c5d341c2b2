/** What the services of the feature share. */
import type { Db } from '../../db/client.ts';
import type { OpenLearningBook } from './learning-book.ts';
import type { LearningOwnerRepository } from './learning-owner.repository.ts';
import type { QuizLanguage } from './quizzes/learning-quiz-language.ts';

/** What each of them needs. */
export interface LearningServiceDeps {
  readonly db: Db;
  readonly owners: LearningOwnerRepository;
  readonly openBook: OpenLearningBook;
  /** Puts quizzes into the reader's language. */
  readonly inLanguage: QuizLanguage;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
