/** How `lectern translate` and `lectern memory` show what they did. */
import { Presets, SingleBar } from 'cli-progress';
import type { CoverageReport, FillProgress, FillReceipt, TranslationEstimate } from '../features/translation/index.ts';
import { alignedRows } from './aligned-rows.ts';

const STOPS: Readonly<Record<NonNullable<FillReceipt['stopped']>, string>> = {
  keyless: 'there is no engine for the rest: set TRANSLATION_ENGINES and a key',
  budget_spent: 'a limit of spending was reached, or the engine has no price',
  provider_failed: 'the engines did not answer',
  aborted: 'it was ended',
  stopping: 'the server is stopping',
};

const count = (value: number): string => value.toLocaleString('en');
const usd = (value: number): string => `${value.toFixed(4)} USD`;
const percent = (share: number): string => `${Math.floor(share * 1000) / 10} %`;

/** An estimate in lines. */
export function describeEstimate(estimate: TranslationEstimate): string {
  const { engine, parts, segments, missing, requests, characters, inputTokens, outputTokens, costUsd } = estimate;
  const rows = parts
    .filter((part) => part.missing > 0)
    .map((part) => [part.title, count(part.segments), count(part.missing)]);
  const table = rows.length === 0 ? [] : alignedRows([['chapter', 'segments', 'missing'], ...rows]);
  const head = `${count(missing)} of ${count(segments)} segments are missing.`;
  if (missing === 0) return 'Nothing is missing: a run would cost nothing.';
  if (engine === null) return [...table, head, 'No engine is set: TRANSLATION_ENGINES and a key.'].join('\n');
  const units =
    characters > 0
      ? `${count(characters)} characters`
      : `${count(inputTokens)} tokens in, at most ${count(outputTokens)} out`;
  const cost =
    costUsd === null
      ? `${engine} has no price: add it to the file of PRICES_FILE`
      : `at most ${usd(costUsd)} at ${engine}`;
  return [...table, head, `${count(requests)} requests, ${units}: ${cost}.`].join('\n');
}

/** A receipt in lines. */
export function describeReceipt(receipt: FillReceipt): string {
  const { language, segments, fromMemory, translated, failed, left, characters, costUsd, durationMs, stopped } =
    receipt;
  const lines = [
    `${language}: ${count(segments)} segments in ${(durationMs / 1000).toFixed(1)} s`,
    `  ${count(fromMemory)} from the memory`,
    `  ${count(translated)} translated (${count(characters)} characters of text), ${usd(costUsd)}`,
    ...(failed > 0 ? [`  ${count(failed)} without a usable text: they stay in the source language`] : []),
    ...(left > 0
      ? [`  ${count(left)} left: ${stopped === null ? 'run again' : STOPS[stopped]}. A next run goes on.`]
      : []),
  ];
  return lines.join('\n');
}

/** The coverage table: a row a chapter, and the sum. */
export function describeCoverage(report: CoverageReport): string {
  const columns = ['segments', 'locked', 'reviewed', 'machine', 'outdated', 'missing', 'failed', 'reported'] as const;
  const all = { title: 'all', ...report };
  const rows = [...report.rows, all].map((row) => [
    row.title,
    ...columns.map((column) => count(row[column])),
    percent(row.coverage),
  ]);
  return alignedRows([[report.language, ...columns, 'covered'], ...rows]).join('\n');
}

/** Shows how far a run is: a bar on a terminal, a line a chapter elsewhere. */
export interface FillView {
  show(progress: FillProgress): void;
  end(): void;
}

/** Makes the view; on standard error, so that standard output carries the receipt alone. */
export function createFillView(stream: NodeJS.WriteStream): FillView {
  if (!stream.isTTY) return lineView(stream);
  const format = '{bar} {percentage}%  {value} of {total}  {title}  {cost}';
  const bar = new SingleBar({ format, hideCursor: true, stream, barsize: 30 }, Presets.shades_classic);
  bar.start(0, 0, { title: '', cost: '' });
  return {
    show({ title, done, total, costUsd }) {
      bar.setTotal(total);
      bar.update(done, { title, cost: usd(costUsd) });
    },
    end: () => bar.stop(),
  };
}

function lineView(stream: NodeJS.WriteStream): FillView {
  let last = '';
  return {
    show({ title }) {
      if (title !== last) stream.write(`${title}\n`);
      last = title;
    },
    end: () => undefined,
  };
}
