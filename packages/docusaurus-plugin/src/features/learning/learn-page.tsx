/** The pages of the reader's progress: loaded when one is opened. */
import type { ReactNode } from 'react';
import type { LearningPage } from './learning-pages.ts';

/** Properties of {@link LearnPage}. */
export interface LearnPageProps {
  readonly page: LearningPage;
}

/** A page of the reader's progress. */
export function LearnPage({ page }: LearnPageProps): ReactNode {
  return <p>{page}</p>;
}
