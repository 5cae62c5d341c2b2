/** Bookmarks of a reader: one at a place. */
import { randomUUID } from 'node:crypto';
import { type Bookmark, MAX_BOOKMARKS } from '@lectern/contracts';
import { ConflictError, NotFoundError } from '../../../config/app-error.ts';
import type { LearningReader } from '../learning-owner.repository.ts';
import { type AnchoredServiceDeps, type Created, createAnchoredList } from './learning-anchored.ts';
import {
  countBookmarks,
  deleteBookmark,
  insertBookmark,
  listBookmarks,
  readBookmark,
  readBookmarkAt,
  relabelBookmark,
  type StoredBookmark,
} from './learning-bookmark.repository.ts';
import { presentBookmark } from './learning-note-presenter.ts';
import type { PlacedAt } from './learning-place.service.ts';

/** A bookmark as a page sends it. */
export interface BookmarkInput extends Pick<PlacedAt, 'anchor' | 'quote'> {
  readonly label: string;
}

/** Bookmarks. A reader without an identity (null) has none. */
export type LearningBookmarkService = ReturnType<typeof createLearningBookmarkService>;

/** Makes the service. */
export const createLearningBookmarkService = (deps: AnchoredServiceDeps) => {
  const { db, owners, openBook, places, now } = deps;

  const { list, present } = createAnchoredList(
    deps,
    (ownerId, query) => listBookmarks(db, ownerId, query),
    presentBookmark,
  );

  return {
    /** A page of a reader's bookmarks, newest first, each with its place in the book of now. @throws INVALID_CURSOR */
    list,

    /**
     * Sets a bookmark; one that is at the place already is given back as it is.
     * @throws CHAPTER_NOT_FOUND, SOURCE_CHANGED, VALIDATION_FAILED for a place that is not there
     * @throws LEARNING_LIMIT
     */
    create: async (reader: () => LearningReader, input: BookmarkInput, locale?: string): Promise<Created<Bookmark>> => {
      const place = await places.anchorOf(await openBook(locale), { ...input, range: null });
      const moment = new Date(now());
      const owner = reader();
      const { stored, isNew } = await owners.write(owner, moment, async (tx) => {
        const known = await readBookmarkAt(tx, owner.id, place);
        if (known) return { stored: known, isNew: false };
        if ((await countBookmarks(tx, owner.id)) >= MAX_BOOKMARKS) {
          const detail = `At most ${MAX_BOOKMARKS} bookmarks are kept for one reader.`;
          throw new ConflictError('LEARNING_LIMIT', { detail });
        }
        const made: StoredBookmark = { ...place, id: randomUUID(), label: input.label, createdAt: moment };
        await insertBookmark(tx, owner.id, made);
        return { stored: made, isNew: true };
      });
      return { item: await present(stored, locale), isNew };
    },

    /** Names a bookmark anew. @throws BOOKMARK_NOT_FOUND */
    relabel: async (reader: LearningReader | null, id: string, label: string, locale?: string): Promise<Bookmark> => {
      if (reader === null) throw new NotFoundError('BOOKMARK_NOT_FOUND');
      const stored = await owners.write(reader, new Date(now()), async (tx) => {
        const known = await readBookmark(tx, reader.id, id);
        if (!known) throw new NotFoundError('BOOKMARK_NOT_FOUND');
        await relabelBookmark(tx, reader.id, id, label);
        return { ...known, label };
      });
      return present(stored, locale);
    },

    /** Deletes a bookmark for good. @throws BOOKMARK_NOT_FOUND */
    remove: async (reader: LearningReader | null, id: string): Promise<void> => {
      if (reader === null) throw new NotFoundError('BOOKMARK_NOT_FOUND');
      await owners.write(reader, new Date(now()), async (tx) => {
        if (!(await deleteBookmark(tx, reader.id, id))) throw new NotFoundError('BOOKMARK_NOT_FOUND');
      });
    },
  };
};
