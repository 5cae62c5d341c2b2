import { describe, expect, it } from 'vitest';
import { numberFit, numberQuestion } from './number-question.ts';

const fit = (question: string, sentence: string): number | undefined => {
  const asked = numberQuestion(question);
  return asked && numberFit(sentence, asked);
};

describe('numberQuestion', () => {
  it.each(['Why does the heading drift?', 'Which command watches a topic?'])('asks no number: %s', (question) => {
    expect(numberQuestion(question)).toBeUndefined();
  });

  it.each([
    ['how many weeks does the course take', 'The course takes thirteen weeks.', 1],
    ['how many weeks does the course take', 'Week 13 is heavy.', 0.75],
    ['how many weeks does the course take', 'The course takes long.', 0],
    ['until what year is it supported?', 'It is supported until May 2029.', 1],
    ['until what year is it supported?', 'It is supported for 5 years.', 0],
    ['what rate does an IMU run at', 'An IMU runs at 200 Hz.', 0.75],
    ['how many other sensors does it have', 'It has two sensors.', 1],
    ['how many people does it need', 'It needs 3 people.', 1],
    ['how many messages wait', 'Two other topics wait.', 0],
  ])('%s: %s', (question, sentence, expected) => {
    expect(fit(question, sentence)).toBe(expected);
  });
});
