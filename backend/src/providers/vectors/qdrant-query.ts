/** Questions as Qdrant is asked them: one batch, raw scores of every channel for what any channel found. */
import type { Schemas } from '@qdrant/js-client-rest';
import { VECTORS } from './qdrant-collection.ts';
import type { SparseQuery, StoreAnswer, StoreScope, StoreSearch } from './vector-store.port.ts';

type Query = Schemas['QueryRequest'];
type Condition = Schemas['FieldCondition'] | Schemas['HasIdCondition'];

/** Vectors read again exactly for each one that is wanted: a byte a number brings near ones out of order. */
const OVERSAMPLING = 2;
const EXACTLY: Schemas['SearchParams'] = { quantization: { rescore: true, oversampling: OVERSAMPLING } };

/** A query, and where its scores go. */
interface Part {
  readonly query: Query;
  readonly into: Map<number, number>;
}

/** The batch for some searches. */
export interface QdrantBatch {
  readonly searches: Query[];
  /** Reads the responses, in the order of `searches`. */
  read(responses: readonly Schemas['QueryResponse'][]): StoreAnswer[];
}

/** Makes the batch. */
export const batchOf = (searches: readonly StoreSearch[]): QdrantBatch => {
  const parts: Part[] = [];
  const answers = searches.map((search): StoreAnswer => {
    const words = search.readings.map(() => new Map<number, number>());
    const answer = { words, grams: new Map<number, number>(), dense: new Map<number, number>() };
    const channels = [
      ...search.readings.map((reading, at) => sparse(reading, VECTORS.words, words[at])),
      sparse(search.grams, VECTORS.grams, answer.grams),
      ...dense(search.dense, answer.dense),
    ];
    parts.push(...joined(search, channels));
    return answer;
  });
  return {
    searches: parts.map(({ query }) => query),
    read: (responses) => {
      parts.forEach(({ into }, at) => {
        for (const { id, score } of responses[at]?.points ?? []) if (typeof id === 'number') into.set(id, score);
      });
      return answers;
    },
  };
};

/**
 * Every channel is asked for its best, and then scores what all of them found together: a section that one channel
 * found has its true score in the others too.
 */
const joined = ({ scope, count, nearest }: StoreSearch, channels: readonly Part[]): Part[] => {
  const asked = channels.filter(({ query }) => query.query !== undefined);
  const filter = filterOf(scope);
  const found = asked.map(({ query }) => ({ ...query, filter, limit: count }));
  const here = nearest.length === 0 ? [] : [{ filter: { must: [{ has_id: [...nearest] }] }, limit: nearest.length }];
  const prefetch = [...found, ...here];
  const limit = asked.length * count + nearest.length;
  return asked.map(({ into, query }) => ({ into, query: { ...query, prefetch, filter, limit } }));
};

/** Terms that the collection does not have are no query. */
const sparse = ({ indices, values }: SparseQuery, using: string, into = new Map<number, number>()): Part => {
  const query = { indices: [...indices], values: [...values] };
  return { into, query: indices.length === 0 ? {} : { query, using } };
};

const dense = (vector: readonly number[] | undefined, into: Map<number, number>): Part[] =>
  vector === undefined ? [] : [{ into, query: { query: [...vector], using: VECTORS.dense, params: EXACTLY } }];

/** The filter of a scope. */
export const filterOf = ({ language, module, pages, ids }: StoreScope): Schemas['Filter'] => {
  const must: Condition[] = [{ key: 'locale', match: { value: language } }];
  if (module !== undefined) must.push({ key: 'module', match: { value: module } });
  if (pages !== undefined) must.push({ key: 'chapter', match: { any: [...pages] } });
  if (ids !== undefined) must.push({ has_id: [...ids] });
  return { must };
};
