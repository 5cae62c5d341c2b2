/**
 * How many segments of the book a core extracts, splices and verifies in a second.
 * Usage: `node --conditions=lectern-source bench/segments/segments.ts`, or `npm run bench -- segments`.
 */
import { globSync, readFileSync } from 'node:fs';
import { applyTranslations, extractSegments, isTranslatable, pseudoTranslate } from '@lectern/segments';
import { toMarkdown } from '../table.ts';

const DOCS = 'docusaurus/docs';
const WARM_UP_ROUNDS = 2;
const ROUNDS = 5;
/** The book's site has `future.v4`: none of the compatibility rewrites. */
const GRAMMAR = { format: 'mdx', mdx1Compat: { comments: false, admonitions: false, headingIds: false } } as const;

interface Round {
  readonly segments: number;
  readonly spliced: number;
  readonly extractMs: number;
  readonly applyMs: number;
}

const files = globSync(`${DOCS}/**/*.mdx`)
  .sort()
  .map((path) => ({ path, source: readFileSync(path, 'utf8') }));

/** Processor time of this process, milliseconds: other work on the machine does not count. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function runRound(): Round {
  let [segments, spliced, extractMs, applyMs] = [0, 0, 0, 0];
  for (const { path, source } of files) {
    const started = processorMs();
    const extraction = extractSegments(source, { ...GRAMMAR, path });
    extractMs += processorMs() - started;
    const texts = new Map(
      extraction.segments
        .filter(({ text }) => isTranslatable(text))
        .map((segment) => [segment.id, pseudoTranslate(segment, 'urdu')]),
    );
    const before = processorMs();
    const { report } = applyTranslations(source, extraction, texts);
    applyMs += processorMs() - before;
    segments += extraction.segments.length;
    spliced += report.changed.length;
  }
  return { segments, spliced, extractMs, applyMs };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

for (let round = 0; round < WARM_UP_ROUNDS; round += 1) runRound();
const rounds = Array.from({ length: ROUNDS }, runRound);
const { segments = 0, spliced = 0 } = rounds[0] ?? {};
const extractMs = median(rounds.map((round) => round.extractMs));
const applyMs = median(rounds.map((round) => round.applyMs));
const perSecond = (milliseconds: number): string => Math.round((segments * 1000) / milliseconds).toLocaleString('en');

console.log(
  toMarkdown({
    title: 'Segments: extracted, spliced and verified',
    columns: ['step', 'segments per second and core', 'whole book'],
    rows: [
      ['extracted', perSecond(extractMs), `${Math.round(extractMs)} ms`],
      ['spliced, parsed again, compared and compiled', perSecond(applyMs), `${Math.round(applyMs)} ms`],
      ['both (limit: 1,000)', perSecond(extractMs + applyMs), `${Math.round(extractMs + applyMs)} ms`],
    ],
    notes: [
      `${files.length} chapters, ${segments} segments, ${spliced} of them replaced by pseudo-Urdu. Processor time of the whole process, garbage collection included; median of ${ROUNDS} rounds after ${WARM_UP_ROUNDS}.`,
    ],
  }),
);
