/** The book as learning looks at it: chapters by key in the reader's locale, the sections that count, the quizzes. */
import type { ContinuePlace, Quiz } from '@lectern/contracts';
import {
  type BookSnapshot,
  type ChapterEntry,
  type ContentService,
  chapterIdentity,
  isLatest,
  preferredLocales,
} from '../content/index.ts';

/** One version of the book, seen in one locale. */
export interface LearningBook {
  readonly snapshot: BookSnapshot;
  /** Latest chapters in reading order, one of each key: in the locale, where the book has it. */
  readonly outline: readonly ChapterEntry[];
  /** A chapter of any version, in the locale where the book has it; undefined when the book has none of that key. */
  entry(chapterKey: string): ChapterEntry | undefined;
  /** A chapter in the edition whose text an anchor holds; undefined when the book does not have it. */
  edition(chapterKey: string, locale: string | null): ChapterEntry | undefined;
  /** Quizzes of a chapter, in the locale where it has them. */
  quizzes(chapterKey: string): readonly Quiz[];
}

/** What learning needs of the content feature. */
export type LearningContent = Pick<ContentService, 'snapshot' | 'chapter' | 'chapterBySource' | 'quizzes'>;

/** Makes what opens the book as it answers now. */
export const createLearningBooks = (content: LearningContent) => {
  const opened = new WeakMap<BookSnapshot, Map<string, Promise<LearningBook>>>();

  /**
   * The version of the book that answers now, seen in a locale.
   * @throws INDEX_NOT_READY before the first version is there.
   */
  return (locale?: string): Promise<LearningBook> => {
    const snapshot = content.snapshot();
    const locales = preferredLocales(snapshot, locale);
    const known = opened.get(snapshot) ?? new Map<string, Promise<LearningBook>>();
    opened.set(snapshot, known);
    const name = locales.join();
    const book = known.get(name) ?? content.quizzes(snapshot).then((quizzes) => openBook(snapshot, locales, quizzes));
    known.set(name, book);
    book.catch(() => known.delete(name));
    return book;
  };
};

/** Opens the book in a locale. */
export type OpenLearningBook = ReturnType<typeof createLearningBooks>;

const openBook = (
  snapshot: BookSnapshot,
  locales: readonly string[],
  quizzes: ReadonlyMap<string, readonly Quiz[]>,
): LearningBook => {
  const editions = Map.groupBy(snapshot.chapters, ({ key }) => key);
  const entries = new Map(
    Array.from(editions, ([key, chapters]) => [
      key,
      // Locales are in order of preference; a chapter that has none of them is shown in the one that it has.
      locales.map((code) => chapters.find((chapter) => chapter.locale === code)).find(Boolean) ?? chapters[0],
    ]),
  );
  const entry = (key: string): ChapterEntry | undefined => entries.get(key);
  return {
    snapshot,
    outline: snapshot.chapters.filter((chapter) => isLatest(chapter) && entry(chapter.key) === chapter),
    entry,
    edition: (key, locale) =>
      snapshot.chaptersByIdentity.get(chapterIdentity({ key, locale: locale ?? snapshot.book.defaultLocale })) ??
      entry(key),
    quizzes: (key) => {
      const chapters = [entry(key), ...(editions.get(key) ?? [])].filter((chapter) => chapter !== undefined);
      return chapters.map((chapter) => quizzes.get(chapterIdentity(chapter))).find((found) => found?.length) ?? [];
    },
  };
};

/** Ids of the sections that count for progress: those with a heading; a page without headings counts as one. */
export const countedSections = ({ sections }: Pick<ChapterEntry, 'sections'>): string[] => {
  const named = sections.map(({ id }) => id).filter((id) => id !== '');
  return named.length > 0 ? named : [''];
};

/** Title of a section; that of the chapter for what stands before the first heading, `` when there is no such section. */
export const sectionTitle = (chapter: ChapterEntry, sectionId: string): string =>
  chapter.sections.find(({ id }) => id === sectionId)?.headingPath.at(-1) ?? '';

/** Link to a section, or to its chapter when it is gone. */
export const sectionPermalink = (chapter: ChapterEntry, sectionId: string): string =>
  chapter.sections.find(({ id }) => id === sectionId)?.permalink ?? chapter.permalink;

/** A place where a reader was. */
export interface VisitedPlace {
  readonly chapterKey: string;
  readonly last: { readonly sectionId: string; readonly visitedAt: string } | null;
}

/** Where to go on: the last of the places whose chapter the book has. */
export const continuePlace = (book: LearningBook, places: readonly VisitedPlace[]): ContinuePlace | null => {
  let latest: ContinuePlace | null = null;
  for (const { chapterKey, last } of places) {
    const chapter = book.entry(chapterKey);
    if (!chapter || !last || (latest && latest.visitedAt >= last.visitedAt)) continue;
    const isThere = chapter.sections.some(({ id }) => id === last.sectionId);
    const sectionId = isThere ? last.sectionId : '';
    latest = {
      chapterKey,
      sectionId,
      chapterTitle: chapter.title,
      sectionTitle: sectionTitle(chapter, sectionId) || chapter.title,
      permalink: sectionPermalink(chapter, sectionId),
      visitedAt: last.visitedAt,
    };
  }
  return latest;
};
