/** The words of the search dialog. */
import type { Message } from '../../client/messages.ts';

/** Words of the dialog, by what they are for. */
export const SEARCH_MESSAGES = {
  button: { id: 'lectern.search.button', message: 'Search' },
  title: { id: 'lectern.search.title', message: 'Search the book' },
  placeholder: { id: 'lectern.search.placeholder', message: 'Search sections, terms, commands' },
  close: { id: 'lectern.search.close', message: 'Close search' },
  hint: { id: 'lectern.search.hint', message: 'Type a word, a command or a question.' },
  searching: { id: 'lectern.search.searching', message: 'Searching…' },
  results: { id: 'lectern.search.results', message: '{count} section found|{count} sections found' },
  nothing: { id: 'lectern.search.nothing', message: 'No section has these words.' },
  ask: { id: 'lectern.search.ask', message: 'Ask the book: “{query}”' },
  failed: { id: 'lectern.search.failed', message: 'The search could not reach the server. Your words are kept.' },
  retry: { id: 'lectern.search.retry', message: 'Try again' },
  keys: { id: 'lectern.search.keys', message: '↑ ↓ to choose, Enter to open, Esc to close' },
} as const satisfies Record<string, Message>;
