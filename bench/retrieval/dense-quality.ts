/**
 * What meaning adds to words: the ranking with the embeddings of a local model (docs/embeddings.md).
 * Usage: `dense-quality.ts <folder of collections> [--model <directory>] [--only <collection>]`; the model may also be
 * named by LECTERN_TEST_LOCAL_MODEL. Without one it says so and measures nothing.
 */
import { parseArgs } from 'node:util';
import { buildIndex, candidates, fuse } from '@lectern/retrieval';
import { embeddedText } from '../../backend/src/features/content/content-embedded-text.ts';
import type { Embedder, EmbeddingPurpose } from '../../backend/src/providers/embeddings/embeddings.port.ts';
import { createLocalEmbedder } from '../../backend/src/providers/embeddings/local-embeddings.ts';
import { DenseWriter, denseScan, readDenseVectors } from '../../backend/src/providers/vectors/dense-vectors.ts';
import { percentile } from '../percentile.ts';
import { type Collection, readCollections } from './collection-reader.ts';
import { misspell } from './question-typos.ts';
import { judgeRanking, meanQuality, type RankingQuality } from './ranking-metrics.ts';

const DIMENSIONS = 384;
const TYPO_SEED = 1;
const RANKED_SECTIONS = 60;

type Ranking = (question: string, vector: Float32Array) => string[];

async function embedAll(embedder: Embedder, texts: readonly string[], purpose: EmbeddingPurpose) {
  const signal = new AbortController().signal;
  const vectors: Float32Array[] = [];
  const times: number[] = [];
  for (const text of texts) {
    const start = performance.now();
    vectors.push(...(await embedder.embed([embedder.fit(text)], { purpose, signal })).vectors);
    times.push(performance.now() - start);
  }
  return { vectors, times };
}

function measure(
  { questions, judgements, judgedId }: Collection,
  texts: readonly string[],
  vectors: readonly Float32Array[],
  rank: Ranking,
): RankingQuality {
  return meanQuality(
    questions.map((question, at) => {
      const ranked = rank(texts[at] ?? '', vectors[at] ?? new Float32Array(DIMENSIONS));
      return judgeRanking([...new Set(ranked.map(judgedId))], judgements.get(question.id) ?? new Map());
    }),
  );
}

/** The rankings under test over one collection. */
async function rankingsOf({ documents }: Collection, embedder: Embedder): Promise<Record<string, Ranking>> {
  const index = buildIndex(documents);
  const texts = documents.map(({ path, text }) =>
    embeddedText({ text, sections: [{ id: '', headingPath: path, permalink: '', start: 0, end: text.length }] }),
  );
  const { vectors } = await embedAll(embedder, texts, 'passage');
  const writer = new DenseWriter(embedder.model, DIMENSIONS);
  documents.forEach(({ id }, at) => {
    writer.add(id, vectors[at] ?? new Float32Array(DIMENSIONS));
  });
  const scan = denseScan(readDenseVectors(writer.finish()), index.ids);
  const limit = RANKED_SECTIONS;
  return {
    'Lectern, words alone': (question) => fuse(candidates(index, question, { limit }).candidates, { limit }).map(idOf),
    'the model alone': (_question, vector) => {
      const cosines = scan(vector, undefined);
      const order = Array.from(cosines.keys()).sort((a, b) => (cosines[b] ?? 0) - (cosines[a] ?? 0));
      return order.slice(0, limit).map((ordinal) => index.ids[ordinal] ?? '');
    },
    'Lectern with the model': (question, vector) => {
      const dense = (scope: Uint8Array | undefined) => scan(vector, scope);
      return fuse(candidates(index, question, { limit, dense }).candidates, { limit }).map(idOf);
    },
  };
}

const idOf = ({ id }: { readonly id: string }): string => id;
const number = (value: number): string => value.toFixed(3);

async function report(collection: Collection, embedder: Embedder): Promise<void> {
  const rankings = await rankingsOf(collection, embedder);
  const plain = collection.questions.map(({ text }) => text);
  const slipped = misspell(plain, TYPO_SEED);
  const asked = await embedAll(embedder, plain, 'query');
  const askedSlipped = await embedAll(embedder, slipped, 'query');
  console.log(`\n### ${collection.name}, with ${embedder.model}\n`);
  console.log('| ranking | nDCG@10 | recall@5 | MRR@10 | nDCG@10, typos |\n|---|---|---|---|---|');
  for (const [name, rank] of Object.entries(rankings)) {
    const { ndcg10, recall5, mrr10 } = measure(collection, plain, asked.vectors, rank);
    const typos = measure(collection, slipped, askedSlipped.vectors, rank).ndcg10;
    console.log(`| ${name} | ${[ndcg10, recall5, mrr10, typos].map(number).join(' | ')} |`);
  }
  const [p50, p95] = [50, 95].map((percent) => percentile(asked.times, percent).toFixed(1));
  console.log(`\nEmbedding a question: p50 ${p50} ms, p95 ${p95} ms`);
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { model: { type: 'string' }, only: { type: 'string' } },
});
const { LECTERN_TEST_LOCAL_MODEL } = process.env;
const directory = values.model ?? LECTERN_TEST_LOCAL_MODEL;
const [folder] = positionals;
if (folder === undefined) {
  console.error('Usage: dense-quality.ts <folder of collections> [--model <directory>] [--only <collection>]');
  process.exitCode = 2;
} else if (directory === undefined) {
  console.log('### Retrieval with a model\n\nnot available here: no local model is named (docs/embeddings.md)');
} else {
  const embedder = await createLocalEmbedder({ directory, dimensions: DIMENSIONS });
  await embedder.warm();
  for (const collection of readCollections(folder)) {
    if (values.only === undefined || values.only === collection.name) await report(collection, embedder);
  }
  await embedder.close();
}
