/** Keeps a reader's answers in this browser, one entry for each quiz. */
import type { Quiz } from '@lectern/contracts';
import type { QuizAnswer } from './quiz-grading.ts';

/** What is kept of one quiz. */
export interface QuizRecord {
  answers: ReadonlyMap<string, QuizAnswer>;
  /** Ids of the items whose answer was checked. */
  checked: ReadonlySet<string>;
}

/** The part of `Storage` that is used. */
export type QuizStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const PREFIX = 'lectern.quiz.';
/** Nothing answered yet. */
export const EMPTY_RECORD: QuizRecord = { answers: new Map(), checked: new Set() };

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

/** Keeps what still fits the quiz: an author may have taken an item or a choice away since. */
function readAnswers(stored: unknown, quiz: Quiz): Map<string, QuizAnswer> {
  const answers = new Map<string, QuizAnswer>();
  if (!isRecord(stored)) return answers;
  for (const item of quiz.items) {
    const answer = stored[item.id];
    if (item.kind === 'number' && typeof answer === 'string') answers.set(item.id, answer);
    if (item.kind !== 'number' && isTextList(answer)) {
      const choices = new Set(item.choices.map((choice) => choice.id));
      if (answer.every((id) => choices.has(id))) answers.set(item.id, answer);
    }
  }
  return answers;
}

/** Reads the reader's record of a quiz; what is missing, broken or no longer asked is left out. */
export function loadQuizRecord(quiz: Quiz, store: QuizStore): QuizRecord {
  try {
    const stored: unknown = JSON.parse(store.getItem(PREFIX + quiz.id) ?? 'null');
    if (!isRecord(stored)) return EMPTY_RECORD;
    const answers = readAnswers(stored['answers'], quiz);
    const checked = isTextList(stored['checked']) ? stored['checked'].filter((id) => answers.has(id)) : [];
    return { answers, checked: new Set(checked) };
  } catch {
    return EMPTY_RECORD; // storage may be forbidden, or hold what another version wrote
  }
}

/** Keeps the record; without storage the answers last as long as the page. */
export function saveQuizRecord(quizId: string, record: QuizRecord, store: QuizStore): void {
  try {
    if (record.answers.size === 0) {
      store.removeItem(PREFIX + quizId);
      return;
    }
    const entry = { answers: Object.fromEntries(record.answers), checked: Array.from(record.checked) };
    store.setItem(PREFIX + quizId, JSON.stringify(entry));
  } catch {
    // forbidden or full: nothing to do
  }
}
