/** The words of the reader's own page. */
import type { Message } from '../../client/messages.ts';

/** Words of the page, by what they are for. */
export const LEARN_MESSAGES = {
  continue: { id: 'lectern.learn.continue', message: 'Continue' },
  nothingYet: {
    id: 'lectern.learn.nothingYet',
    message: 'What you read will show here: it is ticked off as you scroll.',
  },
  shareRead: { id: 'lectern.learn.shareRead', message: 'of the book read' },
  chaptersDone: { id: 'lectern.learn.chaptersDone', message: 'chapters done' },
  quizRight: { id: 'lectern.learn.quizRight', message: 'quiz answers right' },
  dueNow: { id: 'lectern.learn.dueNow', message: 'to review now' },
  toReview: { id: 'lectern.learn.toReview', message: 'Review' },
  ofTotal: { id: 'lectern.learn.ofTotal', message: '{done} of {total}' },
  offline: {
    id: 'lectern.learn.offline',
    message:
      'Bookmarks, notes and quizzes come from the server, which can’t be reached. What you have read is kept here.',
  },
  retry: { id: 'lectern.learn.retry', message: 'Try again' },
  mapTitle: { id: 'lectern.learn.mapTitle', message: '{count} week|{count} weeks' },
  chaptersTitle: { id: 'lectern.learn.chaptersTitle', message: 'Chapters' },
  weekRead: { id: 'lectern.learn.weekRead', message: 'Week {week}: {percent} % read' },
  weekEmpty: { id: 'lectern.learn.weekEmpty', message: 'Week {week}: no chapter yet' },
  otherChapters: { id: 'lectern.learn.otherChapters', message: 'More chapters' },
  chapterIsDone: { id: 'lectern.learn.chapterIsDone', message: 'done' },
  sectionCount: { id: 'lectern.learn.sectionCount', message: '{done} of {total} sections' },
  quizResult: { id: 'lectern.learn.quizResult', message: 'Quiz: {right} of {total} right' },
  bookmarks: { id: 'lectern.learn.bookmarks', message: 'Bookmarks' },
  noBookmarks: { id: 'lectern.learn.noBookmarks', message: 'No bookmarks yet. The button beside a heading sets one.' },
  remove: { id: 'lectern.learn.remove', message: 'Remove' },
  removeNamed: { id: 'lectern.learn.removeNamed', message: 'Remove the bookmark “{place}”' },
  placeIsGone: { id: 'lectern.learn.placeIsGone', message: 'A place that is no longer in the book' },
  notes: { id: 'lectern.learn.notes', message: 'Notes and highlights' },
  noNotes: { id: 'lectern.learn.noNotes', message: 'No notes yet. Select text in a chapter to write one.' },
  searchNotes: { id: 'lectern.learn.searchNotes', message: 'Search your notes' },
  notesFound: { id: 'lectern.learn.notesFound', message: '{count} note found|{count} notes found' },
  export: { id: 'lectern.learn.export', message: 'Save as Markdown' },
  exportTitle: { id: 'lectern.learn.exportTitle', message: 'Notes on {book}' },
} as const satisfies Record<string, Message>;
