/**
 * Runs on the engine of backend/test/qdrant-engine/ (npm run test:services), or on a real Qdrant: its address in
 * LECTERN_TEST_QDRANT_URL, its key in LECTERN_TEST_QDRANT_API_KEY.
 */
import { randomBytes } from 'node:crypto';
import { describe } from 'vitest';
import { createQdrantStore } from './qdrant-store.ts';
import { createStoredVectors } from './stored-vectors.ts';
import { describeVectorStore } from './vector-store.contract.ts';
import type { VectorStore } from './vector-store.port.ts';
import { describeVectorsContract } from './vectors.contract.ts';

const url = process.env['LECTERN_TEST_QDRANT_URL'];
const apiKey = process.env['LECTERN_TEST_QDRANT_API_KEY'] ?? null;
const silent = { info: () => undefined, warn: () => undefined };

const newStore = () => {
  const prefix = `lectern-test-${randomBytes(6).toString('hex')}`;
  const store = createQdrantStore({
    url: url ?? '',
    apiKey,
    collection: prefix,
    shards: 1,
    replicas: 1,
    quantization: 'scalar',
    onDisk: false,
    timeoutMs: 20_000,
  });
  return { store, prefix };
};

const clear = async (store: VectorStore): Promise<void> => {
  for (const name of (await store.list()).names) await store.drop(name);
  await store.close();
};

describe.skipIf(url === undefined)('with a Qdrant (npm run test:services)', () => {
  describeVectorStore('Qdrant', async () => {
    const { store, prefix } = newStore();
    return { store, prefix, clear: () => clear(store) };
  });

  describeVectorsContract('Qdrant', () => {
    const { store, prefix } = newStore();
    const port = createStoredVectors({ store, prefix, logger: silent });
    return {
      ...port,
      close: async () => {
        await port.close();
        await clear(store);
      },
    };
  });
});
