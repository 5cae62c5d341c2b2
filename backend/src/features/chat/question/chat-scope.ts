/** From the scope of a request to what may be searched, and to the text that may be quoted. */
import type { Scope } from '@lectern/contracts';
import { ValidationError } from '../../../config/app-error.ts';
import type { CandidateFilter } from '../../../providers/vectors/vectors.port.ts';
import {
  answerPages,
  type BookSnapshot,
  type ChapterEntry,
  type ContentService,
  chapterIdentity,
  findChapter,
  findSection,
  isAnsweredFrom,
  modulePages,
  preferredLocales,
} from '../../content/index.ts';
import { type LocatedSelection, locateSelection, type SelectionScope, type TranslatedTexts } from './chat-selection.ts';

/** What a scope allows, in one locale. */
export interface ScopeInLocale {
  readonly locale: string;
  readonly filter: CandidateFilter;
}

/** A scope, resolved. */
export interface ResolvedScope {
  /** Where to look, best locale first; at least one. */
  readonly places: readonly ScopeInLocale[];
  /** The whole book, for what is nearest when the scope does not cover a question; none under a lock. */
  readonly surroundings: readonly ScopeInLocale[];
  /** With a section scope: passages are cut to this section. */
  readonly sectionId?: string;
  readonly selection?: LocatedSelection;
  /** Nothing but the selection may be used. */
  readonly locked: boolean;
  /** The whole book is looked at. */
  readonly wholeBook: boolean;
}

/**
 * Resolves a scope.
 * @param language Language of the question: the edition in it is looked at before the reader's own.
 * @param translated What readers see of a chapter that is translated in place; default: nothing.
 * @throws CHAPTER_NOT_FOUND, SECTION_NOT_FOUND, MODULE_NOT_FOUND, SELECTION_NOT_IN_CHAPTER, SOURCE_CHANGED,
 * CHAPTER_NOT_ANSWERED
 */
export const resolveScope = async (
  content: ContentService,
  snapshot: BookSnapshot,
  scope: Scope,
  locale: string | undefined,
  language?: string,
  translated?: TranslatedTexts,
): Promise<ResolvedScope> => {
  const locales = preferredLocales(snapshot, language, locale);
  const inBook = locales.map((code) => ({ locale: code, filter: { pages: answerPages(snapshot, code) } }));
  const base = { surroundings: inBook, locked: false, wholeBook: false };
  switch (scope.type) {
    case 'book':
      return { ...base, places: inBook, wholeBook: true };
    case 'module':
      return {
        ...base,
        places: locales.map((code) => ({ locale: code, filter: { pages: modulePages(snapshot, scope.id, code) } })),
      };
    case 'chapter':
      return { ...base, places: chapterPlaces(snapshot, answered(findChapter(snapshot, scope.id, locale)), locales) };
    case 'section': {
      const { chapter, section } = findSection(snapshot, scope.id, locale);
      const places = chapterPlaces(snapshot, answered(chapter), locales).map(({ locale: code }) => ({
        locale: code,
        filter: { ids: sectionChunks(snapshot, chapterIdentity({ key: chapter.key, locale: code }), section.id) },
      }));
      return { ...base, places, sectionId: section.id };
    }
    case 'selection': {
      const selection = await findSelection(
        { content, translated },
        snapshot,
        scope,
        preferredLocales(snapshot, locale),
      );
      const places = scope.only ? inBook.map((place) => ({ ...place, filter: { ids: new Set<string>() } })) : inBook;
      return { places, surroundings: scope.only ? [] : inBook, selection, locked: scope.only, wholeBook: false };
    }
  }
};

/** @throws CHAPTER_NOT_ANSWERED when the author has left the chapter out of what is answered from */
const answered = (chapter: ChapterEntry): ChapterEntry => {
  if (!isAnsweredFrom(chapter)) throw new ValidationError('CHAPTER_NOT_ANSWERED');
  return chapter;
};

/** A chapter in each of the locales that have it. */
const chapterPlaces = (snapshot: BookSnapshot, { key }: ChapterEntry, locales: readonly string[]): ScopeInLocale[] => {
  const present = locales.filter((locale) => snapshot.chaptersByIdentity.has(chapterIdentity({ key, locale })));
  const elsewhere = snapshot.chapters.filter((chapter) => chapter.key === key).map((chapter) => chapter.locale);
  return (present.length > 0 ? present : elsewhere).map((locale) => ({
    locale,
    filter: { pages: new Set([chapterIdentity({ key, locale })]) },
  }));
};

const sectionChunks = (snapshot: BookSnapshot, identity: string, sectionId: string): Set<string> =>
  new Set(
    (snapshot.chunksByChapter.get(identity) ?? [])
      .filter((chunk) => chunk.sections.some(({ id }) => id === sectionId))
      .map(({ id }) => id),
  );

/** The page may show the chapter in the reader's locale or in the default one: the source hash tells which. */
const findSelection = async (
  { content, translated }: { readonly content: ContentService; readonly translated: TranslatedTexts | undefined },
  snapshot: BookSnapshot,
  scope: SelectionScope,
  locales: readonly string[],
): Promise<LocatedSelection> => {
  const { key } = answered(findChapter(snapshot, scope.chapterId, locales[0]));
  const editions = snapshot.chapters
    .filter((chapter) => chapter.key === key)
    .sort((a, b) => rank(locales, a.locale) - rank(locales, b.locale));
  let refusal: unknown;
  for (const edition of editions) {
    try {
      const chapter = await content.chapterBySource(snapshot, edition, scope.sourceHash);
      const { language, segmentIds } = scope;
      const isTranslated = language !== undefined && language !== edition.locale;
      const texts = isTranslated ? await translated?.(chapter, segmentIds, language) : undefined;
      return locateSelection(chapter, scope, texts);
    } catch (error) {
      // What the best locale says of it is what the reader is told.
      refusal ??= error;
    }
  }
  throw refusal;
};

const rank = (locales: readonly string[], locale: string): number => {
  const at = locales.indexOf(locale);
  return at < 0 ? locales.length : at;
};
