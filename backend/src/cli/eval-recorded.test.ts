/**
 * An evaluation with a model, the same each time: the answers were recorded from SmolLM2-135M-Instruct (Q4_1) behind
 * llama.cpp's server. After a change of the prompt or of the small book, write the book's manifest and record again:
 *
 *     node --conditions=lectern-source -e "import('./backend/src/features/content/content.fixture.ts').then(({ smallBook }) => console.log(JSON.stringify(smallBook())))" > small.json
 *     lectern eval eval-recorded.questions.jsonl --manifest small.json --live --record eval-recorded.recordings.jsonl
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Book } from '@lectern/contracts';
import { expect, it } from 'vitest';
import { testSettings } from '../app.fixture.ts';
import { smallBook } from '../features/content/content.fixture.ts';
import { openManifestBook } from '../features/content/index.ts';
import { createInProcessVectors } from '../providers/vectors/in-process-vectors.ts';
import { EvalModelError, openEvalModel } from './eval-model.ts';
import { parseQuestions } from './eval-questions.ts';
import { summarize } from './eval-report.ts';
import { type EvalResult, runEval } from './eval-run.ts';

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const evaluate = async (book: Book) => {
  const opened = await openEvalModel({ recorded: pathOf('eval-recorded.recordings.jsonl'), budget: 0 }, testSettings());
  const content = await openManifestBook(book, createInProcessVectors());
  const questions = parseQuestions(readFileSync(pathOf('eval-recorded.questions.jsonl'), 'utf8'));
  const results: EvalResult[] = [];
  for await (const result of runEval(content, questions, { model: opened?.model })) results.push(result);
  return { results, finish: () => opened?.finish() };
};

it('judges a real model’s answers as they were recorded', async () => {
  const { results, finish } = await evaluate(smallBook());
  finish();
  expect(results.map(({ question, answer }) => [question.id, answer.mode])).toEqual([
    ['map', 'llm'],
    ['range', 'llm'],
    // Nothing that the model said of it stands in the book.
    ['executor', 'extractive'],
    ['next', 'llm'],
    ['bread', 'refusal'],
  ]);
  const summary = summarize(results);
  expect(summary).toMatchObject({ kept: 1, falseAnswers: 0, verbatim: 1 });
  // The model says "the distance between its two images" where the book says disparity.
  expect(summary.supported).toBeGreaterThan(0.6);
  expect(summary.supported).toBeLessThan(1);
});

it('fails for a prompt that was not recorded, and says how to record it', async () => {
  const book = smallBook();
  const { finish } = await evaluate({ ...book, options: { ...book.options, tone: 'Like a pirate' } });
  expect(finish).toThrow(EvalModelError);
  expect(finish).toThrow(/have no recording.*--live --record/);
});

it.each([
  [{ recorded: 'x.jsonl', live: true, budget: 1 }, 'Choose one of'],
  [{ recorded: '/nowhere/x.jsonl', budget: 1 }, 'cannot be read'],
  [{ live: true, budget: 1 }, 'There is no model to ask'],
])('refuses %j in one line', async (flags, reason) => {
  await expect(openEvalModel(flags, testSettings())).rejects.toThrow(reason);
});
