/** Finds chapters and sections by what the API calls them, and says which chapters a search may look at. Pure. */
import { NotFoundError } from '../../config/app-error.ts';
import { chapterIdentity } from './content-diff.ts';
import { type BookSnapshot, type ChapterEntry, isLatest, type SectionEntry } from './content-snapshot.ts';

/** Locales to look in, best first: of each that is wanted itself and its language alone, then the book's default. */
export const preferredLocales = (snapshot: BookSnapshot, ...wanted: readonly (string | undefined)[]): string[] => {
  const { defaultLocale, locales } = snapshot.book;
  const codes = locales.map(({ code }) => code);
  const found = wanted.flatMap((locale) => {
    const tag = locale?.toLowerCase();
    const exact = codes.find((code) => code.toLowerCase() === tag);
    const near = codes.find((code) => languageOf(code) === tag?.split('-')[0]);
    return [exact, near];
  });
  return [...new Set([...found, defaultLocale].filter((code) => code !== undefined))];
};

const languageOf = (code: string): string => code.toLowerCase().split('-')[0] ?? '';

/**
 * Finds a chapter by its key, or by its id or the last step of its id where one chapter only has it (among the latest
 * versions first).
 * @throws CHAPTER_NOT_FOUND
 */
export const findChapter = (snapshot: BookSnapshot, keyOrId: string, locale?: string): ChapterEntry => {
  const locales = preferredLocales(snapshot, locale);
  for (const code of locales) {
    const byKey = snapshot.chaptersByIdentity.get(chapterIdentity({ key: keyOrId, locale: code }));
    if (byKey) return byKey;
  }
  const byKeyAlone = snapshot.chapters.find(({ key }) => key === keyOrId);
  if (byKeyAlone) return byKeyAlone;
  const byId = snapshot.chapters.filter(({ id }) => id === keyOrId);
  const named = byId.length > 0 ? byId : snapshot.chapters.filter(({ id }) => id.endsWith(`/${keyOrId}`));
  for (const code of locales) {
    const candidates = named.filter((chapter) => chapter.locale === code);
    const current = candidates.filter(isLatest);
    const [only, ...others] = current.length > 0 ? current : candidates;
    if (only && others.length === 0) return only;
  }
  if (named.length > 0) {
    const keys = [...new Set(named.map(({ key }) => key))].join(', ');
    throw new NotFoundError('CHAPTER_NOT_FOUND', {
      detail: `Several chapters have this id; name one by key: ${keys}.`,
    });
  }
  throw new NotFoundError('CHAPTER_NOT_FOUND');
};

/**
 * Finds a section by `<chapter key or id>#<section id>`.
 * @throws CHAPTER_NOT_FOUND, SECTION_NOT_FOUND
 */
export const findSection = (
  snapshot: BookSnapshot,
  reference: string,
  locale?: string,
): { chapter: ChapterEntry; section: SectionEntry } => {
  const at = reference.indexOf('#');
  if (at < 0) {
    throw new NotFoundError('SECTION_NOT_FOUND', { detail: 'A section is named as <chapter>#<section id>.' });
  }
  const chapter = findChapter(snapshot, reference.slice(0, at), locale);
  const section = chapter.sections.find(({ id }) => id === reference.slice(at + 1));
  if (!section) throw new NotFoundError('SECTION_NOT_FOUND');
  return { chapter, section };
};

/** Identities of the chapters of a locale that a search over the whole book looks at: the latest versions. */
export const bookPages = (snapshot: BookSnapshot, locale: string): Set<string> =>
  new Set(snapshot.chapters.filter((chapter) => chapter.locale === locale && isLatest(chapter)).map(chapterIdentity));

/** Whether answers may be made from a chapter. */
export const isAnsweredFrom = ({ answers }: Pick<ChapterEntry, 'answers'>): boolean => answers !== false;

/** Identities of the chapters of a locale that a question to the whole book is answered from: the latest versions. */
export const answerPages = (snapshot: BookSnapshot, locale: string): Set<string> =>
  new Set(
    snapshot.chapters
      .filter((chapter) => chapter.locale === locale && isLatest(chapter) && isAnsweredFrom(chapter))
      .map(chapterIdentity),
  );

/**
 * Identities of the chapters of a module in a locale that a question to the module is answered from.
 * @throws MODULE_NOT_FOUND
 */
export const modulePages = (snapshot: BookSnapshot, moduleId: string, locale: string): Set<string> => {
  if (!snapshot.book.modules.some(({ id }) => id === moduleId)) throw new NotFoundError('MODULE_NOT_FOUND');
  const members = snapshot.chapters.filter(
    (chapter) =>
      chapter.module === moduleId && chapter.locale === locale && isLatest(chapter) && isAnsweredFrom(chapter),
  );
  return new Set(members.map(chapterIdentity));
};
