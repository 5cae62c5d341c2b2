/** What the services of the feature share. */
import type { Db } from '../../db/client.ts';
import type { OpenLearningBook } from './learning-book.ts';
import type { LearningOwnerRepository } from './learning-owner.repository.ts';

/** What each of them needs. */
export interface LearningServiceDeps {
  readonly db: Db;
  readonly owners: LearningOwnerRepository;
  readonly openBook: OpenLearningBook;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
