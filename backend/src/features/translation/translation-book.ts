/** The book as translation looks at it: chapters with their segments, and of the whole book the hashes and the labels. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Chapter } from '@lectern/contracts';
import { hashSegment, isTranslatable } from '@lectern/segments';
import {
  type BookSnapshot,
  type ChapterEntry,
  type ContentService,
  chapterIdentity,
  isLatest,
} from '../content/index.ts';
import {
  type ChapterSegment,
  type TranslatableChapter,
  translatableChapter,
  wordSegments,
} from './translation-chapter.ts';
import { plainOf } from './translation-text.ts';

/** What translation needs of the content feature. */
export type TranslationContent = Pick<ContentService, 'snapshot' | 'chapters' | 'chapterBySource' | 'recentChapters'>;

/** A short text that stands in sidebars, breadcrumbs and lists. */
export interface LabelText {
  readonly plain: string;
  readonly hash: string;
}

/** A chapter of the outline. */
export interface OutlinedChapter {
  readonly entry: ChapterEntry;
  /** Of all segments with words, in reading order, repeats included. */
  readonly hashes: readonly string[];
  readonly title: LabelText | undefined;
  readonly description: LabelText | undefined;
  /** Its other short front-matter texts, such as the label of the sidebar. */
  readonly labels: readonly LabelText[];
}

/** What a version of the book has to be translated. */
export interface TranslationOutline {
  /** Language that the book is written in, BCP 47. */
  readonly source: string;
  /** Latest chapters in that language, in reading order. */
  readonly chapters: readonly OutlinedChapter[];
  readonly modules: readonly (LabelText & { readonly id: string })[];
  /** Of the whole book, each once. */
  readonly hashes: ReadonlySet<string>;
}

/** Chapters that are kept ready: what readers read at the same time. */
const KEPT_CHAPTERS = 64;
/** Longer front-matter texts are no labels, UTF-16 units. */
const LONGEST_LABEL = 120;

/** Makes what opens the book. */
export const createTranslationBooks = (content: TranslationContent) => {
  const chapters = new Map<string, TranslatableChapter>();
  const outlines = new WeakMap<BookSnapshot, Promise<TranslationOutline>>();

  /**
   * The version of a chapter that a page shows.
   * @throws SOURCE_CHANGED
   */
  const chapter = async (
    snapshot: BookSnapshot,
    entry: ChapterEntry,
    sourceHash: string,
  ): Promise<TranslatableChapter> => {
    // A page that is older than the kept versions is refused however well it is remembered here.
    const name = `${snapshot.version} ${chapterIdentity(entry)} ${sourceHash}`;
    const known = chapters.get(name);
    const found = known ?? translatableChapter(await content.chapterBySource(snapshot, entry, sourceHash));
    chapters.delete(name);
    chapters.set(name, found);
    const [oldest] = chapters.keys();
    if (chapters.size > KEPT_CHAPTERS && oldest !== undefined) chapters.delete(oldest);
    return found;
  };

  /** What the book has to be translated; read once for a version. */
  const outline = (snapshot: BookSnapshot): Promise<TranslationOutline> => {
    const known = outlines.get(snapshot);
    if (known) return known;
    const reading = readOutline(content, snapshot);
    outlines.set(snapshot, reading);
    // What failed is tried again by the next who asks.
    reading.catch(() => outlines.delete(snapshot));
    return reading;
  };

  return { content, chapter, outline };
};

/** Opens the book. */
export type TranslationBooks = ReturnType<typeof createTranslationBooks>;

const readOutline = async (content: TranslationContent, snapshot: BookSnapshot): Promise<TranslationOutline> => {
  const source = snapshot.book.defaultLocale;
  const outlined = new Map<string, OutlinedChapter>();
  const isMeant = (each: Pick<ChapterEntry, 'locale' | 'latest'>) => each.locale === source && isLatest(each);
  for await (const page of content.chapters(snapshot)) {
    for (const chapter of page.filter(isMeant)) {
      const entry = snapshot.chaptersByIdentity.get(chapterIdentity(chapter));
      if (entry) outlined.set(chapterIdentity(entry), outlineChapter(entry, chapter));
      // A large book must not hold up those who read.
      await nextTurn();
    }
  }
  const chapters = snapshot.chapters.flatMap((entry) => outlined.get(chapterIdentity(entry)) ?? []);
  const modules = snapshot.book.modules.map(({ id, title }) => ({ id, ...moduleLabel(title) }));
  const hashes = new Set([...chapters.flatMap((each) => each.hashes), ...modules.map(({ hash }) => hash)]);
  return { source, chapters, modules: modules.filter(({ plain }) => isTranslatable(plain)), hashes };
};

const outlineChapter = (entry: ChapterEntry, chapter: Chapter): OutlinedChapter => {
  const segments = wordSegments(chapter);
  const heads = segments.filter(
    ({ kind, sectionId }) => sectionId === '' && (kind === 'frontMatter' || kind === 'heading'),
  );
  const find = (text: string | undefined) => heads.find(({ plain }) => text !== undefined && plain === plainOf(text));
  const lists = new Set([...chapter.objectives, ...chapter.suggestedQuestions, chapter.description ?? ''].map(plainOf));
  const labels = heads.filter(
    ({ kind, plain }) => kind === 'frontMatter' && plain.length <= LONGEST_LABEL && !lists.has(plain),
  );
  return {
    entry,
    hashes: segments.map(({ hash }) => hash),
    title: labelOf(find(chapter.title)),
    description: labelOf(find(chapter.description)),
    labels: labels.flatMap((segment) => labelOf(segment) ?? []),
  };
};

const labelOf = (segment: Pick<ChapterSegment, 'plain' | 'hash'> | undefined): LabelText | undefined =>
  segment && { plain: segment.plain, hash: segment.hash };

/** A module's title is in no page: it is a segment of its own, of the kind that chapter titles are. */
const moduleLabel = (title: string): LabelText => {
  const plain = plainOf(title);
  const text = plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return { plain, hash: hashSegment('frontMatter', text, []) };
};
