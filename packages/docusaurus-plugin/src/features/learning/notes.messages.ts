/** The words of the notes beside the text. */
import type { Note } from '@lectern/contracts';
import type { Message } from '../../client/messages.ts';

/** Words of the notes, by what they are for. */
export const NOTES_MESSAGES = {
  title: { id: 'lectern.notes.title', message: 'Notes on this chapter' },
  close: { id: 'lectern.notes.close', message: 'Close notes' },
  empty: { id: 'lectern.notes.empty', message: 'Select text to highlight it or to write a note.' },
  loading: { id: 'lectern.notes.loading', message: 'Getting your notes…' },
  loadFailed: { id: 'lectern.notes.loadFailed', message: 'Couldn’t reach the server for your notes.' },
  retry: { id: 'lectern.notes.retry', message: 'Try again' },
  lostSection: { id: 'lectern.notes.lostSection', message: 'Elsewhere in the chapter' },
  newNote: { id: 'lectern.notes.newNote', message: 'New note' },
  yourNote: { id: 'lectern.notes.yourNote', message: 'Your note' },
  color: { id: 'lectern.notes.color', message: 'Colour' },
  yellow: { id: 'lectern.notes.yellow', message: 'yellow' },
  green: { id: 'lectern.notes.green', message: 'green' },
  blue: { id: 'lectern.notes.blue', message: 'blue' },
  pink: { id: 'lectern.notes.pink', message: 'pink' },
  save: { id: 'lectern.notes.save', message: 'Save' },
  cancel: { id: 'lectern.notes.cancel', message: 'Cancel' },
  saveFailed: { id: 'lectern.notes.saveFailed', message: 'Couldn’t keep it just now. Your words are still here.' },
  changedElsewhere: {
    id: 'lectern.notes.changedElsewhere',
    message: 'This note was changed on another device meanwhile. Saving again replaces that text.',
  },
  highlightKind: { id: 'lectern.notes.highlightKind', message: 'Highlight, {color}' },
  noteKind: { id: 'lectern.notes.noteKind', message: 'Note, {color}' },
  orphaned: { id: 'lectern.notes.orphaned', message: 'This text is no longer in the chapter.' },
  edited: { id: 'lectern.notes.edited', message: 'The text has changed since.' },
  showInText: { id: 'lectern.notes.showInText', message: 'Show in text' },
  edit: { id: 'lectern.notes.edit', message: 'Edit' },
  addWords: { id: 'lectern.notes.addWords', message: 'Add a note' },
  delete: { id: 'lectern.notes.delete', message: 'Delete' },
  deleteFailed: { id: 'lectern.notes.deleteFailed', message: 'Couldn’t delete. Try again' },
  confirmDelete: { id: 'lectern.notes.confirmDelete', message: 'Delete this note?' },
  keep: { id: 'lectern.notes.keep', message: 'Keep' },
  sections: { id: 'lectern.notes.sections', message: 'Sections: {done} of {total} read' },
  readSection: { id: 'lectern.notes.readSection', message: 'Read:' },
  bookmarkNamed: { id: 'lectern.notes.bookmarkNamed', message: 'Bookmark “{section}”' },
  goTo: { id: 'lectern.notes.goTo', message: 'Go to “{section}”' },
} as const satisfies Record<string, Message>;

/** Names of the colours. */
export const COLOR_NAMES = {
  yellow: NOTES_MESSAGES.yellow,
  green: NOTES_MESSAGES.green,
  blue: NOTES_MESSAGES.blue,
  pink: NOTES_MESSAGES.pink,
} as const satisfies Record<Note['color'], Message>;
