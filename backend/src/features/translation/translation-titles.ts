/** What sidebars, breadcrumbs and lists of chapters show, in a language, from the memory. */
import { SUPPORTED_LANGUAGES, type SupportedLanguage, type TranslateTitlesResponse } from '@lectern/contracts';
import { chooseTranslation } from './memory/translation-lookup.ts';
import type { MemoryRepository } from './memory/translation-memory.repository.ts';
import type { LabelText, TranslationOutline } from './translation-book.ts';
import { isSameLanguage, readNeutral } from './translation-text.ts';

/** Looks all titles of a book up. */
export const translateTitles = async (
  memory: Pick<MemoryRepository, 'find'>,
  { source, chapters, modules }: TranslationOutline,
  language: SupportedLanguage,
): Promise<TranslateTitlesResponse> => {
  const texts = [
    ...modules,
    ...chapters.flatMap(({ title, description, labels }) => [title, description, ...labels].filter((text) => !!text)),
  ];
  const hashes = isSameLanguage(source, language) ? [] : Array.from(new Set(texts.map(({ hash }) => hash)));
  const entries = Map.groupBy(await memory.find({ source, target: language }, hashes), ({ hash }) => hash);
  /** A title stands in many places: only what holds everywhere is taken. */
  const translated = (text: LabelText | undefined): string | undefined => {
    const entry = text && chooseTranslation({ context: '' }, entries.get(text.hash) ?? []);
    return entry && readNeutral(entry.target, []);
  };
  const described = new Set(chapters.flatMap(({ description }) => description?.plain ?? []));
  const labels = new Map<string, string>();
  for (const text of texts) {
    const target = described.has(text.plain) ? undefined : translated(text);
    if (target !== undefined) labels.set(text.plain, target);
  }
  return {
    language,
    direction: SUPPORTED_LANGUAGES[language].direction,
    chapters: chapters.flatMap(({ entry, ...texts }) => {
      const title = translated(texts.title);
      const description = translated(texts.description);
      if (title === undefined && description === undefined) return [];
      return [
        {
          chapterId: entry.key,
          permalink: entry.permalink,
          ...(title === undefined ? {} : { title }),
          ...(description === undefined ? {} : { description }),
        },
      ];
    }),
    modules: modules.flatMap((module) => {
      const title = translated(module);
      return title === undefined ? [] : [{ id: module.id, title }];
    }),
    labels: Object.fromEntries(labels),
  };
};
