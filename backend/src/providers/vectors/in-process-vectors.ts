/** The default adapter: the engine of @lectern/retrieval over typed arrays in this process. */
import { type CandidateResult, candidates, mergeCandidates } from '@lectern/retrieval';
import { denseScan, readDenseVectors } from './dense-vectors.ts';
import { type LanguageIndex, mayHold, openLanguages, predicate } from './language-index.ts';
import type { QueryVector, StoredIndex, VectorIndex, VectorsPort } from './vectors.port.ts';

/** Makes the in-process adapter. */
export const createInProcessVectors = (): VectorsPort => ({
  open: async (stored) => searchHere(openLanguages(stored.bytes, stored.pages), stored),
  settled: async () => {},
  health: undefined,
  close: async () => {},
});

/**
 * Searches the given languages in this process.
 * @throws DenseFormatError
 */
export const searchHere = (
  languages: readonly LanguageIndex[],
  { pages, dense }: Pick<StoredIndex, 'pages' | 'dense'>,
): VectorIndex => {
  const vectors = dense === undefined ? undefined : readDenseVectors(dense);
  const scans = new Map(
    vectors === undefined
      ? []
      : languages.map((language): [LanguageIndex, ReturnType<typeof denseScan>] => [
          language,
          denseScan(vectors, language.index.ids),
        ]),
  );
  // Vectors of two models have no cosine that means anything.
  const denseOf = (language: LanguageIndex, vector: QueryVector | undefined) => {
    const scan = scans.get(language);
    return scan === undefined || vector === undefined || vector.embedder !== vectors?.embedder
      ? {}
      : { dense: (scope: Uint8Array | undefined) => scan(vector.values, scope) };
  };
  return {
    lexicon: (page) => languages.find((language) => language.pages.has(page))?.index,
    ...(vectors === undefined ? {} : { dense: { embedder: vectors.embedder, sections: vectors.ids.length } }),
    candidates: async ({ query, limit, filter, vector }) => {
      const allowed = predicate(filter, pages);
      const asked = languages.filter((language) => mayHold(language, filter));
      const found = asked.map((language): CandidateResult => {
        return candidates(language.index, query, { limit, filter: allowed, ...denseOf(language, vector) });
      });
      return mergeCandidates(found);
    },
  };
};
