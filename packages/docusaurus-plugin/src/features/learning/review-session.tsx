/** Questions that were missed, asked again one at a time until none is due. */
import type { DueReview, LearningOverview } from '@lectern/contracts';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { isAbort } from '../../client/client-errors.ts';
import { plural, t } from '../../client/messages.ts';
import { siteSettings } from '../../client/site-settings.ts';
import { PlaceLink } from './continue-link.tsx';
import { learningClient } from './learning-client.ts';
import { learningPath } from './learning-pages.ts';
import { REVIEW_MESSAGES } from './review.messages.ts';
import { ReviewCardForm } from './review-card.tsx';
import { formatDue } from './review-due-date.ts';
import { keepDueCount } from './reviews-due.ts';

type SessionState =
  | { readonly status: 'loading' | 'failed' }
  | { readonly status: 'asking'; readonly cards: readonly DueReview[] }
  | { readonly status: 'done'; readonly reviews: LearningOverview['reviews'] };

/** The cards that are due; without any, when the next will be. */
async function readSession(signal: AbortSignal): Promise<SessionState> {
  const { items } = await learningClient().dueReviews({ signal });
  if (items.length > 0) return { status: 'asking', cards: items };
  const { reviews } = await learningClient().overview({ signal });
  return { status: 'done', reviews };
}

function NothingDue({ reviews }: { reviews: LearningOverview['reviews'] }): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // After the last question the button that was pressed is gone.
    if (document.activeElement === document.body) place.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div ref={place} tabIndex={-1} className="lectern-review-done">
      <p>{t(reviews.total === 0 ? REVIEW_MESSAGES.noCards : REVIEW_MESSAGES.nothingDue)}</p>
      {reviews.nextAt !== null && <p>{t(REVIEW_MESSAGES.nextAt, { when: formatDue(reviews.nextAt) })}</p>}
      <p>
        <PlaceLink href={learningPath(siteSettings().baseUrl, 'overview')}>{t(REVIEW_MESSAGES.toProgress)}</PlaceLink>
      </p>
    </div>
  );
}

/** The questions that are due. */
export function ReviewSession(): ReactNode {
  const [state, setState] = useState<SessionState>({ status: 'loading' });
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each round reads what is due then
  useEffect(() => {
    const end = new AbortController();
    readSession(end.signal).then(setState, (error: unknown) => {
      if (!isAbort(error)) setState({ status: 'failed' });
    });
    return () => end.abort();
  }, [round]);
  const left = state.status === 'asking' ? state.cards.length : state.status === 'done' ? 0 : undefined;
  useEffect(() => {
    if (left !== undefined) keepDueCount(left);
  }, [left]);

  switch (state.status) {
    case 'loading':
      return <p role="status">{t(REVIEW_MESSAGES.loading)}</p>;
    case 'failed':
      return (
        <p role="alert">
          {t(REVIEW_MESSAGES.failed)}{' '}
          <button
            type="button"
            className="lectern-link-button"
            onClick={() => {
              setState({ status: 'loading' });
              setRound((count) => count + 1);
            }}
          >
            {t(REVIEW_MESSAGES.retry)}
          </button>
        </p>
      );
    case 'done':
      return <NothingDue reviews={state.reviews} />;
    case 'asking': {
      const [card, ...others] = state.cards;
      if (card === undefined) return null;
      const goOn = () => {
        if (others.length > 0) setState({ status: 'asking', cards: others });
        else setRound((count) => count + 1);
      };
      return (
        <>
          <p className="lectern-review-left">{plural(REVIEW_MESSAGES.left, state.cards.length)}</p>
          <ReviewCardForm key={card.id} card={card} onDone={goOn} />
        </>
      );
    }
  }
}
