/** How `lectern ingest` shows how far it is, and what it did. */
import { Presets, SingleBar } from 'cli-progress';
import type { IngestProgress, IngestReport } from '../features/content/index.ts';
import type { ShippedReport } from '../features/translation/index.ts';

const PHASES: Readonly<Record<IngestProgress['phase'], string>> = {
  reading: 'Reading the manifest',
  writing: 'Writing what changed',
  indexing: 'Building the index',
  refining: 'Adding the latent part',
  embedding: 'Embedding',
  done: 'Done',
};
/** Shares of the whole at which each phase begins, percent. */
const STARTS: Readonly<Record<IngestProgress['phase'], number>> = {
  reading: 0,
  writing: 10,
  indexing: 60,
  refining: 75,
  embedding: 80,
  done: 100,
};

/** Shows progress: a bar on a terminal, a line a phase elsewhere. */
export interface ProgressView {
  show(progress: IngestProgress): void;
  end(): void;
}

/** Where a whole ingest stands, percent. */
export const percentOf = ({ phase, done, total }: IngestProgress): number => {
  const start = STARTS[phase];
  const end = phase === 'writing' ? STARTS.indexing : phase === 'embedding' ? STARTS.done : start;
  if (total === 0) return start;
  return Math.round(start + (end - start) * Math.min(1, done / total));
};

const labelOf = ({ phase, done, total }: IngestProgress): string =>
  phase === 'embedding' ? `${PHASES[phase]} ${done} of ${total} chunks` : PHASES[phase];

/** Makes the view; on standard error, so that standard output carries the report alone. */
export const createProgressView = (stream: NodeJS.WriteStream): ProgressView => {
  if (!stream.isTTY) return lineView(stream);
  const bar = new SingleBar(
    { format: '{bar} {percentage}%  {phase}', hideCursor: true, stream, barsize: 30 },
    Presets.shades_classic,
  );
  bar.start(100, 0, { phase: PHASES.reading });
  return {
    show: (progress) => bar.update(percentOf(progress), { phase: labelOf(progress) }),
    end: () => bar.stop(),
  };
};

const lineView = (stream: NodeJS.WriteStream): ProgressView => {
  let last: IngestProgress['phase'] | undefined;
  return {
    show: ({ phase }) => {
      if (phase !== last && phase !== 'done') stream.write(`${PHASES[phase]}\n`);
      last = phase;
    },
    end: () => undefined,
  };
};

/** What an ingest did, in lines. */
export const describeReport = (report: IngestReport): string => {
  const embeddings = report.embeddings === null ? [] : [describeEmbeddings(report.embeddings)];
  return [describeChanges(report), ...embeddings].join('\n');
};

const describeEmbeddings = (report: NonNullable<IngestReport['embeddings']>): string => {
  const { embedder, chunks, embedded, cached, missing, tokens, costUsd, stopped } = report;
  const cost = embedded === 0 ? '' : ` (${tokens} tokens, at most ${costUsd.toFixed(6)} USD)`;
  const line = `Embeddings of ${embedder}: ${embedded} of ${chunks} chunks embedded, ${cached} kept from before${cost}.`;
  if (missing === 0) return line;
  const why = stopped === undefined ? '' : `: ${stopped}`;
  return `${line}\n  ${missing} are missing${why}. They are found by their words; the next ingest goes on.`;
};

const describeChanges = ({ status, version, changes, counts, durationMs }: IngestReport): string => {
  const time = `${(durationMs / 1000).toFixed(1)} s`;
  if (status === 'elsewhere') return `Another process is indexing the book at the moment. (${time})`;
  const held = counts
    ? `${counts.chapters} chapters, ${counts.sections} sections, ${counts.segments} segments, ${counts.chunks} chunks`
    : 'nothing';
  if (status === 'current') return `Nothing has changed: version ${version} holds ${held}. (${time})`;
  if (status === 'refined') return `Version ${version} has its latent part now. (${time})`;
  const rows = (['chapters', 'segments', 'chunks'] as const).map((name) => {
    const { added, changed, removed } = changes[name];
    return `  ${name.padEnd(9)} ${pad(added)} added  ${pad(changed)} changed  ${pad(removed)} removed`;
  });
  return [`Version ${version} answers now, with ${held}. (${time})`, ...rows].join('\n');
};

const pad = (count: number): string => String(count).padStart(6);

/** The memories that an ingest took in, a line each; with a line for what was left out. */
export const describeMemories = (reports: readonly ShippedReport[]): string =>
  reports
    .flatMap((shipped) => {
      const { path } = shipped;
      if ('fault' in shipped) return [`${path} was not taken in: ${shipped.fault}`];
      const { entries, written, deleted, faulty, faults } = shipped.report;
      const [first] = faults;
      return [
        `${path}: ${entries} translations, ${written} new or changed, ${deleted} gone.`,
        ...(first === undefined ? [] : [`  ${faulty} left out, the first in line ${first.line}: ${first.reason}`]),
      ];
    })
    .map((line) => `${line}\n`)
    .join('');
