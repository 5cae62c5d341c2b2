/** One note or highlight in the list: its quote, its words, and what can be done with it. */
import type { Note } from '@lectern/contracts';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { ApiError } from '../../client/client-errors.ts';
import { t } from '../../client/messages.ts';
import { openCitedPlace } from '../citations/citation-target.ts';
import { changeNote, removeNote } from './marks.store.ts';
import { NoteEditor } from './note-editor.tsx';
import { COLOR_NAMES, NOTES_MESSAGES } from './notes.messages.ts';
import { notesPanelStore } from './notes-panel.store.ts';

const isConflict = (error: unknown): boolean => error instanceof ApiError && error.status === 409;

/** What stands about a note's place, where it isn't simply there. */
function PlaceNote({ note }: { note: Note }): ReactNode {
  if (note.orphaned) return <p className="lectern-note-place">{t(NOTES_MESSAGES.orphaned)}</p>;
  const foundBy = note.place?.foundBy;
  const isExact = foundBy === undefined || foundBy === 'hash' || foundBy === 'quote';
  return isExact ? null : <p className="lectern-note-place">{t(NOTES_MESSAGES.edited)}</p>;
}

function DeleteButton({ note }: { note: Note }): ReactNode {
  const [state, setState] = useState<'idle' | 'asks' | 'failed'>('idle');
  if (state !== 'asks') {
    return (
      <button type="button" className="lectern-link-button" onClick={() => setState('asks')}>
        {t(state === 'failed' ? NOTES_MESSAGES.deleteFailed : NOTES_MESSAGES.delete)}
      </button>
    );
  }
  const remove = () => {
    removeNote(note.id).then(
      () => document.getElementById('lectern-notes-title')?.focus(),
      () => setState('failed'),
    );
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend beside the visible question
    <span role="group" className="lectern-confirm" aria-label={t(NOTES_MESSAGES.confirmDelete)}>
      {t(NOTES_MESSAGES.confirmDelete)}
      {/* biome-ignore lint/a11y/noAutofocus: the button that was pressed is gone; focus must not be lost */}
      <button type="button" className="lectern-link-button" autoFocus onClick={remove}>
        {t(NOTES_MESSAGES.delete)}
      </button>
      <button type="button" className="lectern-link-button" onClick={() => setState('idle')}>
        {t(NOTES_MESSAGES.keep)}
      </button>
    </span>
  );
}

/** Goes to a note's place in the text. */
function showInText({ place, quote, anchor }: Note): void {
  openCitedPlace({
    url: `${window.location.pathname}${window.location.search}#${encodeURIComponent((place ?? anchor).sectionId)}`,
    segmentId: place?.segmentId ?? undefined,
    quote,
  });
}

/** One note. */
export function NoteCard({ note, isWanted }: { note: Note; isWanted: boolean }): ReactNode {
  const card = useRef<HTMLLIElement>(null);
  const [editing, setEditing] = useState(false);
  useEffect(() => {
    if (!isWanted) return;
    card.current?.scrollIntoView({ block: 'nearest' });
    card.current?.focus({ preventScroll: true });
  }, [isWanted]);
  const save = async (text: string, color: Note['color']) => {
    try {
      await changeNote(note.id, { updatedAt: note.updatedAt, text, color });
      setEditing(false);
    } catch (error) {
      // The newer text has been loaded; this one stays in the field, to be put together by hand.
      if (isConflict(error)) notesPanelStore.patch({ notice: 'changed' });
      throw error;
    }
  };
  const color = t(COLOR_NAMES[note.color]);
  return (
    <li ref={card} className="lectern-note" data-color={note.color} tabIndex={-1}>
      <p className="lectern-note-kind">
        {t(note.text === '' ? NOTES_MESSAGES.highlightKind : NOTES_MESSAGES.noteKind, { color })}
      </p>
      {note.quote !== '' && (
        <blockquote className="lectern-note-quote" dir="auto">
          {note.quote}
        </blockquote>
      )}
      <PlaceNote note={note} />
      {editing ? (
        <NoteEditor text={note.text} color={note.color} onSave={save} onCancel={() => setEditing(false)} />
      ) : (
        <>
          {note.text !== '' && (
            <p className="lectern-note-text" dir="auto">
              {note.text}
            </p>
          )}
          <div className="lectern-note-buttons">
            {!note.orphaned && (
              <button type="button" className="lectern-link-button" onClick={() => showInText(note)}>
                {t(NOTES_MESSAGES.showInText)}
              </button>
            )}
            <button type="button" className="lectern-link-button" onClick={() => setEditing(true)}>
              {t(note.text === '' ? NOTES_MESSAGES.addWords : NOTES_MESSAGES.edit)}
            </button>
            <DeleteButton note={note} />
          </div>
        </>
      )}
    </li>
  );
}
