/**
 * One version of the book in memory, immutable: a request takes it once and keeps it to its end, whatever is indexed
 * meanwhile.
 */
import type { Chapter } from '@lectern/contracts';
import type { VectorIndex } from '../../providers/vectors/vectors.port.ts';
import type { BookMeta } from './content-book.ts';
import type { Chunk } from './content-chunking.ts';
import { chapterIdentity } from './content-diff.ts';

/** A section as an outline shows it. */
export interface SectionEntry {
  readonly id: string;
  readonly headingPath: readonly string[];
  readonly permalink: string;
}

/** A chapter without its text. */
export interface ChapterEntry extends Omit<Chapter, 'sections' | 'quizzes'> {
  readonly sections: readonly SectionEntry[];
}

/** One version of the book. */
export interface BookSnapshot {
  readonly version: number;
  readonly book: BookMeta;
  /** In reading order, all locales and versions. */
  readonly chapters: readonly ChapterEntry[];
  readonly chaptersByIdentity: ReadonlyMap<string, ChapterEntry>;
  readonly chunks: ReadonlyMap<string, Chunk>;
  /** Chunks in reading order by chapter identity. */
  readonly chunksByChapter: ReadonlyMap<string, readonly Chunk[]>;
  readonly index: VectorIndex;
}

/** What a snapshot is made of. */
export interface SnapshotParts {
  readonly version: number;
  readonly book: BookMeta;
  readonly chapters: readonly ChapterEntry[];
  readonly chunks: readonly Chunk[];
  readonly index: VectorIndex;
}

/** Takes the text out of a chapter. */
export const chapterEntry = ({ sections, quizzes: _quizzes, ...rest }: Chapter): ChapterEntry => ({
  ...rest,
  sections: sections.map(({ id, headingPath, permalink }) => ({ id, headingPath, permalink })),
});

/** Puts a snapshot together. */
export const assembleSnapshot = ({ version, book, chapters, chunks, index }: SnapshotParts): BookSnapshot => {
  const order = new Map(book.outline.map((entry) => [chapterIdentity(entry), entry.order]));
  const ordered = chapters
    .map((chapter) => ({ ...chapter, order: order.get(chapterIdentity(chapter)) ?? chapter.order }))
    .sort((a, b) => a.order - b.order || (chapterIdentity(a) < chapterIdentity(b) ? -1 : 1));
  const chunksByChapter = Map.groupBy(chunks, ({ chapterKey, locale }) => chapterIdentity({ key: chapterKey, locale }));
  for (const list of chunksByChapter.values()) list.sort((a, b) => a.ordinal - b.ordinal);
  return {
    version,
    book,
    chapters: ordered,
    chaptersByIdentity: new Map(ordered.map((chapter) => [chapterIdentity(chapter), chapter])),
    chunks: new Map(chunks.map((chunk) => [chunk.id, chunk])),
    chunksByChapter,
    index,
  };
};

/** Language models that the book's author allows to write about it, by name; undefined: all. */
export const allowedModels = ({ book }: Pick<BookSnapshot, 'book'>): readonly string[] | undefined => {
  const { allowedModels: models } = book.options;
  return models === undefined || models.length === 0 ? undefined : models;
};

/** Whether a chapter is of the version of its docs that readers get by default. */
export const isLatest = ({ latest }: Pick<ChapterEntry, 'latest'>): boolean => latest !== false;
