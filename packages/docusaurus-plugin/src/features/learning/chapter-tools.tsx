/** The reader's own tools under a chapter's title: bookmark, notes. */
import { type ReactNode, useState, useSyncExternalStore } from 'react';
import { plural, t } from '../../client/messages.ts';
import type { ShownChapter } from './chapter.store.ts';
import { ContinueLink } from './continue-link.tsx';
import { LEARNING_MESSAGES } from './learning.messages.ts';
import { bookmarkOf, marksStore, toggleBookmark } from './marks.store.ts';
import { closeNotes, notesPanelStore, openNotes, tellFailure } from './notes-panel.store.ts';

function Icon({ path }: { path: string }): ReactNode {
  return (
    <svg className="lectern-icon" viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
      <path d={path} fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round" />
    </svg>
  );
}

function BookmarkButton(): ReactNode {
  const marks = useSyncExternalStore(marksStore.subscribe, marksStore.getSnapshot);
  const [busy, setBusy] = useState(false);
  const set = bookmarkOf(marks, '') !== undefined;
  const toggle = () => {
    if (busy) return;
    setBusy(true);
    toggleBookmark('')
      .catch(tellFailure)
      .finally(() => setBusy(false));
  };
  return (
    <button type="button" className="lectern-tool" aria-pressed={set} aria-busy={busy} onClick={toggle}>
      <Icon path="M6 3.5h8v13l-4-3-4 3z" />
      {t(LEARNING_MESSAGES.bookmarkChapter)}
    </button>
  );
}

function NotesButton(): ReactNode {
  const { notes } = useSyncExternalStore(marksStore.subscribe, marksStore.getSnapshot);
  const { open } = useSyncExternalStore(notesPanelStore.subscribe, notesPanelStore.getSnapshot);
  return (
    <button
      type="button"
      className="lectern-tool"
      aria-expanded={open}
      aria-keyshortcuts="n"
      onClick={() => (open ? closeNotes() : openNotes())}
    >
      <Icon path="M4 4h12v9l-3.5 3.5H4zM12.5 16v-3.5H16" />
      {notes.length === 0 ? t(LEARNING_MESSAGES.notes) : plural(LEARNING_MESSAGES.notesCount, notes.length)}
    </button>
  );
}

/** The tools; at the beginning of the book the way on to where the reader was last. */
export function ChapterTools({ shown }: { shown: ShownChapter }): ReactNode {
  if (shown.page === null) return null;
  const isFirst = shown.outline.chapters[0]?.key === shown.page.key;
  return (
    <div className="lectern-chapter-tools">
      {isFirst && <ContinueLink shown={shown} />}
      <div className="lectern-tools">
        <BookmarkButton />
        <NotesButton />
      </div>
    </div>
  );
}
