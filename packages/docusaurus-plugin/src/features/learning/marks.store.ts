/** The bookmarks, notes and highlights of the chapter that is shown. */
import type { Bookmark, BookmarkCreate, Note, NoteCreate, NotePatch } from '@lectern/contracts';
import { ApiError } from '../../client/client-errors.ts';
import { createExternalStore } from '../../client/external-store.ts';
import { learningClient, readAll } from './learning-client.ts';
import { siteProgress } from './learning-site.ts';

/** What is known of the chapter's marks. */
export interface MarksState {
  /** null: the page is no chapter. */
  readonly chapterKey: string | null;
  readonly status: 'loading' | 'ready' | 'failed';
  readonly notes: readonly Note[];
  readonly bookmarks: readonly Bookmark[];
}

const NONE: MarksState = { chapterKey: null, status: 'ready', notes: [], bookmarks: [] };

/** The marks of the chapter that is shown. */
export const marksStore = createExternalStore<MarksState>(NONE);

const isShown = (chapterKey: string): boolean => marksStore.getSnapshot().chapterKey === chapterKey;

/** Shows the marks of a chapter; null where the page is none. Never rejects. */
export async function loadMarks(chapterKey: string | null): Promise<void> {
  // Read anew, what is shown stays until the answer is there: a note may be open in its editor.
  const isAnew = chapterKey !== null && isShown(chapterKey) && marksStore.getSnapshot().status === 'ready';
  if (!isAnew) marksStore.set({ ...NONE, chapterKey });
  // Of a reader for whom nothing has been stored there is nothing to ask for.
  if (chapterKey === null || !siteProgress().store.getSnapshot().shared) return;
  if (!isAnew) marksStore.patch({ status: 'loading' });
  try {
    const client = learningClient();
    const [notes, bookmarks] = await Promise.all([
      readAll((cursor) => client.notes({ chapterKey, cursor })),
      readAll((cursor) => client.bookmarks({ chapterKey, cursor })),
    ]);
    if (isShown(chapterKey)) marksStore.patch({ status: 'ready', notes, bookmarks });
  } catch {
    if (isShown(chapterKey)) marksStore.patch({ status: 'failed' });
  }
}

function putNote(note: Note): void {
  const { notes } = marksStore.getSnapshot();
  if (!isShown(note.anchor.chapterKey)) return;
  marksStore.patch({ notes: [note, ...notes.filter(({ id }) => id !== note.id)] });
}

/** Runs a deletion; what is gone already counts as deleted. */
async function remove(deletion: Promise<void>): Promise<void> {
  try {
    await deletion;
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
}

/** Keeps a new note or highlight. @throws what the client throws */
export async function addNote(note: NoteCreate): Promise<Note> {
  const added = await learningClient().addNote(note);
  siteProgress().share();
  putNote(added);
  return added;
}

/** Changes a note. @throws what the client throws; NOTE_CHANGED when another device was first: then its text is shown */
export async function changeNote(noteId: string, patch: NotePatch): Promise<void> {
  try {
    putNote(await learningClient().changeNote(noteId, patch));
  } catch (error) {
    if (error instanceof ApiError && error.status === 409) await loadMarks(marksStore.getSnapshot().chapterKey);
    throw error;
  }
}

/** Deletes a note. @throws what the client throws */
export async function removeNote(noteId: string): Promise<void> {
  await remove(learningClient().removeNote(noteId));
  marksStore.patch({ notes: marksStore.getSnapshot().notes.filter(({ id }) => id !== noteId) });
}

/** The bookmark of a section; `''` is the chapter itself. */
export function bookmarkOf({ bookmarks }: MarksState, sectionId: string): Bookmark | undefined {
  return bookmarks.find(({ anchor, place }) => (place?.sectionId ?? anchor.sectionId) === sectionId);
}

async function addBookmark(bookmark: BookmarkCreate): Promise<void> {
  const added = await learningClient().addBookmark(bookmark);
  siteProgress().share();
  if (!isShown(added.anchor.chapterKey)) return;
  marksStore.patch({ bookmarks: [added, ...marksStore.getSnapshot().bookmarks] });
}

/** Sets the bookmark of a section of the shown chapter, or takes it away. @throws what the client throws */
export async function toggleBookmark(sectionId: string): Promise<void> {
  const state = marksStore.getSnapshot();
  if (state.chapterKey === null) return;
  const set = bookmarkOf(state, sectionId);
  if (set === undefined) {
    await addBookmark({ anchor: { chapterKey: state.chapterKey, sectionId, hash: null } });
    return;
  }
  await remove(learningClient().removeBookmark(set.id));
  marksStore.patch({ bookmarks: marksStore.getSnapshot().bookmarks.filter(({ id }) => id !== set.id) });
}
