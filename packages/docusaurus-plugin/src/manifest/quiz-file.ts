/** Quizzes that a page shows. */
import { readFileSync } from 'node:fs';
import { type Quiz, quizSchema } from '@lectern/contracts';
import type { QuizSource } from '@lectern/segments';
import { resolveSpecifier, type SiteFolder, sitePath } from './source-files.ts';

/** A quiz and its file's text, which belongs to the chapter's source hash. */
export interface LoadedQuiz {
  quiz: Quiz;
  text: string;
  path: string;
}

/**
 * Reads and checks a quiz.
 * @throws Error that names the file, the page and each fault
 */
export function loadQuiz(context: SiteFolder, { src, importer }: QuizSource): LoadedQuiz {
  const specifier = /^(?:\.|@site\/|\/)/.test(src) ? src : `./${src}`;
  const path = resolveSpecifier(context, specifier, importer) ?? specifier;
  const where = `The quiz ${sitePath(context, path)} of ${sitePath(context, importer)}`;
  let text: string;
  let data: unknown;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Error(`${where} cannot be read: ${String(cause)}`, { cause });
  }
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${where} is not JSON: ${String(cause)}`, { cause });
  }
  const result = quizSchema.safeParse(data);
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `  - ${issue.path.join('.') || '(file)'}: ${issue.message}`);
    throw new Error(`${where} is not valid:\n${faults.join('\n')}`);
  }
  return { quiz: result.data, text, path };
}
