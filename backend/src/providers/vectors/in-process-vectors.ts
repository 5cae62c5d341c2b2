/** The default adapter: the engine of @lectern/retrieval over typed arrays in this process. */
import { candidates, deserializeIndex } from '@lectern/retrieval';
import { denseScan, readDenseVectors } from './dense-vectors.ts';
import type { CandidateFilter, QueryVector, VectorsPort } from './vectors.port.ts';

/** Makes the in-process adapter. */
export const createInProcessVectors = (): VectorsPort => ({
  open: async ({ bytes, pages, dense }) => {
    const index = deserializeIndex(bytes);
    const vectors = dense === undefined ? undefined : readDenseVectors(dense);
    const scan = vectors === undefined ? undefined : denseScan(vectors, index.ids);
    const denseOf = (vector: QueryVector | undefined) => {
      // Vectors of two models have no cosine that means anything.
      if (scan === undefined || vector === undefined || vector.embedder !== vectors?.embedder) return {};
      return { dense: (scope: Uint8Array | undefined) => scan(vector.values, scope) };
    };
    return {
      lexicon: index,
      ...(vectors === undefined ? {} : { dense: { embedder: vectors.embedder, sections: vectors.ids.length } }),
      candidates: async ({ query, limit, filter, vector }) =>
        candidates(index, query, { limit, filter: predicate(filter, pages), ...denseOf(vector) }),
    };
  },
});

const predicate = (
  filter: CandidateFilter | undefined,
  pageOf: ReadonlyMap<string, string>,
): ((id: string) => boolean) | undefined => {
  if (!filter || (!filter.pages && !filter.ids)) return undefined;
  const { pages, ids } = filter;
  return (id) => (ids?.has(id) ?? true) && (pages?.has(pageOf.get(id) ?? '') ?? true);
};
