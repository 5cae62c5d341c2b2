/** The words that stand on the pages of the reader's progress before their code is there. */
import type { Message } from '../../client/messages.ts';

/** Words of the shell; they are rendered on the server too. */
export const LEARN_SHELL_MESSAGES = {
  title: { id: 'lectern.learn.title', message: 'Your progress' },
  reviewTitle: { id: 'lectern.learn.reviewTitle', message: 'Review' },
  waiting: { id: 'lectern.learn.waiting', message: 'Looking up what you have read…' },
  loadFailed: { id: 'lectern.learn.loadFailed', message: 'This page couldn’t be loaded. Try again' },
  noScript: {
    id: 'lectern.learn.noScript',
    message: 'What you have read is kept in your browser, so this page needs JavaScript.',
  },
} as const satisfies Record<string, Message>;
