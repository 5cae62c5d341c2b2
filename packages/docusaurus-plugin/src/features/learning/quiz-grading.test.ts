import type { Quiz, QuizItem } from '@lectern/contracts';
import { describe, expect, it } from 'vitest';
import { gradeAnswer, orderChoices, parseReaderNumber, scoreQuiz } from './quiz-grading.ts';

const why = 'because';
const single: QuizItem = {
  id: 'single',
  kind: 'single',
  prompt: 'One?',
  sectionId: 's',
  choices: [
    { id: 'a', text: 'A', correct: true, why },
    { id: 'b', text: 'B', correct: false, why },
  ],
};
const multiple: QuizItem = {
  ...single,
  id: 'multiple',
  kind: 'multiple',
  choices: [...single.choices, { id: 'c', text: 'C', correct: true, why }],
};
const number: QuizItem = {
  id: 'number',
  kind: 'number',
  prompt: 'How far?',
  sectionId: 's',
  choices: [],
  answer: { value: 33.3, tolerance: 0.5, unit: 'mm', why },
};

describe('gradeAnswer', () => {
  it('takes the one correct choice', () => {
    expect(gradeAnswer(single, ['a'])).toBe('right');
    expect(gradeAnswer(single, ['b'])).toBe('wrong');
  });

  it('wants all correct choices and no other', () => {
    expect(gradeAnswer(multiple, ['c', 'a'])).toBe('right');
    expect(gradeAnswer(multiple, ['a'])).toBe('wrong');
    expect(gradeAnswer(multiple, ['a', 'b', 'c'])).toBe('wrong');
  });

  it('tells an empty answer from a wrong one', () => {
    expect(gradeAnswer(single, undefined)).toBe('empty');
    expect(gradeAnswer(multiple, [])).toBe('empty');
    expect(gradeAnswer(number, '  ')).toBe('empty');
  });

  it('takes a number within the tolerance, its ends included', () => {
    expect(gradeAnswer(number, '33.3')).toBe('right');
    expect(gradeAnswer(number, '32.8')).toBe('right');
    expect(gradeAnswer(number, '33.8')).toBe('right');
    expect(gradeAnswer(number, '33.81')).toBe('wrong');
  });

  it('forgives the rounding of binary fractions, not more', () => {
    const tenth: QuizItem = { ...number, answer: { value: 1, tolerance: 0.1, unit: '', why } };
    expect(gradeAnswer(tenth, '0.9')).toBe('right');
    expect(gradeAnswer(tenth, '0.899')).toBe('wrong');
  });

  it('says when what was typed is no number', () => {
    expect(gradeAnswer(number, 'thirty')).toBe('unreadable');
    expect(gradeAnswer(number, '33 mm')).toBe('unreadable');
  });

  it('does not take an answer of the other kind', () => {
    expect(gradeAnswer(number, ['a'])).toBe('empty');
    expect(gradeAnswer(single, 'a')).toBe('empty');
  });
});

describe('parseReaderNumber', () => {
  it.each([
    ['33.3', 33.3],
    ['33,3', 33.3],
    ['−0.5', -0.5],
    ['+4', 4],
    ['.5', 0.5],
    ['3.3e-2', 0.033],
    ['2·10^3', 2000],
    ['1 200', 1200],
    ['1,200.5', 1200.5],
    ['۳۳٫۳', 33.3],
    ['٤٢', 42],
  ])('reads %s', (typed, value) => {
    expect(parseReaderNumber(typed)).toBeCloseTo(value, 12);
  });

  it.each(['', '.', '-', '1.2.3', '1e', '0x10', 'Infinity', 'NaN', '1,2,3'])('refuses “%s”', (typed) => {
    expect(parseReaderNumber(typed)).toBeUndefined();
  });
});

describe('scoreQuiz', () => {
  it('counts only what was checked', () => {
    const quiz: Quiz = { id: 'q', items: [single, multiple, number] };
    const answers = new Map<string, readonly string[] | string>([
      ['single', ['a']],
      ['multiple', ['a']],
      ['number', '33'],
    ]);
    expect(scoreQuiz(quiz, answers, new Set(['single', 'multiple']))).toEqual({ right: 1, checked: 2, total: 3 });
  });
});

describe('orderChoices', () => {
  it('does not depend on the order in which the author wrote', () => {
    const turned = { ...multiple, choices: multiple.choices.toReversed() };
    expect(orderChoices(turned)).toEqual(orderChoices(multiple));
  });

  it('puts the choice that the author wrote first in every place', () => {
    const items = Array.from({ length: 60 }, (_, index) => ({ ...multiple, id: `item-${index}` }));
    const places = items.map((item) => orderChoices(item).findIndex((choice) => choice.id === 'a'));
    for (const place of [0, 1, 2]) expect(places.filter((entry) => entry === place).length).toBeGreaterThan(10);
  });
});
