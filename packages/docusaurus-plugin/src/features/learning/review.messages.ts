/** The words of the questions that are asked again. */
import type { ReviewRating } from '@lectern/contracts';
import type { Message } from '../../client/messages.ts';

/** Words of the review, by what they are for. */
export const REVIEW_MESSAGES = {
  loading: { id: 'lectern.review.loading', message: 'Looking for questions that are due…' },
  failed: { id: 'lectern.review.failed', message: 'Couldn’t reach the server.' },
  retry: { id: 'lectern.review.retry', message: 'Try again' },
  left: { id: 'lectern.review.left', message: '{count} question left|{count} questions left' },
  noCards: {
    id: 'lectern.review.noCards',
    message: 'Questions that you miss in a quiz are asked again here, a little later each time.',
  },
  nothingDue: { id: 'lectern.review.nothingDue', message: 'Nothing is due. Well remembered.' },
  nextAt: { id: 'lectern.review.nextAt', message: 'The next question comes {when}.' },
  toProgress: { id: 'lectern.review.toProgress', message: 'Your progress' },
  howSure: { id: 'lectern.review.howSure', message: 'How sure are you?' },
  sure: { id: 'lectern.review.sure', message: 'Certain' },
  fairly: { id: 'lectern.review.fairly', message: 'Fairly' },
  guess: { id: 'lectern.review.guess', message: 'A guess' },
  dontKnow: { id: 'lectern.review.dontKnow', message: 'I don’t know' },
  missed: { id: 'lectern.review.missed', message: 'Not yet.' },
  again: { id: 'lectern.review.again', message: 'You’ll be asked again {when}.' },
  next: { id: 'lectern.review.next', message: 'Go on' },
  sendFailed: { id: 'lectern.review.sendFailed', message: 'Couldn’t reach the server. Your answer is still here.' },
} as const satisfies Record<string, Message>;

/** How sure a reader may be of an answer. */
export const SURENESS = {
  easy: REVIEW_MESSAGES.sure,
  good: REVIEW_MESSAGES.fairly,
  hard: REVIEW_MESSAGES.guess,
} as const satisfies Partial<Record<ReviewRating, Message>>;
