/** The words that stand on the page before the panel is loaded. */
import type { Message } from '../../client/messages.ts';

/** Words of the launcher, the Ask buttons and the selection popover. */
export const LAUNCHER_MESSAGES = {
  ask: { id: 'lectern.chat.ask', message: 'Ask' },
  askTitle: { id: 'lectern.chat.askTitle', message: 'Ask the book ({key}+I)' },
  loading: { id: 'lectern.chat.loading', message: 'Opening…' },
  loadFailed: { id: 'lectern.chat.loadFailed', message: 'Couldn’t open. Try again' },
  askCode: { id: 'lectern.chat.askCode', message: 'Ask about this code' },
  askFigure: { id: 'lectern.chat.askFigure', message: 'Ask about this figure' },
  codeProposal: { id: 'lectern.chat.codeProposal', message: 'What does “{name}” do?' },
  codeProposalUnnamed: { id: 'lectern.chat.codeProposalUnnamed', message: 'What does this code do?' },
  figureProposal: { id: 'lectern.chat.figureProposal', message: 'What does the figure “{name}” show?' },
  askSelection: { id: 'lectern.chat.askSelection', message: 'Ask about this' },
} as const satisfies Record<string, Message>;
