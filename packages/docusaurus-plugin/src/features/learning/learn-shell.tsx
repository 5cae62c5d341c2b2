/** What stands on a page of the reader's progress before its code is there. */
import { type ComponentType, type ReactNode, useEffect, useState } from 'react';
import type { LearnPageProps } from './learn-page.tsx';
import type { LearningPage } from './learning-pages.ts';

/** Properties of {@link LearnShell}: its words come from the page, which is rendered on the server too. */
export interface LearnShellProps {
  readonly page: LearningPage;
  readonly waiting: string;
  readonly failed: string;
  readonly noScript: string;
}

const loadPage = () => import('./learn-page.tsx').then((module) => module.LearnPage);

/** Loads the page and shows it; says so where it cannot be loaded, or there are no scripts. */
export function LearnShell({ page, waiting, failed, noScript }: LearnShellProps): ReactNode {
  const [Page, setPage] = useState<ComponentType<LearnPageProps> | null>(null);
  const [attempt, setAttempt] = useState({ number: 0, failed: false });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt loads again
  useEffect(() => {
    loadPage().then(
      (loaded) => setPage(() => loaded),
      () => setAttempt(({ number }) => ({ number, failed: true })),
    );
  }, [attempt.number]);
  if (Page) return <Page page={page} />;
  if (attempt.failed) {
    return (
      <button
        type="button"
        className="button button--secondary"
        onClick={() => setAttempt(({ number }) => ({ number: number + 1, failed: false }))}
      >
        {failed}
      </button>
    );
  }
  return (
    <>
      <p role="status">{waiting}</p>
      <noscript>
        <p>{noScript}</p>
      </noscript>
    </>
  );
}
