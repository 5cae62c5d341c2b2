/**
 * The same ten questions find the same passages in the same order, wherever the book is searched. On the built book
 * (`npm run build`), PostgreSQL (or PGlite) and the engine of Qdrant: with `npm run test:services`.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/client.ts';
import { openTestDatabase } from '../../src/db/db.fixture.ts';
import { createInProcessVectors } from '../../src/providers/vectors/in-process-vectors.ts';
import { createPgvectorStore, PGVECTOR_PREFIX } from '../../src/providers/vectors/pgvector-store.ts';
import { createQdrantStore } from '../../src/providers/vectors/qdrant-store.ts';
import { createStoredVectors } from '../../src/providers/vectors/stored-vectors.ts';
import type { VectorStore } from '../../src/providers/vectors/vector-store.port.ts';
import type { StoredIndex } from '../../src/providers/vectors/vectors.port.ts';
import { askTen, type Found, indexBook } from './ten-questions.ts';

const MANIFEST = fileURLToPath(new URL('../../../docusaurus/build/lectern/book.json', import.meta.url));
const url = process.env['LECTERN_TEST_QDRANT_URL'];
const silent = { info: () => undefined, warn: () => undefined };
const isReady = url !== undefined && existsSync(MANIFEST);
const PATIENCE_MS = 300_000;

describe.skipIf(!isReady)('ten questions to the built book (npm run build, npm run test:services)', () => {
  let database: Database;
  let book: StoredIndex;
  const stores: VectorStore[] = [];
  beforeAll(async () => {
    database = await openTestDatabase();
    book = await indexBook(MANIFEST);
  }, PATIENCE_MS);
  afterAll(async () => {
    for (const store of stores) {
      for (const name of (await store.list()).names) await store.drop(name);
      await store.close();
    }
    await database.close();
  }, PATIENCE_MS);

  /** Asks by words and by meaning, and makes sure that it was the store that answered. */
  const askStore = async (store: VectorStore, prefix: string): Promise<Found[][]> => {
    let scored = 0;
    const counting: VectorStore = {
      ...store,
      score: (...given) => {
        scored += 1;
        return store.score(...given);
      },
    };
    stores.push(store);
    const port = createStoredVectors({ store: counting, prefix, logger: silent });
    try {
      const index = await port.open(book);
      await port.settled();
      const found = [await askTen(index, book, false), await askTen(index, book, true)];
      const finding = await port.health?.check(new AbortController().signal);
      expect([finding?.status, scored]).toEqual(['pass', store.keepsWords ? 20 : 10]);
      return found;
    } finally {
      await port.close();
    }
  };

  it(
    'find the same passages in process, by pgvector and by Qdrant, by words and by meaning',
    async () => {
      const index = await createInProcessVectors().open(book);
      const here = [await askTen(index, book, false), await askTen(index, book, true)];
      expect(here.flat().every(({ passages }) => passages.length === 5)).toBe(true);
      expect(await askStore(createPgvectorStore({ db: database.db }), PGVECTOR_PREFIX)).toEqual(here);
      const prefix = `ten-${randomBytes(6).toString('hex')}`;
      const making = { shards: 1, replicas: 1, quantization: 'scalar', onDisk: false, timeoutMs: 60_000 } as const;
      const apiKey = process.env['LECTERN_TEST_QDRANT_API_KEY'] ?? null;
      const qdrant = createQdrantStore({ url: url ?? '', apiKey, collection: prefix, ...making });
      const found = (await askStore(qdrant, prefix)).flat();
      expect(found.map(({ passages }) => passages)).toEqual(here.flat().map(({ passages }) => passages));
      // Qdrant counts in 32-bit numbers, and its cosines may be of a byte a number.
      for (const [at, { scores, answerability }] of found.entries()) {
        const expected = here.flat()[at];
        expect(answerability).toBe(expected?.answerability);
        for (const [place, score] of scores.entries()) {
          expect(Math.abs(score - (expected?.scores[place] ?? Number.NaN))).toBeLessThan(0.01);
        }
      }
    },
    PATIENCE_MS,
  );
});
