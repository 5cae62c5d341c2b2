/** Grades answers to a quiz. Pure: the page shows the outcome, the server may grade the same way. */
import type { Quiz, QuizItem } from '@lectern/contracts';

/** The reader's answer to one item: ids of the chosen choices, or the number as it was typed. */
export type QuizAnswer = readonly string[] | string;

/** Outcome of checking one answer. `unreadable`: a number was asked for and what was typed is none. */
export type QuizOutcome = 'right' | 'wrong' | 'empty' | 'unreadable';

/** How far a reader is. */
export interface QuizScore {
  right: number;
  checked: number;
  total: number;
}

// Zero of each decimal digit block that a keyboard of the book's languages writes: ASCII, Arabic-Indic, Extended Arabic-Indic, Devanagari.
const DIGIT_ZEROS = [0x30, 0x660, 0x6f0, 0x966];
// Rounding of binary fractions must not fail an answer that stands exactly on the tolerance: 1 − 0.9 > 0.1.
const ROUNDING = 1e-9;

function asciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    const zero = DIGIT_ZEROS.find((start) => code >= start && code <= start + 9);
    return zero === undefined ? digit : String(code - zero);
  });
}

/**
 * Reads a number as readers write it: `33.3`, `33,3`, `−0.5`, `1 200`, `3.3e-2`, `۳۳٫۳`.
 *
 * A comma is the decimal mark when it is the only mark; `1,200.5` reads it as a thousands mark.
 * @returns undefined for what is no number
 */
export function parseReaderNumber(typed: string): number | undefined {
  let text = asciiDigits(typed.normalize('NFKC').trim())
    .replace(/[\s\u00a0\u202f'_\u066c]/g, '')
    .replace(/[\u2212\u2013]/g, '-')
    .replace(/\u066b/g, '.')
    .replace(/[·×*]10\^?/g, 'e');
  const thousands = /^[+-]?\d{1,3}(,\d{3})+\.\d+$/;
  text = thousands.test(text) ? text.replaceAll(',', '') : text.replace(',', '.');
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

function gradeNumber(item: QuizItem, typed: string): QuizOutcome {
  if (typed.trim() === '') return 'empty';
  const value = parseReaderNumber(typed);
  if (value === undefined || !item.answer) return 'unreadable';
  const { value: expected, tolerance } = item.answer;
  const slack = ROUNDING * Math.max(1, Math.abs(expected));
  return Math.abs(value - expected) <= tolerance + slack ? 'right' : 'wrong';
}

function gradeChoices(item: QuizItem, chosen: readonly string[]): QuizOutcome {
  if (chosen.length === 0) return 'empty';
  const picked = new Set(chosen);
  const matches = item.choices.every((choice) => choice.correct === picked.has(choice.id));
  return matches ? 'right' : 'wrong';
}

/** Grades one answer; `multiple` is right when all correct choices and no other are picked. */
export function gradeAnswer(item: QuizItem, answer: QuizAnswer | undefined): QuizOutcome {
  if (answer === undefined) return 'empty';
  if (item.kind === 'number') return gradeNumber(item, typeof answer === 'string' ? answer : '');
  return gradeChoices(item, typeof answer === 'string' ? [] : answer);
}

/** Counts what is right among the checked items. @param graded what the server says of some, which stands */
export function scoreQuiz(
  quiz: Quiz,
  answers: ReadonlyMap<string, QuizAnswer>,
  checked: ReadonlySet<string>,
  graded: ReadonlyMap<string, { readonly outcome: QuizOutcome }> = new Map(),
): QuizScore {
  const done = quiz.items.filter((item) => checked.has(item.id));
  const outcomeOf = (item: QuizItem) => graded.get(item.id)?.outcome ?? gradeAnswer(item, answers.get(item.id));
  const right = done.filter((item) => outcomeOf(item) === 'right').length;
  return { right, checked: done.length, total: quiz.items.length };
}

/**
 * A small hash, the same everywhere: FNV-1a, then MurmurHash3's finalizer, because ids often differ in their last letter only.
 *
 * @see http://www.isthe.com/chongo/tech/comp/fnv/
 * @see https://github.com/aappleby/smhasher/wiki/MurmurHash3
 */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * The choices in the order in which they are shown: always the same one for an item, whatever order the author wrote.
 *
 * Authors write the correct choice first; a reader would learn that instead of the chapter.
 */
export function orderChoices<Choice extends { readonly id: string }>(item: {
  readonly id: string;
  readonly choices: readonly Choice[];
}): Choice[] {
  const place = (choiceId: string) => hashText(`${item.id}/${choiceId}`);
  return [...item.choices].sort((a, b) => place(a.id) - place(b.id));
}
