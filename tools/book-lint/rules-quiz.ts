/** Rules about quizzes: `quiz/*`. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Quiz, type QuizItem, quizSchema } from '@lectern/contracts';
import { listAnchors } from './chapter-outline.ts';
import type { ChapterSource } from './chapter-source.ts';
import { type BookContext, type FindingSink, pageKind } from './finding.ts';
import { attributeOf, listComponents } from './rules-components.ts';

const LEAST_ITEMS = 5;
const LEAST_WHY = 20;
const EMPTY_WHY = /^(?:no|yes|wrong|incorrect|right|correct|true|false)[.,!]?$/i;
const MARKUP = /\$[^$]+\$|`|\*\*|\]\(/;

/** Checks the chapter's quiz: the file, its shape, and that each answer teaches. */
export function checkQuiz(chapter: ChapterSource, _book: BookContext, sink: FindingSink): void {
  const quizzes = listComponents(chapter, 'Quiz');
  if (pageKind(chapter) === 'chapter' && quizzes.length === 0)
    sink.error('quiz/missing', 0, 'The chapter has no <Quiz>.');
  for (const node of quizzes) {
    const file = path.resolve(path.dirname(chapter.file), attributeOf(node, 'src') ?? '');
    if (!existsSync(file)) {
      sink.error('quiz/missing', node, `${path.basename(file)} is not there.`);
      continue;
    }
    for (const { rule, message } of quizFaults(readFileSync(file, 'utf8'), listAnchors(chapter))) {
      sink.error(rule, node, `${path.basename(file)}: ${message}`);
    }
  }
}

/** A fault of a quiz file. */
export interface QuizFault {
  rule: string;
  message: string;
}

const error = (rule: string, message: string): QuizFault => ({ rule, message });

/** All faults of a quiz. @param anchors ids of the chapter's headings */
export function quizFaults(json: string, anchors: ReadonlySet<string>): QuizFault[] {
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch (fault) {
    return [error('quiz/shape', fault instanceof Error ? fault.message : 'is no JSON')];
  }
  const read = quizSchema.safeParse(content);
  if (!read.success) {
    return read.error.issues.map((issue) => error('quiz/shape', `${issue.path.join('.')}: ${issue.message}`));
  }
  return [...quizWideFaults(read.data), ...read.data.items.flatMap((item) => itemFaults(item, anchors))];
}

function quizWideFaults(quiz: Quiz): QuizFault[] {
  const faults: QuizFault[] = [];
  const ids = quiz.items.map((item) => item.id);
  if (new Set(ids).size < ids.length) faults.push(error('quiz/ids', 'Two items have the same id.'));
  if (quiz.items.length < LEAST_ITEMS) {
    faults.push(error('quiz/count', `${quiz.items.length} items, at least ${LEAST_ITEMS}.`));
  }
  if (!quiz.items.some((item) => item.kind === 'number'))
    faults.push(error('quiz/number', 'No item asks for a number.'));
  return faults;
}

function itemFaults(item: QuizItem, anchors: ReadonlySet<string>): QuizFault[] {
  const faults = item.kind === 'number' ? numberFaults(item) : choiceFaults(item);
  if (!anchors.has(item.sectionId)) faults.push(error('quiz/section', `${item.id}: no section #${item.sectionId}.`));
  const texts = [item.prompt, item.answer?.why ?? '', ...item.choices.flatMap((choice) => [choice.text, choice.why])];
  if (texts.some((text) => MARKUP.test(text)))
    faults.push(error('quiz/text', `${item.id}: plain text only, no markup.`));
  const whys = item.kind === 'number' ? [item.answer?.why ?? ''] : item.choices.map((choice) => choice.why);
  for (const why of whys) {
    if (why.length >= LEAST_WHY && !EMPTY_WHY.test(why)) continue;
    faults.push(error('quiz/why', `${item.id}: “${why}” explains nothing.`));
  }
  return faults;
}

function numberFaults(item: QuizItem): QuizFault[] {
  const faults: QuizFault[] = [];
  if (!item.answer) faults.push(error('quiz/number', `${item.id} has no answer.`));
  if (item.choices.length > 0) faults.push(error('quiz/number', `${item.id} asks for a number and has choices.`));
  if (item.answer?.tolerance === 0 && !Number.isInteger(item.answer.value)) {
    faults.push(error('quiz/number', `${item.id}: a measured value needs a tolerance.`));
  }
  return faults;
}

function choiceFaults(item: QuizItem): QuizFault[] {
  const faults: QuizFault[] = [];
  const correct = item.choices.filter((choice) => choice.correct).length;
  const unique = new Set(item.choices.map((choice) => choice.id)).size === item.choices.length;
  const distinct = new Set(item.choices.map((choice) => choice.text.trim())).size === item.choices.length;
  if (!unique || !distinct) faults.push(error('quiz/ids', `${item.id}: two choices are the same.`));
  if (item.choices.length < 2) faults.push(error('quiz/choices', `${item.id}: at least two choices.`));
  if (item.kind === 'single' && correct !== 1) {
    faults.push(error('quiz/choices', `${item.id}: ${correct} correct choices, exactly one is wanted.`));
  }
  if (item.kind === 'multiple' && correct === 0) faults.push(error('quiz/choices', `${item.id}: no correct choice.`));
  return faults;
}
