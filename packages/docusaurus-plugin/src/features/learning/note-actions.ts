/** "Highlight" and "Note" for selected text. */
import type { NoteCreate } from '@lectern/contracts';
import type { SelectionAction } from '../../client/selection-actions.ts';
import { createUuid } from '../../client/uuid.ts';
import { readSelection } from '../chat/chat-selection.ts';
import { chapterStore } from './chapter.store.ts';
import { LEARNING_MESSAGES } from './learning.messages.ts';
import { addNote } from './marks.store.ts';
import { offsetsInSegment, segmentElement } from './note-range.ts';
import { type NoteDraft, notesPanelStore, openNotes } from './notes-panel.store.ts';
import { chapterText } from './reading-sections.ts';

const COLOR_KEY = 'lectern.noteColor';
const COLORS = ['yellow', 'green', 'blue', 'pink'] as const satisfies readonly NoteCreate['color'][];

/** Colour of a note. */
export type NoteColor = (typeof COLORS)[number];
/** All colours, in the order in which they are offered. */
export const NOTE_COLORS: readonly NoteColor[] = COLORS;

/** The colour that was used last. */
export function lastColor(): NoteColor {
  try {
    const kept = window.localStorage.getItem(COLOR_KEY);
    return COLORS.find((color) => color === kept) ?? 'yellow';
  } catch {
    return 'yellow'; // storage may be forbidden
  }
}

/** Keeps the colour for the next note. */
export function keepColor(color: NoteColor): void {
  try {
    window.localStorage.setItem(COLOR_KEY, color);
  } catch {
    // the next note is yellow
  }
}

/** The selected text as the place of a note; null where it is no chapter's. */
function draftOf(range: Range): NoteDraft | null {
  const page = chapterStore.getSnapshot().shown?.page ?? null;
  const root = chapterText();
  const selection = page === null ? null : readSelection(range);
  const [segmentId] = selection?.segmentIds ?? [];
  if (page === null || root === null || selection === null || segmentId === undefined) return null;
  const segment = segmentElement(root, segmentId);
  return {
    id: createUuid(),
    anchor: { chapterKey: page.key, sourceHash: page.sourceHash, locale: page.locale, segmentId },
    quote: selection.text,
    range: segment && offsetsInSegment(segment, range),
  };
}

async function highlight(range: Range): Promise<void> {
  const draft = draftOf(range);
  if (draft === null) return;
  document.getSelection()?.removeAllRanges();
  try {
    await addNote({ ...draft, color: lastColor() });
    notesPanelStore.patch({ notice: 'highlighted' });
  } catch {
    // What was marked is kept as the beginning of a note, to be sent again.
    openNotes({ draft });
    notesPanelStore.patch({ notice: 'failed' });
  }
}

function writeNote(range: Range): void {
  const draft = draftOf(range);
  if (draft === null) return;
  document.getSelection()?.removeAllRanges();
  openNotes({ draft });
}

/** What notes offer for selected text. */
export const NOTE_ACTIONS: readonly SelectionAction[] = [
  {
    id: 'highlight',
    label: LEARNING_MESSAGES.highlight,
    icon: 'M4 16.5h12M6 12.5l6.5-8 3 2.5-6.5 8H6z',
    run: (range) => void highlight(range),
  },
  { id: 'note', label: LEARNING_MESSAGES.note, icon: 'M4 4h12v9l-3.5 3.5H4zM12.5 16v-3.5H16', run: writeNote },
];
