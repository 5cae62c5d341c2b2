/**
 * Searches by words and meaning in each vector store: the process, pgvector on a PostgreSQL that is started for it, and
 * the engine of Qdrant in local mode, whose times say nothing of the server's.
 * Usage: `vector-stores.ts <folder of collections> [--sizes=1600,50000] [--stand-in-size=1600]`
 */
import { parseArgs } from 'node:util';
import { buildIndex, fuse, serializeIndex } from '@lectern/retrieval';
import { type Database, openDatabase } from '../../backend/src/db/client.ts';
import { migrateDatabase } from '../../backend/src/db/migrate.ts';
import { DenseWriter } from '../../backend/src/providers/vectors/dense-vectors.ts';
import { createInProcessVectors } from '../../backend/src/providers/vectors/in-process-vectors.ts';
import { createPgvectorStore, EXACT_BELOW } from '../../backend/src/providers/vectors/pgvector-store.ts';
import { createQdrantStore } from '../../backend/src/providers/vectors/qdrant-store.ts';
import { createStoredVectors } from '../../backend/src/providers/vectors/stored-vectors.ts';
import type { VectorStore } from '../../backend/src/providers/vectors/vector-store.port.ts';
import type { StoredIndex, VectorIndex } from '../../backend/src/providers/vectors/vectors.port.ts';
import { startQdrantEngine } from '../../backend/test/qdrant-engine/engine-process.ts';
import { startPostgres } from '../../backend/test/services/postgres-service.ts';
import { percentile } from '../percentile.ts';
import { readCollections } from './collection-reader.ts';
import { seededRandom } from './seeded-random.ts';
import { syntheticSections } from './synthetic-sections.ts';

const DIMENSIONS = 384;
const QUESTIONS = 150;
const STAND_IN_QUESTIONS = 5;
const WARM_UP = 20;
const SEED = 7;
const SHOWN = 8;
const EMBEDDER = 'bench/words/384';
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    sizes: { type: 'string', default: '1600,50000' },
    'stand-in-size': { type: 'string', default: '1600' },
  },
});
const [folder] = positionals;
if (folder === undefined) throw new Error('Usage: vector-stores.ts <folder of collections> [--sizes=1600,50000]');
const collections = readCollections(folder);
const questions = collections.flatMap(({ questions }) => questions.map(({ text }) => text)).slice(0, QUESTIONS);

/** Vectors that are near for texts of the same words: random ones are all alike far, which no index is good at. */
const wordVectors = new Map<string, Float32Array>();
const random = seededRandom(SEED);
function vectorOf(text: string): Float32Array {
  const sum = new Float32Array(DIMENSIONS);
  for (const word of text.toLowerCase().match(/\p{L}{4,}/gu) ?? []) {
    let vector = wordVectors.get(word);
    if (vector === undefined) {
      vector = Float32Array.from(sum, () => random() - 0.5);
      wordVectors.set(word, vector);
    }
    for (let axis = 0; axis < DIMENSIONS; axis += 1) sum[axis] = (sum[axis] ?? 0) + (vector[axis] ?? 0);
  }
  const length = Math.hypot(...sum) || 1;
  return sum.map((value) => value / length);
}

function makeBook(size: number): StoredIndex {
  const documents = syntheticSections(collections, size, SEED);
  const writer = new DenseWriter(EMBEDDER, DIMENSIONS);
  for (const { id, text } of documents) writer.add(id, vectorOf(text));
  const pages = new Map(documents.map(({ id }) => [id, id]));
  return { bytes: serializeIndex(buildIndex(documents)), pages, dense: writer.finish(), version: size };
}

interface Timed {
  readonly times: number[];
  /** Ids of the best, for each question. */
  readonly best: string[][];
}

async function ask(index: VectorIndex, count: number): Promise<Timed> {
  const [times, best]: [number[], string[][]] = [[], []];
  const asked = questions
    .slice(0, count)
    .map((query) => ({ query, vector: { embedder: EMBEDDER, values: vectorOf(query) } }));
  for (const { query, vector } of asked.slice(0, WARM_UP)) await index.candidates({ query, vector, limit: SHOWN });
  for (const { query, vector } of asked) {
    const start = performance.now();
    const { candidates } = await index.candidates({ query, vector, limit: SHOWN });
    const hits = fuse(candidates, { limit: SHOWN });
    times.push(performance.now() - start);
    best.push(hits.map(({ id }) => id));
  }
  return { times, best };
}

