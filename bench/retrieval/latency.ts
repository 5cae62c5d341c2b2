import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import {
  buildIndex,
  buildIndexSteps,
  deserializeIndex,
  extractAnswer,
  type IndexDocument,
  search,
  serializeIndex,
} from '@lectern/retrieval';
import { miniSearchRanker } from './baseline-rankers.ts';
import { type Collection, readCollections } from './collection-reader.ts';
import { misspell } from './question-typos.ts';
import { syntheticSections } from './synthetic-sections.ts';

const SIZES = [400, 1600, 50_000];
const QUESTIONS = 200;
/** MiniSearch takes a second for some questions at 50,000 sections. */
const MINISEARCH_QUESTIONS = 60;
const SEED = 7;
const MEBIBYTE = 1024 * 1024;

interface LatencyReport {
  readonly engine: string;
  readonly sections: number;
  readonly buildMs: number;
  /** Longest pause between two steps of a stepwise build; 0 for engines without one. */
  readonly longestStepMs: number;
  /** Heap and array buffers that the index adds. */
  readonly memoryMiB: number;
  readonly serializedMiB: number;
  readonly loadMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly typoP95Ms: number;
  /** Search and quoting together. */
  readonly answerP95Ms: number;
}

/** Bytes of heap and array buffers in use; needs --expose-gc to be more than a guess. */
async function usedBytes(): Promise<number> {
  // Array buffers are given back a moment after the collection that found them unused.
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

function timeEach(questions: readonly string[], run: (question: string) => unknown): number[] {
  for (const question of questions.slice(0, 30)) run(question);
  return questions.map((question) => {
    const start = performance.now();
    run(question);
    return performance.now() - start;
  });
}

function longestStep(documents: readonly IndexDocument[]): number {
  const steps = buildIndexSteps(documents);
  let longest = 0;
  for (;;) {
    const start = performance.now();
    const { done } = steps.next();
    longest = Math.max(longest, performance.now() - start);
    if (done === true) return longest;
  }
}

async function measureLectern(
  documents: readonly IndexDocument[],
  questions: readonly string[],
): Promise<LatencyReport> {
  const longestStepMs = longestStep(documents);
  const before = await usedBytes();
  const start = performance.now();
  const index = buildIndex(documents);
  const buildMs = performance.now() - start;
  const memoryMiB = ((await usedBytes()) - before) / MEBIBYTE;
  const bytes = serializeIndex(index);
  const loadStart = performance.now();
  deserializeIndex(bytes);
  const loadMs = performance.now() - loadStart;
  const texts = new Map(documents.map((document) => [document.id, document.text]));
  const times = timeEach(questions, (question) => search(index, question));
  const answerTimes = timeEach(questions, (question) => {
    const { hits } = search(index, question, { limit: 5 });
    return extractAnswer(
      question,
      hits.map(({ id, score }) => ({ id, score, text: texts.get(id) ?? '' })),
      { index },
    );
  });
  return {
    engine: 'Lectern',
    sections: documents.length,
    buildMs,
    longestStepMs,
    memoryMiB,
    serializedMiB: bytes.length / MEBIBYTE,
    loadMs,
    p50Ms: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
    typoP95Ms: percentile(
      timeEach(misspell(questions, SEED), (question) => search(index, question)),
      0.95,
    ),
    answerP95Ms: percentile(answerTimes, 0.95),
  };
}

async function measureMiniSearch(
  documents: readonly IndexDocument[],
  questions: readonly string[],
): Promise<LatencyReport> {
  const before = await usedBytes();
  const start = performance.now();
  const rank = miniSearchRanker(documents);
  const buildMs = performance.now() - start;
  const memoryMiB = ((await usedBytes()) - before) / MEBIBYTE;
  const times = timeEach(questions, (question) => rank(question, 10));
  const typoTimes = timeEach(misspell(questions, SEED), (question) => rank(question, 10));
  return {
    engine: 'MiniSearch (default)',
    sections: documents.length,
    buildMs,
    longestStepMs: 0,
    memoryMiB,
    serializedMiB: 0,
    loadMs: 0,
    p50Ms: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
    typoP95Ms: percentile(typoTimes, 0.95),
    answerP95Ms: 0,
  };
}

function questionsOf(collections: readonly Collection[]): string[] {
  const all = collections.flatMap((collection) => collection.questions.map((question) => question.text));
  const stride = Math.max(1, Math.floor(all.length / QUESTIONS));
  return all.filter((_, i) => i % stride === 0).slice(0, QUESTIONS);
}

function printReports(reports: readonly LatencyReport[]): void {
  console.log(
    '| engine | sections | build ms | longest step | memory MiB | stored MiB | load ms | p50 ms | p95 ms | p95 typo | p95 with quotes |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|---|---|');
  for (const { engine, sections, ...figures } of reports) {
    console.log(
      `| ${engine} | ${sections} | ${Object.values(figures)
        .map((value) => value.toFixed(1))
        .join(' | ')} |`,
    );
  }
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, sizes: { type: 'string' } },
});
const folder = positionals[0];
if (folder === undefined) {
  console.error(
    'Usage: node --expose-gc --conditions=lectern-source bench/retrieval/latency.ts <folder of collections> [--sizes=400,1600] [--json]',
  );
  process.exitCode = 2;
} else {
  const collections = readCollections(folder);
  const questions = questionsOf(collections);
  const sizes = values.sizes?.split(',').map(Number) ?? SIZES;
  const reports: LatencyReport[] = [];
  for (const size of sizes) {
    const documents = syntheticSections(collections, size, SEED);
    const fewer = questions.filter((_, i) => i % Math.ceil(questions.length / MINISEARCH_QUESTIONS) === 0);
    reports.push(await measureLectern(documents, questions), await measureMiniSearch(documents, fewer));
  }
  if (values.json === true) console.log(JSON.stringify(reports, undefined, 2));
  else printReports(reports);
}
