/** What Docusaurus has loaded → the manifest of the current locale, and the pages' own data. */
import type { LoadContext } from '@docusaurus/types';
import {
  BOOK_SCHEMA_VERSION,
  type Book,
  type Chapter,
  SEGMENT_HASH_VERSION,
  type ShippedMemory,
} from '@lectern/contracts';
import type { PageData } from '../client/page-data.ts';
import { readEditionMap, sourceFinder } from '../edition/edition-map.ts';
import type { ResolvedLecternOptions } from '../options.ts';
import { normalizePagePath } from '../page-path.ts';
import { assignModules } from './book-modules.ts';
import { markSources } from './book-sources.ts';
import { buildChapter, type ChapterTools, isUntranslated } from './build-chapter.ts';
import { loadGlossary } from './glossary-file.ts';
import { chapterKey, type LoadedDoc } from './loaded-docs.ts';
import { PageCache } from './page-cache.ts';

/** The manifest of one locale and what its pages know. */
export interface LocaleBook {
  book: Book;
  /** Normalized path → page data, for every doc of this locale's build, translated or not. */
  pages: Record<string, PageData>;
  /** Chapters of all pages of this locale's build, those that show the default locale's text too. */
  shown: Chapter[];
}

function toPageData(chapter: Chapter, locale: string): PageData {
  return {
    key: chapter.key,
    id: chapter.id,
    locale,
    title: chapter.title,
    sourceHash: chapter.sourceHash,
    ...(chapter.module === undefined ? {} : { module: chapter.module }),
    suggestedQuestions: chapter.suggestedQuestions,
  };
}

/** The book without its chapters. */
function bookFrame(context: LoadContext, options: ResolvedLecternOptions): Omit<Book, 'chapters' | 'modules'> {
  const { siteConfig, i18n } = context;
  const { title, ...bookOptions } = options.book;
  const { label, direction } = i18n.localeConfigs[i18n.currentLocale] ?? {
    label: i18n.currentLocale,
    direction: 'ltr',
  };
  return {
    schemaVersion: BOOK_SCHEMA_VERSION,
    hashVersion: SEGMENT_HASH_VERSION,
    title: title || siteConfig.title,
    url: siteConfig.url,
    baseUrl: siteConfig.baseUrl,
    ...(siteConfig.trailingSlash === undefined ? {} : { trailingSlash: siteConfig.trailingSlash }),
    defaultLocale: i18n.defaultLocale,
    locales: [{ code: i18n.currentLocale, label, direction }],
    options: bookOptions,
    glossary: loadGlossary(context, options.glossary),
    generatedAt: new Date().toISOString(),
  };
}

/** Builds the manifest of the current locale, again after each edit in `docusaurus start`. */
export class BookBuilder {
  readonly #tools: ChapterTools;
  readonly #tolerant: boolean;
  readonly #lastGood = new Map<string, Chapter>();

  /** @param tolerant in `docusaurus start`: a page that is being written keeps its last good chapter, and a line says why */
  constructor(context: LoadContext, options: ResolvedLecternOptions, tolerant: boolean) {
    const map = readEditionMap(context.localizationDir, context.i18n.currentLocale);
    this.#tools = { context, options, cache: new PageCache(), editionSource: sourceFinder(map) };
    this.#tolerant = tolerant;
  }

  /**
   * Builds the manifest. A page that is not translated is no chapter of the locale: the default locale's chapter has
   * its text, under the same key and source hash.
   * @param memory the translation memories that the site ships
   * @throws SegmentParseError or Error that names the file
   */
  build(docs: readonly LoadedDoc[], memory: readonly ShippedMemory[] = []): LocaleBook {
    const { context, options } = this.#tools;
    const { currentLocale, defaultLocale } = context.i18n;
    const placed = docs.flatMap((doc, order) => {
      const chapter = this.#chapter(doc, order);
      if (chapter === undefined) return [];
      const category = doc.category === undefined ? {} : { category: doc.category };
      return [{ chapter, untranslated: isUntranslated(context, doc), ...category }];
    });
    const { chapters: assigned, modules } = assignModules(placed, options);
    const { chapters, unmatched } = markSources(assigned, options.book.sources ?? []);
    for (const pattern of unmatched) console.warn(`[lectern] book.sources: no chapter fits \`${pattern}\`.`);
    const pages: Record<string, PageData> = {};
    const own: Chapter[] = [];
    for (const [index, chapter] of chapters.entries()) {
      const untranslated = placed[index]?.untranslated === true;
      pages[normalizePagePath(chapter.permalink)] = toPageData(chapter, untranslated ? defaultLocale : currentLocale);
      if (!untranslated) own.push(chapter);
    }
    const shipped = memory.length === 0 ? {} : { memory: [...memory] };
    return { book: { ...bookFrame(context, options), ...shipped, modules, chapters: own }, pages, shown: chapters };
  }

  #chapter(doc: LoadedDoc, order: number): Chapter | undefined {
    const key = chapterKey(doc);
    try {
      const chapter = buildChapter(this.#tools, doc, order);
      this.#lastGood.set(key, chapter);
      return chapter;
    } catch (error) {
      if (!this.#tolerant) throw error;
      console.error(`[lectern] ${error instanceof Error ? error.message : String(error)}`);
      return this.#lastGood.get(key);
    }
  }
}
