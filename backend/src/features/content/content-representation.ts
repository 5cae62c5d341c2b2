/** Book and chapters as bytes: made once per index version, sent as they are, with the tag that makes them cacheable. */
import { createHash } from 'node:crypto';
import type { Chapter } from '@lectern/contracts';
import type { ContentService } from './content.service.ts';
import { chapterIdentity } from './content-diff.ts';
import { findChapter } from './content-scope.ts';
import type { BookSnapshot } from './content-snapshot.ts';

/** Most chapters whose bytes are kept. */
const MAX_CHAPTERS = 500;

/** A JSON answer, ready to be sent. */
export interface Representation {
  readonly body: Buffer;
  /** Value of the ETag header. */
  readonly etag: string;
}

/** Gives the bytes of the book and its chapters. */
export interface Representations {
  /** @throws INDEX_NOT_READY */
  book(): Representation;
  /** @throws INDEX_NOT_READY, CHAPTER_NOT_FOUND */
  chapter(keyOrId: string, locale?: string): Promise<Representation>;
}

/** Makes the representations over the service. */
export const createRepresentations = (service: ContentService): Representations => {
  const books = new WeakMap<BookSnapshot, Representation>();
  const chapters = new WeakMap<BookSnapshot, Map<string, Representation>>();

  const chaptersOf = (snapshot: BookSnapshot): Map<string, Representation> => {
    const known = chapters.get(snapshot) ?? new Map<string, Representation>();
    chapters.set(snapshot, known);
    return known;
  };

  return {
    book: () => {
      const snapshot = service.snapshot();
      const known = books.get(snapshot) ?? represent(service.book(), 'book');
      books.set(snapshot, known);
      return known;
    },
    chapter: async (keyOrId, locale) => {
      const snapshot = service.snapshot();
      const entry = findChapter(snapshot, keyOrId, locale);
      const identity = chapterIdentity(entry);
      const cache = chaptersOf(snapshot);
      const known = cache.get(identity);
      if (known) return known;
      const chapter: Chapter = await service.chapter(entry.key, entry.locale);
      const made = represent(chapter, chapter.sourceHash);
      const [oldest] = cache.keys();
      if (cache.size >= MAX_CHAPTERS && oldest !== undefined) cache.delete(oldest);
      cache.set(identity, made);
      return made;
    },
  };
};

/** The tag carries the name, e.g. the source hash, and the bytes' own hash: an address can change where the text does not. */
const represent = (value: unknown, name: string): Representation => {
  const body = Buffer.from(JSON.stringify(value));
  const digest = createHash('sha256').update(body).digest('base64url').slice(0, 12);
  return { body, etag: `"${name}.${digest}"` };
};

/** Whether an If-None-Match header names the tag. @see RFC 9110 §13.1.2 */
export const matchesTag = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);
