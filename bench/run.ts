/**
 * Runs the benchmarks and writes `bench/RESULTS.md`.
 * Usage: `npm run bench [-- suite …] [--collections <folder>]`; suites: retrieval, latency, support, meaning, vectors, start, server, streams, memory, answers, ledger, site, accounts, translation, swap, segments.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bookSchema } from '@lectern/contracts';
import { benchAccounts } from './accounts/accounts.ts';
import { benchHashes } from './accounts/hashes.ts';
import { benchAnswers } from './answers/answers.ts';
import { modelEnvironment, startProvider } from './answers/model-provider.ts';
import { benchLedger } from './ledger/ledger.ts';
import { benchManyStreams, benchMemory } from './server/many-streams.ts';
import { benchStart } from './server/restart.ts';
import { startLectern } from './server/running-server.ts';
import { benchStreams } from './server/streams.ts';
import { benchThroughput } from './server/throughput.ts';
import { benchPageBytes } from './site/page-bytes.ts';
import { toMarkdown } from './table.ts';
import { benchSegmentSwap } from './translation/segment-swap.ts';
import { benchTranslation } from './translation/translation.ts';

const RESULTS = 'bench/RESULTS.md';
const MANIFEST = resolve('docusaurus/build/lectern/book.json');
const MEASURED_CHAPTER = 'sensors';
const MEMORY_ANSWERS = 10_000;

/** Runs a benchmark that prints Markdown by itself. */
function script(path: string, args: readonly string[]): string {
  const result = spawnSync(process.execPath, ['--conditions=lectern-source', '--expose-gc', path, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.status !== 0) throw new Error(`${path} ended with ${result.status}`);
  return result.stdout.trim();
}

function measuredChapter() {
  const book = bookSchema.parse(JSON.parse(readFileSync(MANIFEST, 'utf8')));
  const chapter = book.chapters.find((candidate) => candidate.id.endsWith(MEASURED_CHAPTER));
  if (chapter === undefined) throw new Error(`the manifest has no chapter ${MEASURED_CHAPTER}`);
  return chapter;
}

async function serverTables(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'lectern-bench-'));
  const server = await startLectern(dataDir, MANIFEST);
  try {
    const tables = [await benchStreams(server.url), await benchThroughput(server.url, MANIFEST, measuredChapter().key)];
    return tables.map(toMarkdown).join('\n\n');
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Many streams at once, and the memory over ten thousand answers. */
async function streamTables(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'lectern-bench-'));
  // A heap that may not grow shows whether it would have to.
  const env = { MAX_EVENT_LOOP_DELAY_MS: '0', NODE_OPTIONS: '--max-old-space-size=256' };
  const server = await startLectern(dataDir, MANIFEST, env);
  try {
    const tables = [
      await benchManyStreams(server.url),
      await benchMemory(server.url, MEMORY_ANSWERS, 'keyless', console.log),
    ];
    return tables.map(toMarkdown).join('\n\n');
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** The memory over ten thousand answers that a model writes. */
async function memoryTable(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'lectern-bench-'));
  const provider = await startProvider();
  const env = { MAX_EVENT_LOOP_DELAY_MS: '0', NODE_OPTIONS: '--max-old-space-size=384' };
  const server = await startLectern(dataDir, MANIFEST, { ...env, ...modelEnvironment(provider.url) });
  try {
    return toMarkdown(await benchMemory(server.url, MEMORY_ANSWERS, 'written', console.log));
  } finally {
    await server.stop();
    await provider.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { collections: { type: 'string' } } });
const collections = resolve(values.collections ?? '../shared/retrieval');

const suites: Record<string, () => string | Promise<string>> = {
  retrieval: () => script('bench/retrieval/quality.ts', [collections]),
  latency: () => script('bench/retrieval/latency.ts', [collections]),
  support: () => script('bench/support/support.ts', []),
  meaning: () =>
    ['quality', 'latency'].map((name) => script(`bench/retrieval/dense-${name}.ts`, [collections])).join('\n\n'),
  vectors: () => script('bench/retrieval/vector-stores.ts', [collections]),
  start: async () => toMarkdown(await benchStart(MANIFEST)),
  server: serverTables,
  streams: streamTables,
  memory: memoryTable,
  answers: async () => toMarkdown(await benchAnswers(MANIFEST)),
  ledger: async () => toMarkdown(await benchLedger()),
  site: () => toMarkdown(benchPageBytes()),
  accounts: async () => [benchHashes(), await benchAccounts(MANIFEST)].map(toMarkdown).join('\n\n'),
  translation: async () => (await benchTranslation(MANIFEST, measuredChapter())).map(toMarkdown).join('\n\n'),
  swap: async () => toMarkdown(await benchSegmentSwap(MANIFEST, measuredChapter())),
  segments: () => script('bench/segments/segments.ts', []),
};

const unknown = positionals.filter((name) => suites[name] === undefined);
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}; there are: ${Object.keys(suites).join(', ')}.`);
  process.exit(2);
}
const chosen = positionals.length > 0 ? positionals : Object.keys(suites);
const parts: string[] = [];
for (const name of chosen) {
  if (['retrieval', 'latency', 'meaning', 'vectors'].includes(name) && !existsSync(collections)) {
    console.log(`${name}: skipped, there are no collections at ${values.collections ?? '../shared/retrieval'}`);
    continue;
  }
  const text = await suites[name]?.();
  if (text === undefined) continue;
  console.log(`\n${text}\n`);
  parts.push(text);
}

if (positionals.length === 0) {
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  const head = `# Results\n\nMeasured ${new Date().toISOString().slice(0, 10)} by \`npm run bench\` on ${machine}. The machine is shared, so times are upper bounds; ratios are against a baseline of the same run.`;
  writeFileSync(RESULTS, `${[head, ...parts].join('\n\n')}\n`);
  console.log(`written: ${RESULTS}`);
}
