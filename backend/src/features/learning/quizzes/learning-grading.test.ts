import type { QuizItem } from '@lectern/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerFaults, explainChoices, gradeItem, hasUnknownChoices } from './learning-grading.ts';

const choice = (id: string, correct: boolean) => ({ id, text: id.toUpperCase(), correct, why: `why ${id}` });
const multiple: QuizItem = {
  id: 'm',
  kind: 'multiple',
  prompt: 'Which?',
  sectionId: 's',
  choices: [choice('a', true), choice('b', false), choice('c', true), choice('d', false)],
};
const single: QuizItem = { ...multiple, kind: 'single', choices: [choice('a', false), choice('b', true)] };
const number: QuizItem = {
  id: 'n',
  kind: 'number',
  prompt: 'How far?',
  sectionId: 's',
  choices: [],
  answer: { value: 33.3, tolerance: 0.5, unit: 'mm', why: 'Z²' },
};
const chosen = (...choiceIds: string[]) => ({ choiceIds });
const typed = (value?: number, unit?: string) => ({ choiceIds: [], value, unit });

describe('grading', () => {
  it('takes the one correct choice', () => {
    expect(gradeItem(single, chosen('b'))).toBe('right');
    expect(gradeItem(single, chosen('a'))).toBe('wrong');
    expect(gradeItem(single, chosen('a', 'b'))).toBe('wrong');
  });

  it('wants all correct choices and no other, in any order', () => {
    const any = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 });
    fc.assert(
      fc.property(any, (ids) => {
        const isWhole = ids.toSorted().join() === 'a,c';
        expect(gradeItem(multiple, chosen(...ids))).toBe(isWhole ? 'right' : 'wrong');
      }),
    );
  });

  it('takes a choice that is sent twice as one', () => {
    expect(gradeItem(multiple, chosen('a', 'c', 'a'))).toBe('right');
  });

  it('takes a number within the tolerance, its ends included', () => {
    expect([33.3, 32.8, 33.8].map((value) => gradeItem(number, typed(value)))).toEqual(['right', 'right', 'right']);
    expect([32.79, 33.81, -33.3].map((value) => gradeItem(number, typed(value)))).toEqual(['wrong', 'wrong', 'wrong']);
  });

  it('forgives the rounding of binary fractions at the end of any tolerance, and not more', () => {
    const bounds = { min: -1e6, max: 1e6, noNaN: true };
    fc.assert(
      fc.property(fc.double(bounds), fc.double({ ...bounds, min: 0.01 }), (value, tolerance) => {
        const item: QuizItem = { ...number, answer: { value, tolerance, unit: '', why: '' } };
        expect(gradeItem(item, typed(value + tolerance))).toBe('right');
        expect(gradeItem(item, typed(value - tolerance))).toBe('right');
        const beyond = tolerance + 1e-6 * Math.max(1, Math.abs(value), tolerance);
        expect(gradeItem(item, typed(value + beyond))).toBe('wrong');
      }),
    );
  });

  it('tells nothing answered from a wrong answer', () => {
    expect(gradeItem(single, chosen())).toBe('empty');
    expect(gradeItem(number, typed())).toBe('empty');
    expect(gradeItem(number, typed(0))).toBe('wrong');
  });
});

describe('explanations', () => {
  it('are of the choices that were chosen or should have been, and of no other', () => {
    expect(explainChoices(multiple, chosen('a', 'b'))).toEqual([
      { choiceId: 'a', text: 'A', chosen: true, correct: true, why: 'why a' },
      { choiceId: 'b', text: 'B', chosen: true, correct: false, why: 'why b' },
      { choiceId: 'c', text: 'C', chosen: false, correct: true, why: 'why c' },
    ]);
  });

  it('tell who did not know what is right', () => {
    expect(explainChoices(single, chosen()).map(({ choiceId }) => choiceId)).toEqual(['b']);
  });
});

describe('answers that do not fit', () => {
  it('are told from those to an older quiz', () => {
    expect(hasUnknownChoices(single, chosen('b', 'gone'))).toBe(true);
    expect(hasUnknownChoices(single, chosen('b'))).toBe(false);
  });

  it('are named with their field', () => {
    expect(answerFaults(single, typed(3), 'answers.2').map(({ path }) => path)).toEqual(['answers.2.value']);
    expect(answerFaults(number, chosen('a'), 'answer').map(({ path }) => path)).toEqual(['answer.choiceIds']);
    expect(answerFaults(number, typed(33.3, 'm'), 'answer')).toEqual([
      { path: 'answer.unit', message: 'has to be mm' },
    ]);
    expect(answerFaults(number, typed(33.3, 'mm'), 'answer')).toEqual([]);
  });
});
