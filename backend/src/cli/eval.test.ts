import { describe, expect, it } from 'vitest';
import { smallBook } from '../features/content/content.fixture.ts';
import { openManifestBook } from '../features/content/index.ts';
import { createInProcessVectors } from '../providers/vectors/in-process-vectors.ts';
import { mean, ndcgAt, percentile, recallAt } from './eval-metrics.ts';
import { EvalQuestionError, parseQuestions } from './eval-questions.ts';
import { resultJson, resultTable, summarize, summaryTable } from './eval-report.ts';
import { type EvalResult, runEval } from './eval-run.ts';

const QUESTIONS = [
  { id: 'map', text: 'Why does a late joiner miss the map?', expected: 'nodes-topics-qos#late-joiners' },
  {
    id: 'range',
    question: 'How far does a LiDAR reach outdoors?',
    qrels: { 'sensors#lidar': 2, 'sensors#cameras': 0 },
  },
  {
    id: 'heading',
    text: 'What does an executor do?',
    expect: { chapter: 'nodes-topics-qos', section: 'Executors', answerable: true },
  },
  { id: 'bread', text: 'Which yeast makes the best sourdough bread?', answerable: false },
  {
    id: 'next',
    text: 'and for LiDAR?',
    previous: 'How does a stereo camera work out how far away something is?',
    expected: 'sensors#lidar',
  },
  { id: 'selected', text: 'Explain this', selection: { chapter: 'sensors', about: 'pinhole camera', only: true } },
];
const JSONL = `${QUESTIONS.map((question) => JSON.stringify(question)).join('\n\n')}\n`;

const evaluate = async (): Promise<EvalResult[]> => {
  const content = await openManifestBook(smallBook(), createInProcessVectors());
  let clock = 0;
  const results: EvalResult[] = [];
  for await (const result of runEval(content, parseQuestions(JSONL), { now: () => (clock += 2) })) results.push(result);
  return results;
};

describe('lectern eval', () => {
  it('asks all kinds of questions and judges the answers', async () => {
    const results = await evaluate();
    const judged = Object.fromEntries(
      results.map(({ question, recall, cited, wrongZone }) => [question.id, { recall, cited, wrongZone }]),
    );
    const right = { recall: 1, cited: true, wrongZone: false };
    expect(judged).toMatchObject({
      map: right,
      range: right,
      heading: right,
      next: right,
      bread: { wrongZone: false },
    });
    expect(results.every(({ verbatim }) => verbatim)).toBe(true);
    expect(results.at(-1)?.answer.context[0]?.text).toContain('pinhole camera');
  });

  it('sums up, as a table and as JSON', async () => {
    const results = await evaluate();
    const summary = summarize(results);
    expect(summary).toMatchObject({ questions: 6, recallAt5: 1, kept: 1, falseAnswers: 0, verbatim: 1, cited: 1 });
    expect(summary.latencyMs).toEqual({ p50: 2, p95: 2 });
    expect(summaryTable(summary)).toContain('recall@5            1.000');
    expect(resultTable(results).split('\n')).toHaveLength(7);
    expect(JSON.parse(JSON.stringify(results.map(resultJson)))[0]).toMatchObject({ id: 'map', mode: 'extractive' });
  });
});

describe('parseQuestions', () => {
  it.each([
    ['{"id":"a"}', /Line 1 .*needs question or text/],
    ['{"id":"a","text":"x"}\nno JSON', /Line 2 /],
    ['{"text":"x"}', /Line 1 .*id/],
  ])('refuses %j with the line', (text, reason) => {
    expect(() => parseQuestions(text)).toThrow(EvalQuestionError);
    expect(() => parseQuestions(text)).toThrow(reason);
  });
});

describe('figures', () => {
  it('gain, recall, mean and percentiles are as defined', () => {
    expect(ndcgAt(10, [1, 0, 0], [1])).toBe(1);
    expect(ndcgAt(10, [0, 1], [1])).toBeCloseTo(1 / Math.log2(3));
    expect(ndcgAt(1, [0, 1], [1])).toBe(0);
    expect(ndcgAt(10, [1, 2], [1, 2])).toBeLessThan(1);
    expect(ndcgAt(10, [], [])).toBe(0);
    expect(recallAt(2, [0, 1, 1], 2)).toBe(0.5);
    expect(mean([1, 2])).toBe(1.5);
    expect(mean([])).toBeUndefined();
    expect(percentile(0.95, [3, 1, 2])).toBe(3);
    expect(percentile(0.5, [4, 1, 2, 3])).toBe(2);
  });
});
