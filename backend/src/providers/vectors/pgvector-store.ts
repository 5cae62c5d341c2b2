/** The pgvector adapter: embeddings in PostgreSQL, searched exactly below a size and through an HNSW index above it. */
import type { Db } from '../../db/client.ts';
import { DatabaseUnavailableError, errorCode, isConnectionError } from '../../db/database-errors.ts';
import { createSectionVectorRepository, type NearestMethod } from './section-vector.repository.ts';
import { type StoreAnswer, StoreFault, type StoreSearch, type VectorStore } from './vector-store.port.ts';

/** First part of the names of collections. */
export const PGVECTOR_PREFIX = 'sections';
/**
 * From so many vectors on a collection has an HNSW index, and from so many in scope a question goes through it. Below, a
 * look at all of them misses none and needs no index to be built: at 1,600 sections it took p50 9.3 ms, HNSW 10.5; at
 * 50,000 it took 61.6, HNSW 29.3 (bench/RESULTS.md, "Vector stores").
 */
export const EXACT_BELOW = 10_000;
/** Candidates of an HNSW search for each one that is wanted: .99 of the best eight are then those of a look at all. */
const SEARCH_WIDTH = 1.5;
/** What a role has too few rights, or a server too many connections for. */
const PASSING_CODES = ['53300', '53400', '55P03', '57P01', '57P02', '57P03', '57014', '40001', '40P01'];

/** How the store is made. */
export interface PgvectorStoreOptions {
  readonly db: Db;
  /** For tests; default {@link EXACT_BELOW}. */
  readonly exactBelow?: number;
}

/** Makes the store. */
export const createPgvectorStore = ({ db, exactBelow = EXACT_BELOW }: PgvectorStoreOptions): VectorStore => {
  const repository = createSectionVectorRepository(db);
  /** Points of collections that are whole: they don't change any more. */
  const sizes = new Map<string, number>();
  let iterative: Promise<boolean> | undefined;
  const canIterate = (): Promise<boolean> => {
    iterative ??= repository.version().then(hasIterativeScan);
    iterative.catch(() => {
      iterative = undefined;
    });
    return iterative;
  };

  const sizeOf = async (collection: string): Promise<number> => {
    const known = sizes.get(collection);
    if (known !== undefined) return known;
    const state = await repository.describe(collection);
    if (state === undefined) throw new StoreFault('missing', 'PostgreSQL does not have the embeddings of this index');
    sizes.set(collection, state.points);
    return state.points;
  };

  const methodOf = async (collection: string, { scope, count }: StoreSearch): Promise<NearestMethod> => {
    const all = await sizeOf(collection);
    const size = Math.min(all, scope.numbers()?.length ?? scope.to - scope.from);
    if (size < exactBelow) return { kind: 'exact' };
    const efSearch = Math.ceil((count * SEARCH_WIDTH * all) / size);
    return { kind: 'hnsw', efSearch, iterative: await canIterate() };
  };

  const answer = async (collection: string, search: StoreSearch): Promise<StoreAnswer> => {
    const { dense: vector, scope, count: limit, nearest: also } = search;
    if (vector === undefined) return { words: [], grams: new Map(), dense: new Map() };
    const { from, to } = scope;
    const nearest = { vector, limit, from, to, numbers: scope.numbers(), also };
    const rows = await repository.nearest(collection, nearest, await methodOf(collection, search));
    // What answered before may have been dropped meanwhile, or by somebody else.
    if (rows.length === 0 && (await repository.describe(collection)) === undefined) {
      sizes.delete(collection);
      await sizeOf(collection);
    }
    return { words: [], grams: new Map(), dense: new Map(rows.map(({ number, score }) => [number, score])) };
  };

  return {
    label: 'pgvector',
    keepsWords: false,
    list: () =>
      guarded(async () => {
        const rows = await repository.list();
        return { current: rows.find(({ current }) => current)?.name, names: rows.map(({ name }) => name) };
      }),
    describe: (collection) => guarded(() => repository.describe(collection)),
    create: (collection, dimensions) =>
      guarded(() => {
        if (dimensions === undefined) throw new StoreFault('refused', 'a collection without vectors is not kept');
        return repository.create(collection, dimensions);
      }),
    upsert: (collection, points) =>
      guarded(async () => {
        const dimensions = (await repository.describe(collection))?.dimensions;
        const rows = points.flatMap(({ number, dense }) => (dense === undefined ? [] : [{ number, vector: dense }]));
        if (rows.some(({ vector }) => vector.length !== dimensions)) {
          throw new StoreFault('refused', `the collection has vectors of ${dimensions} numbers`);
        }
        sizes.delete(collection);
        await repository.upsert(collection, rows);
      }),
    activate: (collection) =>
      guarded(async () => {
        const state = await repository.describe(collection);
        if (state && state.points >= exactBelow) await repository.buildIndex(collection, state.dimensions);
        await repository.activate(collection);
      }),
    drop: (collection) =>
      guarded(async () => {
        sizes.delete(collection);
        await repository.drop(collection);
      }),
    score: (collection, searches) =>
      guarded(async () => {
        const answers: StoreAnswer[] = [];
        for (const search of searches) answers.push(await answer(collection, search));
        return answers;
      }),
    close: async () => {},
  };
};

/** Whether this pgvector goes on looking when a filter leaves too few: 0.8 and later. */
export const hasIterativeScan = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 0 || minor >= 8;
};

const guarded = async <T>(operation: () => Promise<T>): Promise<T> => {
  try {
    return await operation();
  } catch (error) {
    if (error instanceof StoreFault) throw error;
    const code = errorCode(error);
    if (isConnectionError(error) || error instanceof DatabaseUnavailableError) {
      throw new StoreFault('unreachable', 'PostgreSQL does not answer', { cause: error });
    }
    if (code !== undefined && PASSING_CODES.includes(code)) {
      throw new StoreFault('busy', `PostgreSQL is not ready (${code})`, { cause: error });
    }
    throw new StoreFault('refused', `PostgreSQL does not take the request (${code ?? 'no code'})`, { cause: error });
  }
};
