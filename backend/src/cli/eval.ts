/** `lectern eval`: asks a file of questions and tells how well the book answers. Needs the manifest alone, no server. */
import type { Command } from 'commander';
import type { EvalResult } from './eval-run.ts';

interface EvalFlags {
  readonly manifest?: string;
  readonly json?: boolean;
  readonly answers?: boolean;
  readonly recorded?: string;
  readonly live?: boolean;
  readonly record?: string;
  readonly budget: string;
}

async function evaluate(path: string, { manifest, json, answers, budget, ...modelFlags }: EvalFlags): Promise<void> {
  const { readFile } = await import('node:fs/promises');
  const { readCommandSettings } = await import('./command-settings.ts');
  const { openManifestBook, parseManifest, readManifest } = await import('../features/content/index.ts');
  const { createInProcessVectors } = await import('../providers/vectors/in-process-vectors.ts');
  const { EvalModelError, openEvalModel } = await import('./eval-model.ts');
  const { EvalQuestionError, parseQuestions } = await import('./eval-questions.ts');
  const { evalReport } = await import('./eval-report.ts');
  const { runEval } = await import('./eval-run.ts');
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new EvalQuestionError(`The questions cannot be read: ${cause.message}.`, { cause });
  });
  const questions = parseQuestions(text);
  const settings = readCommandSettings();
  const location = manifest ?? settings.content.manifest;
  const budgetUsd = Number(budget);
  if (!(budgetUsd >= 0)) throw new EvalModelError('--budget has to be an amount in USD, e.g. 0.50.');
  const model = await openEvalModel({ ...modelFlags, budget: budgetUsd }, settings);
  const book = parseManifest((await readManifest(location)).text);
  const content = await openManifestBook(book, createInProcessVectors());
  const results: EvalResult[] = [];
  for await (const result of runEval(content, questions, { model: model?.model })) results.push(result);
  console.log(evalReport(results, { json: json === true, answers: answers === true }));
  if (modelFlags.live) console.error(`spent               ${model?.spentUsd().toFixed(4)} USD`);
  model?.finish();
}

/** Adds the command to the program. */
export function registerEval(program: Command): void {
  program
    .command('eval')
    .argument('<questions>', 'JSONL: id, question or text, and expected, expect or qrels')
    .description('ask a file of questions: recall@5, nDCG@10, answerability, support, facts, latency')
    .option('--manifest <location>', 'path or URL of lectern/book.json; default: that of the settings')
    .option('--answers', 'print every answer')
    .option('--recorded <file>', 'let a model answer as it was recorded; fails when a prompt has changed')
    .option('--live', 'let the model of the settings answer; costs what it costs')
    .option('--record <file>', 'with --live: write its answers down')
    .option('--budget <usd>', 'with --live: the most that may be spent', '1')
    .option('--json', 'print results and figures as JSON')
    .action(evaluate);
}