const share = (found: readonly string[][], wanted: readonly string[][]): string => {
  const kept = found.flatMap((ids, at) => ids.filter((id) => wanted[at]?.includes(id))).length;
  return (kept / found.flatMap((_, at) => wanted[at] ?? []).length).toFixed(3);
};

/** How long a store took to be filled, and of that to build its index, s. */
interface Filling {
  readonly seconds: number;
  readonly indexSeconds: number;
}

function print(size: number, name: string, { times, best }: Timed, reference: Timed, filling?: Filling): void {
  const filled = filling ? `${filling.seconds.toFixed(1)} (${filling.indexSeconds.toFixed(1)})` : '–';
  const cells = [percentile(times, 50), percentile(times, 95)].map((time) => time.toFixed(1));
  console.log(`| ${size} | ${name} | ${cells.join(' | ')} | ${share(best, reference.best)} | ${filled} |`);
}

/** Fills a store where it is not filled, and asks it. */
async function inStore(
  store: VectorStore,
  book: StoredIndex,
  count: number,
): Promise<{ asked: Timed; filling: Filling }> {
  let indexMs = 0;
  const timed: VectorStore = {
    ...store,
    activate: async (collection) => {
      const start = performance.now();
      await store.activate(collection);
      indexMs = performance.now() - start;
    },
  };
  const port = createStoredVectors({ store: timed, prefix: 'bench', logger: SILENT });
  try {
    const index = await port.open(book);
    const start = performance.now();
    await port.settled();
    const filling = { seconds: (performance.now() - start) / 1000, indexSeconds: indexMs / 1000 };
    const finding = await port.health?.check(new AbortController().signal);
    if (finding?.status !== 'pass') throw new Error(finding?.detail);
    return { asked: await ask(index, count), filling };
  } finally {
    await port.close();
  }
}

async function benchPgvector({ db }: Database, size: number, book: StoredIndex, reference: Timed): Promise<void> {
  const store = createPgvectorStore({ db, exactBelow: 1 });
  const hnsw = await inStore(store, book, QUESTIONS);
  print(size, 'pgvector, HNSW', hnsw.asked, reference, hnsw.filling);
  // The same rows: a look at all of them does not go through the index.
  const exact = await inStore(createPgvectorStore({ db, exactBelow: Number.MAX_SAFE_INTEGER }), book, QUESTIONS);
  print(size, 'pgvector, all looked at', exact.asked, reference);
  for (const name of (await store.list()).names) await store.drop(name);
}

async function benchStandIn(size: number, book: StoredIndex, reference: Timed): Promise<void> {
  const engine = await startQdrantEngine();
  try {
    const making = { shards: 1, replicas: 1, quantization: 'none', onDisk: false, timeoutMs: 60_000 } as const;
    const store = createQdrantStore({ url: engine.url, apiKey: null, collection: 'bench', ...making });
    const { asked, filling } = await inStore(store, book, STAND_IN_QUESTIONS);
    print(size, '*Qdrant’s engine in local mode: a scan in Python, not the server*', asked, reference, filling);
  } finally {
    await engine.stop();
  }
}

console.log('## Vector stores: a question by words and meaning\n');
console.log(
  `| sections | store | p50 ms | p95 ms | of the process’s best ${SHOWN} | filled in s (its index) |\n|---|---|---|---|---|---|`,
);
const postgres = await startPostgres();
const database = await openDatabase({ url: postgres.url, dataDir: '', logger: SILENT });
try {
  await migrateDatabase(database);
  for (const size of values.sizes.split(',').map(Number)) {
    const book = makeBook(size);
    const reference = await ask(await createInProcessVectors().open(book), QUESTIONS);
    print(size, 'in process', reference, reference);
    await benchPgvector(database, size, book, reference);
    if (size <= Number(values['stand-in-size'])) await benchStandIn(size, book, reference);
  }
} finally {
  await database.close();
  await postgres.stop();
}
console.log(
  `\nLimits: p95 15 ms at 1,600 sections, 50 ms at 50,000. Vectors of ${DIMENSIONS} numbers, made of the sections’ words. PostgreSQL on the same machine. The server goes through HNSW from ${EXACT_BELOW} vectors on.`,
);
