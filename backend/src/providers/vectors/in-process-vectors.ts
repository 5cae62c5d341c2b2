/** The default adapter: the engine of @lectern/retrieval over typed arrays in this process. */
import {
  type CandidateResult,
  candidates,
  deserializeIndexes,
  mergeCandidates,
  type SearchIndex,
} from '@lectern/retrieval';
import { denseScan, readDenseVectors } from './dense-vectors.ts';
import type { CandidateFilter, QueryVector, VectorsPort } from './vectors.port.ts';

/** The index of one language. */
interface LanguageIndex {
  readonly index: SearchIndex;
  readonly ids: ReadonlySet<string>;
  readonly pages: ReadonlySet<string>;
  /** Cosines with its sections; undefined without vectors. */
  readonly scan: ReturnType<typeof denseScan> | undefined;
}

/** Makes the in-process adapter. */
export const createInProcessVectors = (): VectorsPort => ({
  open: async ({ bytes, pages, dense }) => {
    const vectors = dense === undefined ? undefined : readDenseVectors(dense);
    const languages = Array.from(deserializeIndexes(bytes).values(), (index): LanguageIndex => {
      const ownPages = new Set(index.ids.flatMap((id) => pages.get(id) ?? []));
      const scan = vectors === undefined ? undefined : denseScan(vectors, index.ids);
      return { index, ids: new Set(index.ids), pages: ownPages, scan };
    });
    // Vectors of two models have no cosine that means anything.
    const denseOf = (scan: LanguageIndex['scan'], vector: QueryVector | undefined) =>
      scan === undefined || vector === undefined || vector.embedder !== vectors?.embedder
        ? {}
        : { dense: (scope: Uint8Array | undefined) => scan(vector.values, scope) };
    return {
      lexicon: (page) => languages.find((language) => language.pages.has(page))?.index,
      ...(vectors === undefined ? {} : { dense: { embedder: vectors.embedder, sections: vectors.ids.length } }),
      candidates: async ({ query, limit, filter, vector }) => {
        const allowed = predicate(filter, pages);
        const asked = languages.filter((language) => mayHold(language, filter));
        const found = asked.map(({ index, scan }): CandidateResult => {
          return candidates(index, query, { limit, filter: allowed, ...denseOf(scan, vector) });
        });
        return mergeCandidates(found);
      },
    };
  },
});

/** Whether a language has a page or section of those that a question is asked of. */
const mayHold = (language: LanguageIndex, filter: CandidateFilter | undefined): boolean => {
  const { pages, ids } = filter ?? {};
  const hasPage = pages === undefined || hasAny(pages, language.pages);
  return hasPage && (ids === undefined || hasAny(ids, language.ids));
};

const hasAny = (wanted: ReadonlySet<string>, held: ReadonlySet<string>): boolean => {
  for (const one of wanted) if (held.has(one)) return true;
  return false;
};

const predicate = (
  filter: CandidateFilter | undefined,
  pageOf: ReadonlyMap<string, string>,
): ((id: string) => boolean) | undefined => {
  if (!filter || (!filter.pages && !filter.ids)) return undefined;
  const { pages, ids } = filter;
  return (id) => (ids?.has(id) ?? true) && (pages?.has(pageOf.get(id) ?? '') ?? true);
};
