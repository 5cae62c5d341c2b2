/**
 * What a scan of embeddings adds to a search: the adapter in the process, over made-up vectors (their numbers don't
 * matter to the time). Usage: `dense-latency.ts <folder of collections> [--sizes=400,1600]`
 */
import { parseArgs } from 'node:util';
import { buildIndex, fuse, serializeIndex } from '@lectern/retrieval';
import { DenseWriter } from '../../backend/src/providers/vectors/dense-vectors.ts';
import { createInProcessVectors } from '../../backend/src/providers/vectors/in-process-vectors.ts';
import type { QueryVector, VectorIndex } from '../../backend/src/providers/vectors/vectors.port.ts';
import { percentile } from '../percentile.ts';
import { readCollections } from './collection-reader.ts';
import { seededRandom } from './seeded-random.ts';
import { syntheticSections } from './synthetic-sections.ts';

const SIZES = [400, 1600, 50_000];
const DIMENSIONS = 384;
const QUESTIONS = 200;
const WARM_UP = 30;
const SEED = 7;
const EMBEDDER = 'bench/random/384';
const MEBIBYTE = 1024 * 1024;

const { positionals, values } = parseArgs({ allowPositionals: true, options: { sizes: { type: 'string' } } });
const [folder] = positionals;
if (folder === undefined) throw new Error('Usage: dense-latency.ts <folder of collections> [--sizes=400,1600]');

const collections = readCollections(folder);
const questions = collections.flatMap((collection) => collection.questions.map(({ text }) => text)).slice(0, QUESTIONS);
const random = seededRandom(SEED);

function unitVector(): Float32Array {
  const values = Float32Array.from({ length: DIMENSIONS }, () => random() - 0.5);
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

async function timeSearches(index: VectorIndex, vectorOf: (at: number) => QueryVector | undefined): Promise<number[]> {
  const times: number[] = [];
  for (const [at, query] of [...questions.slice(0, WARM_UP), ...questions].entries()) {
    const start = performance.now();
    fuse((await index.candidates({ query, limit: 8, vector: vectorOf(at) })).candidates, { limit: 8 });
    times.push(performance.now() - start);
  }
  return times.slice(WARM_UP);
}

console.log(`### Searching with embeddings of ${DIMENSIONS} numbers\n`);
console.log('| sections | stored MiB | words alone p50 / p95 ms | with embeddings p50 / p95 ms |\n|---|---|---|---|');
for (const size of values.sizes?.split(',').map(Number) ?? SIZES) {
  const documents = syntheticSections(collections, size, SEED);
  const writer = new DenseWriter(EMBEDDER, DIMENSIONS);
  for (const { id } of documents) writer.add(id, unitVector());
  const dense = writer.finish();
  const pages = new Map(documents.map(({ id }) => [id, id]));
  const index = await createInProcessVectors().open({ bytes: serializeIndex(buildIndex(documents)), pages, dense });
  const vectors = Array.from({ length: WARM_UP + QUESTIONS }, () => ({ embedder: EMBEDDER, values: unitVector() }));
  const cells = [await timeSearches(index, () => undefined), await timeSearches(index, (at) => vectors[at])].map(
    (times) => `${percentile(times, 50).toFixed(1)} / ${percentile(times, 95).toFixed(1)}`,
  );
  console.log(`| ${size} | ${(dense.length / MEBIBYTE).toFixed(1)} | ${cells.join(' | ')} |`);
}
