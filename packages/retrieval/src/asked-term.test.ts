import { describe, expect, it } from 'vitest';
import { askedTermTest, buildIndex } from './index.ts';
import { robotBook, robotGlossary } from './robot-book.fixture.ts';

const index = buildIndex(robotBook, { glossary: robotGlossary });

describe('askedTermTest', () => {
  it.each([
    ['What is a topic in ROS 2?', 'topic'],
    ['ROS 2 میں topic کیا ہوتا ہے؟', 'topic'],
    ['topic kya hota hai ROS 2 mein', 'topic'],
    ['What is a topic?', 'topic (ٹاپک)'],
    ['What does topic mean?', 'ٹاپک (topic)'],
  ])('knows by %j that %j is asked for', (question, heading) => {
    expect(askedTermTest(question, index)?.(heading)).toBe(true);
  });

  it.each([
    ['What is a topic in ROS 2?', 'ROS 2'],
    ['What is a topic?', 'topic list'],
  ])('knows by %j that %j is not', (question, heading) => {
    expect(askedTermTest(question, index)?.(heading)).toBe(false);
  });

  it('knows that another question asks no meaning', () => {
    expect(askedTermTest('How do I list all topics?', index)).toBeUndefined();
  });
});
