/** The form of a note: its words and its colour. */
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { t } from '../../client/messages.ts';
import { addNote } from './marks.store.ts';
import { keepColor, lastColor, NOTE_COLORS, type NoteColor } from './note-actions.ts';
import { COLOR_NAMES, NOTES_MESSAGES } from './notes.messages.ts';
import { closeNotes, type NoteDraft, notesPanelStore } from './notes-panel.store.ts';

/** Longest note (contracts: MAX_NOTE_CHARS). */
const MAX_CHARS = 10_000;

/** Properties of {@link NoteEditor}. */
export interface NoteEditorProps {
  readonly text: string;
  readonly color: NoteColor;
  /** Keeps what was written. Rejects when it couldn't be kept; the words then stay. */
  readonly onSave: (text: string, color: NoteColor) => Promise<void>;
  readonly onCancel: () => void;
}

function ColorChoice({ color, onChoose }: { color: NoteColor; onChoose: (color: NoteColor) => void }): ReactNode {
  const name = useId();
  return (
    <fieldset className="lectern-note-colors">
      <legend>{t(NOTES_MESSAGES.color)}</legend>
      {NOTE_COLORS.map((value) => (
        <label key={value} className="lectern-note-color" data-color={value}>
          <input type="radio" name={name} value={value} checked={value === color} onChange={() => onChoose(value)} />
          <span>{t(COLOR_NAMES[value])}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Writes or changes a note. Ctrl/Cmd+Enter saves, Escape leaves. */
export function NoteEditor({ text, color, onSave, onCancel }: NoteEditorProps): ReactNode {
  const field = useRef<HTMLTextAreaElement>(null);
  const [words, setWords] = useState(text);
  const [chosen, setChosen] = useState(color);
  const [state, setState] = useState<'idle' | 'saving' | 'failed'>('idle');
  const id = useId();
  useEffect(() => field.current?.focus({ preventScroll: false }), []);
  const save = (event?: FormEvent) => {
    event?.preventDefault();
    if (state === 'saving') return;
    setState('saving');
    keepColor(chosen);
    onSave(words.trim(), chosen).catch(() => {
      setState('failed');
      field.current?.focus();
    });
  };
  return (
    <form
      className="lectern-note-editor"
      onSubmit={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save(event);
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
        event.preventDefault();
        onCancel();
      }}
    >
      <label htmlFor={id}>{t(NOTES_MESSAGES.yourNote)}</label>
      <textarea
        ref={field}
        id={id}
        dir="auto"
        rows={4}
        maxLength={MAX_CHARS}
        value={words}
        aria-describedby={state === 'failed' ? `${id}-failed` : undefined}
        onChange={(event) => setWords(event.target.value)}
      />
      <ColorChoice color={chosen} onChoose={setChosen} />
      {state === 'failed' && (
        <p id={`${id}-failed`} role="alert" className="lectern-notes-warning">
          {t(NOTES_MESSAGES.saveFailed)}
        </p>
      )}
      <div className="lectern-note-buttons">
        <button type="submit" className="lectern-button" aria-busy={state === 'saving'}>
          {t(NOTES_MESSAGES.save)}
        </button>
        <button type="button" className="lectern-link-button" onClick={onCancel}>
          {t(NOTES_MESSAGES.cancel)}
        </button>
      </div>
    </form>
  );
}

/** A note on what was selected. */
export function NewNote({ draft }: { draft: NoteDraft }): ReactNode {
  return (
    <section className="lectern-note-new" aria-label={t(NOTES_MESSAGES.newNote)}>
      <blockquote className="lectern-note-quote" dir="auto">
        {draft.quote}
      </blockquote>
      <NoteEditor
        text=""
        color={lastColor()}
        onSave={async (text, color) => {
          const { id } = await addNote({ ...draft, text, color });
          notesPanelStore.patch({ draft: null, noteId: id, notice: '' });
        }}
        onCancel={closeNotes}
      />
    </section>
  );
}
