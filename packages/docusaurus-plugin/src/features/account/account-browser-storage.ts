/** All that the site keeps in the browser's own storage, as the privacy page tells it. A test compares it with the code. */
import type { Message } from '../../client/messages.ts';
import { ACCOUNT_DATA_MESSAGES as WORDS } from './account-data.messages.ts';

/** Entries that serve one purpose. */
export interface BrowserStorageEntry {
  /** Their keys; one with `*` at its end stands for all that begin so. */
  readonly keys: readonly string[];
  /** `local`: until the reader deletes it; `session`: until the tab is closed. */
  readonly area: 'local' | 'session';
  readonly holds: Message;
  /** Only where the server stands on another origin than the pages: true; only where it doesn't: false; else both. */
  readonly bearers?: boolean;
}

/** Everything, in the order in which the page lists it. */
export const BROWSER_STORAGE: readonly BrowserStorageEntry[] = [
  { keys: ['lectern.progress'], area: 'local', holds: WORDS.storesProgress },
  { keys: ['lectern.quiz.*'], area: 'local', holds: WORDS.storesQuiz },
  { keys: ['lectern.noteColor'], area: 'local', holds: WORDS.storesNoteColor },
  { keys: ['lectern.answering'], area: 'local', holds: WORDS.storesAnswering },
  { keys: ['lectern.quotesOnly', 'lectern.provider'], area: 'local', holds: WORDS.storesChoice },
  { keys: ['lectern.language', 'lectern.text'], area: 'local', holds: WORDS.storesLanguage },
  { keys: ['lectern.shortcuts'], area: 'local', holds: WORDS.storesShortcuts },
  // Docusaurus' own.
  { keys: ['theme', 'docusaurus.tab.*'], area: 'local', holds: WORDS.storesLook },
  { keys: ['lectern.account'], area: 'local', holds: WORDS.storesName, bearers: false },
  { keys: ['lectern.account'], area: 'session', holds: WORDS.storesName, bearers: true },
  { keys: ['lectern.accountsOff'], area: 'local', holds: WORDS.storesNoAccounts },
  { keys: ['lectern.identity'], area: 'local', holds: WORDS.storesIdentity, bearers: true },
  { keys: ['lectern.session'], area: 'session', holds: WORDS.storesIdentity, bearers: true },
  { keys: ['lectern.moving'], area: 'session', holds: WORDS.storesMoving },
  { keys: ['lectern.conversation'], area: 'session', holds: WORDS.storesConversation },
  { keys: ['lectern.panel'], area: 'session', holds: WORDS.storesPanel },
  { keys: ['lectern.reviewsDue'], area: 'session', holds: WORDS.storesReviews },
];
