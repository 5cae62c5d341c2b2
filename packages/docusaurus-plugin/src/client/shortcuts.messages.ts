/** The words of the list of keyboard shortcuts. */
import type { Message } from './messages.ts';

/** Words of the list, by what they are for. */
export const SHORTCUT_MESSAGES = {
  title: { id: 'lectern.shortcuts.title', message: 'Keyboard shortcuts' },
  search: { id: 'lectern.shortcuts.search', message: 'Search the book' },
  ask: { id: 'lectern.shortcuts.ask', message: 'Ask the book, or about the selected text' },
  previous: { id: 'lectern.shortcuts.previous', message: 'Previous chapter' },
  next: { id: 'lectern.shortcuts.next', message: 'Next chapter' },
  notes: { id: 'lectern.shortcuts.notes', message: 'Notes on this chapter' },
  close: { id: 'lectern.shortcuts.close', message: 'Close what is open' },
  list: { id: 'lectern.shortcuts.list', message: 'This list' },
  enabled: { id: 'lectern.shortcuts.enabled', message: 'Use keyboard shortcuts' },
  done: { id: 'lectern.shortcuts.done', message: 'Close' },
} as const satisfies Record<string, Message>;
