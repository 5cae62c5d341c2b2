/** The manifests of several locales → one. */
import type { Book, Chapter } from '@lectern/contracts';

/** Ties a translated chapter to the chapter of the default locale with the same key. */
function linkSource(chapter: Chapter, sources: ReadonlyMap<string, Chapter>): Chapter {
  const source = sources.get(chapter.key);
  const { translationOf: _old, ...rest } = chapter;
  return source === undefined ? rest : { ...rest, translationOf: { key: source.key, sourceHash: source.sourceHash } };
}

/**
 * Adds one locale's manifest to what other locales' builds have written; its own earlier chapters are replaced.
 * Title, options, modules and glossary are the default locale's, where that is built.
 */
export function mergeBooks(existing: Book | undefined, own: Book): Book {
  if (existing === undefined) return own;
  const locale = own.locales[0]?.code;
  const frame = locale === own.defaultLocale ? own : existing;
  const others = existing.chapters.filter((chapter) => chapter.locale !== locale);
  const all = locale === own.defaultLocale ? [...own.chapters, ...others] : [...others, ...own.chapters];
  const isSource = (chapter: Chapter): boolean => chapter.locale === own.defaultLocale;
  const sources = new Map(all.filter(isSource).map((chapter) => [chapter.key, chapter]));
  return {
    ...frame,
    locales: [...existing.locales.filter(({ code }) => code !== locale), ...own.locales],
    generatedAt: own.generatedAt,
    chapters: all.map((chapter) => (isSource(chapter) ? chapter : linkSource(chapter, sources))),
  };
}
