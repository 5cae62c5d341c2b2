/** Grades answers to quiz items, and says what there is to learn from each. Pure; the page grades by the same rules. */
import type { ChoiceExplanation, FieldError, QuizAnswer, QuizItem, QuizItemResult } from '@lectern/contracts';

// Rounding of binary fractions must not fail an answer that stands exactly on the tolerance: 1 − 0.9 > 0.1.
const ROUNDING = 1e-9;

/** What is answered to one item. */
export type ItemAnswer = Omit<QuizAnswer, 'itemId'>;

/** Outcome of one answer. */
export type ItemOutcome = QuizItemResult['outcome'];

/** Grades one answer; `multiple` is right when all correct choices and no other are chosen. */
export const gradeItem = (item: QuizItem, answer: ItemAnswer): ItemOutcome => {
  if (item.kind === 'number') {
    if (answer.value === undefined || !item.answer) return 'empty';
    const { value, tolerance } = item.answer;
    const slack = ROUNDING * Math.max(1, Math.abs(value));
    return Math.abs(answer.value - value) <= tolerance + slack ? 'right' : 'wrong';
  }
  if (answer.choiceIds.length === 0) return 'empty';
  const chosen = new Set(answer.choiceIds);
  return item.choices.every(({ id, correct }) => correct === chosen.has(id)) ? 'right' : 'wrong';
};

/** The choices that were chosen or should have been, in the order of the quiz, each with its reason. */
export const explainChoices = (item: QuizItem, answer: ItemAnswer): ChoiceExplanation[] => {
  if (item.kind === 'number') return [];
  const chosen = new Set(answer.choiceIds);
  return item.choices
    .filter(({ id, correct }) => correct || chosen.has(id))
    .map(({ id, text, correct, why }) => ({ choiceId: id, text, chosen: chosen.has(id), correct, why }));
};

/** Whether an answer names choices that the item does not have: the quiz was another one when it was shown. */
export const hasUnknownChoices = (item: QuizItem, { choiceIds }: ItemAnswer): boolean => {
  const known = new Set(item.choices.map(({ id }) => id));
  return item.kind !== 'number' && choiceIds.some((id) => !known.has(id));
};

/**
 * Faults of an answer that no version of the quiz would take: of the other kind, or in another unit.
 * @param path Dotted path of the answer in the request.
 */
export const answerFaults = (item: QuizItem, answer: ItemAnswer, path: string): FieldError[] => {
  const fault = (field: string, message: string): FieldError => ({ path: `${path}.${field}`, message });
  if (item.kind !== 'number') {
    return answer.value === undefined ? [] : [fault('value', 'is for questions that ask for a number')];
  }
  const faults = answer.choiceIds.length === 0 ? [] : [fault('choiceIds', 'are for questions with choices')];
  const unit = item.answer?.unit ?? '';
  if (answer.unit !== undefined && answer.unit.trim() !== unit.trim()) {
    faults.push(fault('unit', unit === '' ? 'has to be empty' : `has to be ${unit}`));
  }
  return faults;
};
