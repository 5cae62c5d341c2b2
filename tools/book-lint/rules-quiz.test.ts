import { describe, expect, it } from 'vitest';
import { quizFaults } from './rules-quiz.ts';

const why = 'Because of what the section says about it.';
const anchors = new Set(['lidar']);

function item(id: string, more: object = {}): object {
  return {
    id,
    kind: 'single',
    prompt: 'Which?',
    sectionId: 'lidar',
    choices: [
      { id: 'a', text: 'A', correct: false, why },
      { id: 'b', text: 'B', correct: true, why },
    ],
    ...more,
  };
}
const number = item('n', { kind: 'number', choices: [], answer: { value: 1.5, tolerance: 0.1, unit: 'm', why } });
const faults = (items: object[]) => quizFaults(JSON.stringify({ id: 'q', items }), anchors).map((fault) => fault.rule);
const good = [item('1'), item('2'), item('3'), item('4'), number];

describe('quizFaults', () => {
  it('finds nothing in a good quiz', () => {
    expect(faults(good)).toEqual([]);
  });

  it('wants five items with a number among them', () => {
    expect(faults([item('1'), item('2')])).toEqual(['quiz/count', 'quiz/number']);
  });

  it('wants exactly one correct choice and an explanation of each', () => {
    const both = [
      { id: 'a', text: 'A', correct: true, why },
      { id: 'b', text: 'B', correct: true, why: 'Wrong.' },
    ];
    expect(faults([...good, item('5', { choices: both })])).toEqual(['quiz/choices', 'quiz/why']);
  });

  it('wants a section that is there, permanent ids, plain text and a tolerance', () => {
    const exact = { value: 1.5, tolerance: 0, unit: 'm', why };
    expect(faults([...good, item('5', { sectionId: 'gone' })])).toEqual(['quiz/section']);
    expect(faults([...good, item('1')])).toEqual(['quiz/ids']);
    expect(faults([...good, item('5', { prompt: 'What is $x$?' })])).toEqual(['quiz/text']);
    expect(faults([...good, item('5', { kind: 'number', choices: [], answer: exact })])).toEqual(['quiz/number']);
  });

  it('says what is wrong with a broken file', () => {
    expect(quizFaults('{', anchors)[0]?.rule).toBe('quiz/shape');
    expect(quizFaults('{"id":"q","items":[]}', anchors)[0]?.rule).toBe('quiz/shape');
  });
});
