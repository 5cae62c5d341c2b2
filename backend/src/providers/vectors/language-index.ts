/** The indexes of a book's languages as every adapter holds them: which of them a question is asked, and of what. */
import { deserializeIndexes, type SearchIndex, sparseTables } from '@lectern/retrieval';
import type { CandidateFilter } from './vectors.port.ts';

/** The index of one language. */
export interface LanguageIndex {
  readonly language: string;
  readonly index: SearchIndex;
  readonly ids: ReadonlySet<string>;
  readonly pages: ReadonlySet<string>;
  /** Where its sections and terms begin among those of all languages: a store has one row of numbers for all. */
  readonly first: { readonly section: number; readonly word: number; readonly gram: number };
}

/** Reads the indexes of a version. @throws IndexFormatError (@lectern/retrieval) */
export const openLanguages = (bytes: Uint8Array, pageOf: ReadonlyMap<string, string>): LanguageIndex[] => {
  const first = { section: 0, word: 0, gram: 0 };
  return Array.from(deserializeIndexes(bytes), ([language, index]) => {
    const pages = new Set(index.ids.flatMap((id) => pageOf.get(id) ?? []));
    const opened = { language, index, ids: new Set(index.ids), pages, first: { ...first } };
    const { words, grams } = sparseTables(index);
    first.section += index.ids.length;
    first.word += words.size;
    first.gram += grams.size;
    return opened;
  });
};

/** Whether a language has a page or section of those that a question is asked of. */
export const mayHold = (
  language: Pick<LanguageIndex, 'pages' | 'ids'>,
  filter: CandidateFilter | undefined,
): boolean => {
  const { pages, ids } = filter ?? {};
  const hasPage = pages === undefined || hasAny(pages, language.pages);
  return hasPage && (ids === undefined || hasAny(ids, language.ids));
};

const hasAny = (wanted: ReadonlySet<string>, held: ReadonlySet<string>): boolean => {
  for (const one of wanted) if (held.has(one)) return true;
  return false;
};

/** Says of each section whether it is in scope; undefined: all are. */
export const predicate = (
  filter: CandidateFilter | undefined,
  pageOf: ReadonlyMap<string, string>,
): ((id: string) => boolean) | undefined => {
  if (!filter || (!filter.pages && !filter.ids)) return undefined;
  const { pages, ids } = filter;
  return (id) => (ids?.has(id) ?? true) && (pages?.has(pageOf.get(id) ?? '') ?? true);
};
