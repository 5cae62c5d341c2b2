/** Stored bookmarks and notes as they are sent. */
import type { Anchor, Bookmark, Note } from '@lectern/contracts';
import type { StoredBookmark } from './learning-bookmark.repository.ts';
import type { StoredNote } from './learning-note.repository.ts';
import type { FoundPlace, StoredPlace } from './learning-place.service.ts';

/** The anchor as it is sent. */
export const presentAnchor = (stored: StoredPlace): Anchor => {
  const { chapterKey, sectionId, locale, hash, previousHash, nextHash } = stored;
  return { chapterKey, sectionId, ...(locale === null ? {} : { locale }), hash, previousHash, nextHash };
};

/** A bookmark with its place. */
export const presentBookmark = (stored: StoredBookmark, found: FoundPlace): Bookmark => ({
  id: stored.id,
  anchor: presentAnchor(stored),
  quote: stored.quote,
  label: stored.label,
  ...found,
  createdAt: stored.createdAt.toISOString(),
});

/** A note with its place. */
export const presentNote = (stored: StoredNote, found: FoundPlace): Note => ({
  id: stored.id,
  anchor: presentAnchor(stored),
  range: stored.range,
  quote: stored.quote,
  text: stored.text,
  color: stored.color,
  ...found,
  createdAt: stored.createdAt.toISOString(),
  updatedAt: stored.updatedAt.toISOString(),
});
