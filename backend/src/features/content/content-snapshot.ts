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
  /** Per docs instance the version that readers get by default, e.g. `default` → `current`. */
  readonly defaultVersions: ReadonlyMap<string, string>;
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
    defaultVersions: findDefaultVersions(ordered),
    chunks: new Map(chunks.map((chunk) => [chunk.id, chunk])),
    chunksByChapter,
    index,
  };
};

const keyParts = (key: string): { instance: string; version: string } => {
  const [instance = '', version = ''] = key.split('/');
  return { instance, version };
};

/** Whether a chapter is of the version that readers get by default. */
export const isDefaultVersion = (snapshot: BookSnapshot, chapter: { readonly key: string }): boolean => {
  const { instance, version } = keyParts(chapter.key);
  return snapshot.defaultVersions.get(instance) === version;
};

/**
 * Docusaurus serves the last version without a version in the path, so that of several versions of one page the one
 * with the shortest permalink is the default. A page that exists in one version only says nothing.
 * @see https://docusaurus.io/docs/versioning
 */
const findDefaultVersions = (chapters: readonly ChapterEntry[]): Map<string, string> => {
  const found = new Map<string, string>();
  const byInstance = Map.groupBy(chapters, (chapter) => keyParts(chapter.key).instance);
  for (const [instance, members] of byInstance) {
    const versions = new Set(members.map((chapter) => keyParts(chapter.key).version));
    const [only = ''] = versions;
    found.set(instance, versions.size === 1 ? only : shortestVersion(members));
  }
  return found;
};

const shortestVersion = (members: readonly ChapterEntry[]): string => {
  const wins = new Map<string, number>();
  for (const editions of Map.groupBy(members, (chapter) => `${chapter.locale} ${chapter.id}`).values()) {
    const [first, ...others] = editions.toSorted((a, b) => a.permalink.length - b.permalink.length);
    if (!first || others.length === 0) continue;
    const { version } = keyParts(first.key);
    wins.set(version, (wins.get(version) ?? 0) + 1);
  }
  const [best] = [...wins].sort((a, b) => b[1] - a[1]);
  return best?.[0] ?? keyParts(members[0]?.key ?? '').version;
};
