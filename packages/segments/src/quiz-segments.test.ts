import type { Quiz } from '@lectern/contracts';
import { describe, expect, it } from 'vitest';
import { quizSegments } from './quiz-segments.ts';
import { hashSegment } from './segment-hash.ts';

const QUIZ: Pick<Quiz, 'title' | 'items'> = {
  title: 'Sensors',
  items: [
    {
      id: 'rest',
      kind: 'single',
      prompt: 'What is read\nat  rest, a < b & c?',
      choices: [
        { id: 'a', text: '9.81', correct: true, why: 'It is held.' },
        { id: 'b', text: 'zero', correct: false, why: 'It is held.' },
      ],
      sectionId: 'imu',
    },
    {
      id: 'rate',
      kind: 'number',
      prompt: 'How fast?',
      choices: [],
      answer: { value: 1, tolerance: 0, unit: 'Hz', why: 'Once a second.' },
      sectionId: '',
    },
  ],
};

describe('quizSegments', () => {
  it('gives every text that has letters, in reading order, with its place', () => {
    expect(quizSegments(QUIZ).map(({ place, text }) => [place, text])).toEqual([
      ['title', 'Sensors'],
      ['rest.prompt', 'What is read at rest, a &lt; b &amp; c?'],
      ['rest.a.why', 'It is held.'],
      ['rest.b.text', 'zero'],
      ['rest.b.why', 'It is held.'],
      ['rate.prompt', 'How fast?'],
      ['rate.why', 'Once a second.'],
    ]);
  });

  it('hashes the escaped text as kind quiz; equal texts are one segment to translate', () => {
    const segments = quizSegments(QUIZ);
    for (const { hash, text, id } of segments) {
      expect(hash).toBe(hashSegment('quiz', text, []));
      expect(id).toBe(`q${hash.slice(0, 8)}`);
    }
    expect(segments[2]?.id).toBe(segments[4]?.id);
    expect(segments[1]?.plain).toBe('What is read at rest, a < b & c?');
  });
});
