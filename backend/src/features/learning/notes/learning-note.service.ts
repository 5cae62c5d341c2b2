/** Notes and highlights of a reader. */
import { randomUUID } from 'node:crypto';
import { MAX_NOTES, type Note } from '@lectern/contracts';
import { ConflictError, NotFoundError } from '../../../config/app-error.ts';
import type { LearningReader } from '../learning-owner.repository.ts';
import { type AnchoredServiceDeps, type Created, createAnchoredList } from './learning-anchored.ts';
import {
  countNotes,
  deleteNote,
  insertNote,
  listNotes,
  readNote,
  type StoredNote,
  updateNote,
} from './learning-note.repository.ts';
import { presentNote } from './learning-note-presenter.ts';
import type { PlacedAt } from './learning-place.service.ts';

/** A note as a page sends it. */
export interface NoteInput extends PlacedAt {
  readonly id?: string | undefined;
  readonly text: string;
  readonly color: Note['color'];
}

/** A change of a note. */
export interface NoteChange {
  /** Of the note as it was read. */
  readonly updatedAt: string;
  readonly text?: string | undefined;
  readonly color?: Note['color'] | undefined;
}

/** Notes. A reader without an identity (null) has none. */
export type LearningNoteService = ReturnType<typeof createLearningNoteService>;

/** Makes the service. */
export const createLearningNoteService = (deps: AnchoredServiceDeps) => {
  const { db, owners, openBook, places, now } = deps;

  const { list, present } = createAnchoredList(deps, (ownerId, query) => listNotes(db, ownerId, query), presentNote);

  return {
    /** A page of a reader's notes, newest first, each with its place in the book of now. @throws INVALID_CURSOR */
    list,

    /**
     * Keeps a note; one that the page has sent before is given back as it is.
     * @throws CHAPTER_NOT_FOUND, SOURCE_CHANGED, VALIDATION_FAILED for a place that is not there
     * @throws LEARNING_LIMIT
     */
    create: async (reader: () => LearningReader, input: NoteInput, locale?: string): Promise<Created<Note>> => {
      const place = await places.anchorOf(await openBook(locale), input);
      const moment = new Date(now());
      const owner = reader();
      const { stored, isNew } = await owners.write(owner, moment, async (tx) => {
        const known = input.id === undefined ? undefined : await readNote(tx, owner.id, input.id);
        if (known) return { stored: known, isNew: false };
        if ((await countNotes(tx, owner.id)) >= MAX_NOTES) {
          throw new ConflictError('LEARNING_LIMIT', { detail: `At most ${MAX_NOTES} notes are kept for one reader.` });
        }
        const made: StoredNote = {
          ...place,
          id: input.id ?? randomUUID(),
          text: input.text,
          color: input.color,
          createdAt: moment,
          updatedAt: moment,
        };
        await insertNote(tx, owner.id, made);
        return { stored: made, isNew: true };
      });
      return { item: await present(stored, locale), isNew };
    },

    /**
     * Changes a note.
     * @throws NOTE_NOT_FOUND
     * @throws NOTE_CHANGED with the note as it is, when it was changed since it was read
     */
    change: async (reader: LearningReader | null, id: string, change: NoteChange, locale?: string): Promise<Note> => {
      if (reader === null) throw new NotFoundError('NOTE_NOT_FOUND');
      const { outdated, stored } = await owners.write(reader, new Date(now()), async (tx) => {
        const known = await readNote(tx, reader.id, id);
        if (!known) throw new NotFoundError('NOTE_NOT_FOUND');
        if (known.updatedAt.getTime() !== Date.parse(change.updatedAt)) return { outdated: true, stored: known };
        // Later than the last by a millisecond at least: it is what the next change is held against.
        const updatedAt = new Date(Math.max(now(), known.updatedAt.getTime() + 1));
        const changed = { ...known, text: change.text ?? known.text, color: change.color ?? known.color, updatedAt };
        await updateNote(tx, reader.id, changed);
        return { outdated: false, stored: changed };
      });
      const shown = await present(stored, locale);
      if (outdated) throw new ConflictError('NOTE_CHANGED', { current: shown });
      return shown;
    },

    /** Deletes a note for good. @throws NOTE_NOT_FOUND */
    remove: async (reader: LearningReader | null, id: string): Promise<void> => {
      if (reader === null) throw new NotFoundError('NOTE_NOT_FOUND');
      await owners.write(reader, new Date(now()), async (tx) => {
        if (!(await deleteNote(tx, reader.id, id))) throw new NotFoundError('NOTE_NOT_FOUND');
      });
    },
  };
};
