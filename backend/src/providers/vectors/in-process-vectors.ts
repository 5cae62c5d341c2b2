/** The default adapter: the engine of @lectern/retrieval over typed arrays in this process. */
import { candidates, deserializeIndex } from '@lectern/retrieval';
import type { CandidateFilter, VectorsPort } from './vectors.port.ts';

/** Makes the in-process adapter. */
export const createInProcessVectors = (): VectorsPort => ({
  open: async ({ bytes, pages }) => {
    const index = deserializeIndex(bytes);
    return {
      lexicon: index,
      candidates: async ({ query, limit, filter }) =>
        candidates(index, query, { limit, filter: predicate(filter, pages) }),
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
