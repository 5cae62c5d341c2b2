/** Whether the notes are open, what is being written, and what has just happened. */
import type { NoteCreate } from '@lectern/contracts';
import { createExternalStore } from '../../client/external-store.ts';
import { closePanel, panelStore } from '../chat/chat-panel.store.ts';

/** A note that is being written. */
export type NoteDraft = Required<Pick<NoteCreate, 'id' | 'anchor' | 'quote' | 'range'>>;

/** The notes' panel now. */
export interface NotesPanelState {
  readonly open: boolean;
  /** The note that is being written; null: none. */
  readonly draft: NoteDraft | null;
  /** The note that was asked for. */
  readonly noteId: string | null;
  /** Said to screen readers and shown for a while; '' for nothing. */
  readonly notice: 'highlighted' | 'failed' | 'changed' | '';
}

/** The notes' panel. */
export const notesPanelStore = createExternalStore<NotesPanelState>({
  open: false,
  draft: null,
  noteId: null,
  notice: '',
});

let returnFocusTo: Element | null = null;

/** Opens the notes of the chapter: at a note, or with a new one. */
export function openNotes(options: { noteId?: string; draft?: NoteDraft } = {}): void {
  if (!notesPanelStore.getSnapshot().open) returnFocusTo = document.activeElement;
  // There is room for one beside the text.
  if (panelStore.getSnapshot().open) closePanel({ keepFocus: true });
  notesPanelStore.set({ open: true, draft: options.draft ?? null, noteId: options.noteId ?? null, notice: '' });
}

/** Closes the notes; focus goes back to where it was. */
export function closeNotes(): void {
  if (!notesPanelStore.getSnapshot().open) return;
  notesPanelStore.patch({ open: false, draft: null, noteId: null });
  const target = returnFocusTo;
  requestAnimationFrame(() => {
    if (target instanceof HTMLElement && target.isConnected) target.focus({ preventScroll: true });
  });
}

/** Says that something could not be kept. */
export function tellFailure(): void {
  notesPanelStore.patch({ notice: 'failed' });
}

panelStore.subscribe(() => {
  if (panelStore.getSnapshot().open && notesPanelStore.getSnapshot().open) {
    notesPanelStore.patch({ open: false, draft: null, noteId: null });
  }
});
