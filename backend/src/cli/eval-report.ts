/** Results of an evaluation as a table, and as one object. */
import { mean, percentile } from './eval-metrics.ts';
import { type EvalResult, NDCG_DEPTH, RECALL_DEPTH } from './eval-run.ts';

/** All figures of an evaluation; null where no question tells. */
export interface EvalSummary {
  readonly questions: number;
  readonly recallAt5: number | null;
  readonly ndcgAt10: number | null;
  /** Share of answerable questions with a citation in an expected place. */
  readonly cited: number | null;
  /** Share of answerable questions that were answered. */
  readonly kept: number | null;
  /** Share of unanswerable questions that were answered all the same. */
  readonly falseAnswers: number | null;
  /** Share of answers of which every quote is verbatim and every marker has its citation. */
  readonly verbatim: number | null;
  /** Mean share of a model answer's sentences that a passage supports. */
  readonly supported: number | null;
  /** Mean share of the required facts that answers state. */
  readonly facts: number | null;
  readonly latencyMs: { readonly p50: number | null; readonly p95: number | null };
}

const defined = (values: readonly (number | undefined)[]): number[] => values.filter((value) => value !== undefined);
const share = (flags: readonly (boolean | undefined)[]): number | null =>
  mean(defined(flags.map((flag) => (flag === undefined ? undefined : Number(flag))))) ?? null;

/** Sums up. */
export const summarize = (results: readonly EvalResult[]): EvalSummary => {
  const answerable = results.filter(({ question }) => question.answerable === true);
  const unanswerable = results.filter(({ question }) => question.answerable === false);
  const latencies = results.map(({ latencyMs }) => latencyMs);
  return {
    questions: results.length,
    recallAt5: mean(defined(results.map(({ recall }) => recall))) ?? null,
    ndcgAt10: mean(defined(results.map(({ ndcg }) => ndcg))) ?? null,
    cited: share(answerable.map(({ cited }) => cited)),
    kept: share(answerable.map(({ answer }) => answer.mode !== 'refusal')),
    falseAnswers: share(unanswerable.map(({ answer }) => answer.mode !== 'refusal')),
    verbatim: share(results.map(({ verbatim }) => verbatim)),
    supported: mean(defined(results.map(({ supported }) => supported))) ?? null,
    facts: mean(defined(results.map(({ facts }) => facts))) ?? null,
    latencyMs: { p50: percentile(0.5, latencies) ?? null, p95: percentile(0.95, latencies) ?? null },
  };
};

/** One result as JSON. */
export const resultJson = ({ question, answer, ...figures }: EvalResult) => ({
  id: question.id,
  kind: question.kind,
  question: question.text,
  ...figures,
  mode: answer.mode,
  notice: answer.notice ?? null,
  text: answer.text,
  citations: answer.citations,
});

const figure = (value: number | null | undefined, digits = 2): string =>
  value === null || value === undefined ? '–' : value.toFixed(digits);

const verdict = ({ wrongZone, cited }: EvalResult): string => {
  if (wrongZone) return 'wrong';
  if (cited === false) return 'elsewhere';
  return cited === undefined && wrongZone === undefined ? '' : 'right';
};

/** Results as lines of a table. */
export const resultTable = (results: readonly EvalResult[]): string => {
  const rows = results.map((result) => [
    result.question.id,
    result.question.kind,
    result.answer.mode + (result.answer.notice === 'low_confidence' ? ' (closest)' : ''),
    figure(result.answerability),
    figure(result.recall, 0),
    figure(result.ndcg),
    verdict(result),
    figure(result.latencyMs, 1),
    shorten(result.question.text, 60),
  ]);
  const head = ['id', 'kind', 'mode', 'ns', `r@${RECALL_DEPTH}`, `ndcg@${NDCG_DEPTH}`, 'quote', 'ms', 'question'];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

const shorten = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`;

/** The figures as lines. */
export const summaryTable = (summary: EvalSummary): string =>
  [
    `questions           ${summary.questions}`,
    `recall@${RECALL_DEPTH}            ${figure(summary.recallAt5, 3)}`,
    `nDCG@${NDCG_DEPTH}             ${figure(summary.ndcgAt10, 3)}`,
    `quoted where due    ${figure(summary.cited, 3)}`,
    `answerable kept     ${figure(summary.kept, 3)}`,
    `false answers       ${figure(summary.falseAnswers, 3)}`,
    `citations valid     ${figure(summary.verbatim, 3)}`,
    `sentences supported ${figure(summary.supported, 3)}`,
    `facts stated        ${figure(summary.facts, 3)}`,
    `latency p50 / p95   ${figure(summary.latencyMs.p50, 1)} / ${figure(summary.latencyMs.p95, 1)} ms`,
  ].join('\n');

/** All that an evaluation prints: one JSON object, or the tables, with the answers before them if wanted. */
export const evalReport = (
  results: readonly EvalResult[],
  { json, answers }: { readonly json: boolean; readonly answers: boolean },
): string => {
  const summary = summarize(results);
  if (json) return JSON.stringify({ summary, results: results.map(resultJson) }, null, 2);
  const texts = answers ? results.map(answerText) : [];
  return [...texts, resultTable(results), summaryTable(summary)].join('\n\n');
};

const answerText = ({ question, answer }: EvalResult): string => {
  const sources = answer.citations.map(({ marker, url }) => `[${marker}] ${url}`);
  return `── ${question.id}: ${question.text}\n\n${answer.text.trim()}\n\n${sources.join('\n')}`;
};
