/** Ties anchors to the book as it is now: makes them of what a page shows, and finds their places again. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Note, Place, placedAtSchema } from '@lectern/contracts';
import { MAX_QUOTE_CHARS } from '@lectern/contracts';
import type { z } from 'zod';
import { NotFoundError, ValidationError } from '../../../config/app-error.ts';
import type { ChapterEntry } from '../../content/index.ts';
import { type LearningBook, type LearningContent, sectionPermalink, sectionTitle } from '../learning-book.ts';
import {
  type FlatChapter,
  type FoundAnchor,
  flattenChapter,
  resolveAnchor,
  type StoredAnchor,
} from './learning-anchor.ts';
import type { QuoteRange } from './learning-quote.ts';

/** Chapters whose segments are kept at hand. */
const KEPT_CHAPTERS = 40;

/** What is stored of a place, with the chapter it belongs to. */
export interface StoredPlace extends StoredAnchor {
  readonly chapterKey: string;
  /** Edition whose segment it is; null: the book's default locale. */
  readonly locale: string | null;
}

/** Where a page puts something, as it is sent. */
export interface PlacedAt {
  readonly anchor: z.output<typeof placedAtSchema>;
  readonly range: QuoteRange | null;
  readonly quote: string;
}

/** What is said of a place as it is now. */
export type FoundPlace = Pick<Note, 'place' | 'orphaned' | 'chapterTitle' | 'sectionTitle' | 'permalink'>;

/** Anchors and places. */
export type LearningPlaceService = ReturnType<typeof createLearningPlaceService>;

/** Makes the service. */
export const createLearningPlaceService = (deps: { readonly content: LearningContent }) => {
  const { content } = deps;
  const flats = createFlatChapters(content);

  /**
   * Makes the anchor of a segment that a page shows.
   * @throws SOURCE_CHANGED when the page is older than the kept versions
   * @throws VALIDATION_FAILED when the version that the page shows has no such segment or range
   */
  const anchorSegment = async (
    book: LearningBook,
    edition: ChapterEntry,
    { segmentId, sourceHash, range }: { segmentId: string; sourceHash: string; range: QuoteRange | null },
  ): Promise<StoredAnchor> => {
    const { segments } = flattenChapter(await content.chapterBySource(book.snapshot, edition, sourceHash));
    const index = segments.findIndex(({ id }) => id === segmentId);
    const segment = segments[index];
    if (!segment) {
      const errors = [{ path: 'anchor.segmentId', message: 'is not in this version of the chapter' }];
      throw new ValidationError('VALIDATION_FAILED', { errors });
    }
    if (range && range.end > segment.plain.length) {
      const errors = [{ path: 'range.end', message: `is behind the segment's end, ${segment.plain.length}` }];
      throw new ValidationError('VALIDATION_FAILED', { errors });
    }
    return {
      sectionId: segment.sectionId,
      hash: segment.hash,
      previousHash: segments[index - 1]?.hash ?? null,
      nextHash: segments[index + 1]?.hash ?? null,
      range,
      quote: segment.plain.slice(
        range?.start ?? 0,
        Math.min(range?.end ?? Infinity, (range?.start ?? 0) + MAX_QUOTE_CHARS),
      ),
    };
  };

  return {
    /**
     * Reads where something is put.
     * @throws CHAPTER_NOT_FOUND, SOURCE_CHANGED, VALIDATION_FAILED
     */
    anchorOf: async (book: LearningBook, { anchor, range, quote }: PlacedAt): Promise<StoredPlace> => {
      const { chapterKey } = anchor;
      const edition = book.edition(chapterKey, anchor.locale ?? null);
      if (!edition) throw new NotFoundError('CHAPTER_NOT_FOUND');
      const locale = edition.locale === book.snapshot.book.defaultLocale ? null : edition.locale;
      if ('segmentId' in anchor) {
        return { chapterKey, locale, ...(await anchorSegment(book, edition, { ...anchor, range })) };
      }
      const { sectionId, hash, previousHash, nextHash } = anchor;
      if (hash === null)
        return { chapterKey, locale, sectionId, hash, previousHash: null, nextHash: null, range: null, quote: '' };
      return { chapterKey, locale, sectionId, hash, previousHash, nextHash, range, quote };
    },

    /** Finds a place again. */
    find: async (book: LearningBook, stored: StoredPlace): Promise<FoundPlace> => {
      const shown = book.entry(stored.chapterKey);
      const edition = book.edition(stored.chapterKey, stored.locale);
      if (!shown || !edition) {
        return { place: null, orphaned: true, chapterTitle: '', sectionTitle: '', permalink: null };
      }
      const { chapter, sourceHash } = await flats.read(edition);
      const found = resolveAnchor(chapter, stored);
      // Looking for what is not where it was takes time: others come in between.
      if (found?.foundBy !== 'hash') await nextTurn();
      return present(shown, edition, stored, found && { ...found, sourceHash });
    },
  };
};

const present = (
  shown: ChapterEntry,
  edition: ChapterEntry,
  stored: StoredPlace,
  found: (FoundAnchor & { readonly sourceHash: string }) | null,
): FoundPlace => {
  const sectionId = found?.sectionId ?? stored.sectionId;
  const place: Place | null = found && {
    ...found,
    locale: edition.locale,
    permalink: sectionPermalink(edition, found.sectionId),
  };
  return {
    place,
    orphaned: place === null,
    chapterTitle: shown.title,
    sectionTitle: sectionTitle(shown, sectionId),
    permalink: place?.permalink ?? sectionPermalink(shown, sectionId),
  };
};

interface ReadChapter {
  readonly chapter: FlatChapter;
  readonly sourceHash: string;
}

/** Chapters as lines of segments, the last used kept: a page of notes is mostly of one chapter. */
const createFlatChapters = (content: LearningContent) => {
  const kept = new Map<string, Promise<ReadChapter>>();
  const load = async ({ key, locale }: ChapterEntry): Promise<ReadChapter> => {
    const chapter = await content.chapter(key, locale);
    return { chapter: flattenChapter(chapter), sourceHash: chapter.sourceHash };
  };
  return {
    read: (entry: ChapterEntry): Promise<ReadChapter> => {
      const name = `${entry.key}\n${entry.locale}\n${entry.sourceHash}`;
      const reading = kept.get(name) ?? load(entry);
      kept.delete(name);
      kept.set(name, reading);
      reading.catch(() => kept.delete(name));
      const [oldest] = kept.keys();
      if (kept.size > KEPT_CHAPTERS && oldest !== undefined) kept.delete(oldest);
      return reading;
    },
  };
};
