import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../db/client.ts';
import { openTestDatabase } from '../../db/db.fixture.ts';
import { createPgvectorStore, hasIterativeScan, PGVECTOR_PREFIX } from './pgvector-store.ts';
import { createStoredVectors } from './stored-vectors.ts';
import { describeVectorStore } from './vector-store.contract.ts';
import type { VectorStore } from './vector-store.port.ts';
import { describeVectorsContract } from './vectors.contract.ts';

const silent = { info: () => undefined, warn: () => undefined };
const clear = async (store: VectorStore): Promise<void> => {
  for (const name of (await store.list()).names) await store.drop(name);
};

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

// Every size goes both ways: by a look at all, and through an index.
describe.each([
  ['exact', 10_000],
  ['HNSW', 1],
])('pgvector, %s', (_name, exactBelow) => {
  const makeStore = () => createPgvectorStore({ db: database.db, exactBelow });

  describeVectorStore('pgvector', async () => {
    const store = makeStore();
    return { store, prefix: PGVECTOR_PREFIX, clear: () => clear(store) };
  });

  describeVectorsContract('pgvector', () => {
    const store = makeStore();
    const port = createStoredVectors({ store, prefix: PGVECTOR_PREFIX, logger: silent });
    return {
      ...port,
      close: async () => {
        await port.close();
        await clear(store);
      },
    };
  });
});

describe('the version of pgvector', () => {
  it('decides whether a filtered search goes on looking', () => {
    expect(['0.6.2', '0.7.4', '0.8.0', '0.10.0', '1.0.0'].map(hasIterativeScan)).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
  });
});
