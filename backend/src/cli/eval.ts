/** `lectern eval`: asks a file of questions and tells how well the book answers. Needs the manifest alone, no server. */
import type { Command } from 'commander';
import type { EvalResult } from './eval-run.ts';

interface EvalFlags {
  readonly manifest?: string;
  readonly json?: boolean;
  readonly answers?: boolean;
}

async function evaluate(path: string, { manifest, json, answers }: EvalFlags): Promise<void> {
  const { readFile } = await import('node:fs/promises');
  const { readCommandSettings } = await import('./command-settings.ts');
  const { openManifestBook, parseManifest, readManifest } = await import('../features/content/index.ts');
  const { createInProcessVectors } = await import('../providers/vectors/in-process-vectors.ts');
  const { EvalQuestionError, parseQuestions } = await import('./eval-questions.ts');
  const { runEval } = await import('./eval-run.ts');
  const { resultJson, resultTable, summarize, summaryTable } = await import('./eval-report.ts');
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new EvalQuestionError(`The questions cannot be read: ${cause.message}.`, { cause });
  });
  const questions = parseQuestions(text);
  const location = manifest ?? readCommandSettings().content.manifest;
  const book = parseManifest((await readManifest(location)).text);
  const content = await openManifestBook(book, createInProcessVectors());
  const results: EvalResult[] = [];
  for await (const result of runEval(content, questions)) results.push(result);
  const summary = summarize(results);
  if (json) {
    console.log(JSON.stringify({ summary, results: results.map(resultJson) }, null, 2));
    return;
  }
  if (answers) {
    for (const { question, answer } of results) {
      console.log(`── ${question.id}: ${question.text}\n\n${answer.text.trim()}\n`);
      for (const { marker, url } of answer.citations) console.log(`[${marker}] ${url}`);
      console.log('');
    }
  }
  console.log(`${resultTable(results)}\n\n${summaryTable(summary)}`);
}

/** Adds the command to the program. */
export function registerEval(program: Command): void {
  program
    .command('eval')
    .argument('<questions>', 'JSONL: id, question or text, and expected, expect or qrels')
    .description('ask a file of questions: recall@5, nDCG@10, answerability, latency')
    .option('--manifest <location>', 'path or URL of lectern/book.json; default: that of the settings')
    .option('--answers', 'print every answer')
    .option('--json', 'print results and figures as JSON')
    .action(evaluate);
}
