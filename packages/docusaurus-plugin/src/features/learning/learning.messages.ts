/** The words that learning puts on the pages of the book. */
import type { Message } from '../../client/messages.ts';

/** Words of ticks, bookmarks, the chapter's tools and its end, by what they are for. */
export const LEARNING_MESSAGES = {
  read: { id: 'lectern.learning.read', message: 'read' },
  done: { id: 'lectern.learning.done', message: 'done' },
  continue: { id: 'lectern.learning.continue', message: 'Continue:' },
  bookmarkChapter: { id: 'lectern.learning.bookmarkChapter', message: 'Bookmark' },
  bookmarkSection: { id: 'lectern.learning.bookmarkSection', message: 'Bookmark this section' },
  bookmarked: { id: 'lectern.learning.bookmarked', message: 'Bookmarked' },
  notes: { id: 'lectern.learning.notes', message: 'Notes' },
  notesCount: { id: 'lectern.learning.notesCount', message: '{count} note|{count} notes' },
  highlight: { id: 'lectern.learning.highlight', message: 'Highlight' },
  note: { id: 'lectern.learning.note', message: 'Note' },
  highlighted: { id: 'lectern.learning.highlighted', message: 'Highlighted.' },
  notKept: { id: 'lectern.learning.notKept', message: 'Couldn’t reach the server, so this isn’t kept. Try again.' },
  noteChanged: { id: 'lectern.learning.noteChanged', message: 'This note was changed elsewhere.' },
  sectionsRead: { id: 'lectern.learning.sectionsRead', message: '{done} of {total} sections read.' },
  yourProgress: { id: 'lectern.learning.yourProgress', message: 'Your progress' },
  chapterDone: { id: 'lectern.learning.chapterDone', message: 'Chapter done' },
  readNext: { id: 'lectern.learning.readNext', message: 'Next:' },
  buildsOnThis: { id: 'lectern.learning.buildsOnThis', message: 'It builds on this chapter.' },
  bookDone: { id: 'lectern.learning.bookDone', message: 'That was the last one that was open.' },
  dueCount: { id: 'lectern.learning.dueCount', message: '{count} question to review|{count} questions to review' },
} as const satisfies Record<string, Message>;
