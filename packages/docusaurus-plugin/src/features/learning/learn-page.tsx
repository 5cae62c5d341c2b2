/** The pages of the reader's progress: loaded when one is opened. */
import './learning.css';
import './learn-page.css';
import './notes.css';
import './quiz.css';
import { type ReactNode, useEffect, useState } from 'react';
import { type BookOutline, loadOutline } from '../../client/book-outline.ts';
import { t } from '../../client/messages.ts';
import { LearnOverview } from './learn-overview.tsx';
import { LEARN_SHELL_MESSAGES } from './learn-shell.messages.ts';
import type { LearningPage } from './learning-pages.ts';
import { ReviewSession } from './review-session.tsx';

/** Properties of {@link LearnPage}. */
export interface LearnPageProps {
  readonly page: LearningPage;
}

/** A page of the reader's progress. */
export function LearnPage({ page }: LearnPageProps): ReactNode {
  const [outline, setOutline] = useState<BookOutline | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    loadOutline().then(setOutline, () => setFailed(true));
  }, []);
  if (page === 'review') return <ReviewSession />;
  if (failed) return <p role="alert">{t(LEARN_SHELL_MESSAGES.loadFailed)}</p>;
  return outline && <LearnOverview outline={outline} />;
}
