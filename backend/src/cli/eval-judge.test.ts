import type { ChatResponse, Citation, Passage } from '@lectern/contracts';
import { describe, expect, it } from 'vitest';
import { judgeAnswer } from './eval-judge.ts';

const passage: Passage = {
  id: 'p1',
  chapterId: 'c',
  chapterTitle: 'C',
  headingPath: ['C'],
  url: '/c',
  text: 'A LiDAR reaches 120 m outdoors. It costs 4.5 kUSD.',
  segmentIds: [],
  locale: 'en',
  score: 1,
};
const citation: Citation = {
  marker: 1,
  passageId: 'p1',
  chapterId: 'c',
  chapterTitle: 'C',
  headingPath: ['C'],
  url: '/c',
  segmentId: 's',
  quote: 'A LiDAR reaches 120 m outdoors.',
  start: 0,
  end: 31,
};
const answer = (given: Partial<ChatResponse>): ChatResponse => ({
  messageId: '00000000-0000-4000-8000-000000000001',
  sessionId: null,
  mode: 'llm',
  text: 'It reaches **120 m** [1]. It can fly.',
  citations: [citation],
  unsupported: [{ start: 26, end: 37 }],
  context: [passage],
  usage: { cached: false },
  suggestions: [],
  ...given,
});

describe('judging an answer', () => {
  it('counts sentences without support and facts that are missing', () => {
    expect(judgeAnswer(answer({}), [['120 m'], ['4.5', 'four and a half'], ['reaches 120']])).toEqual({
      verbatim: true,
      supported: 0.5,
      facts: 2 / 3,
    });
  });

  it('finds a marker without a citation, but none in code', () => {
    expect(judgeAnswer(answer({ text: 'Far [2].' }), []).verbatim).toBe(false);
    expect(judgeAnswer(answer({ text: 'Far [1], see `a[2]` and\n\n```\nb[3]\n```' }), []).verbatim).toBe(true);
  });

  it('finds a quote that is not in its passage', () => {
    const changed = { ...citation, quote: 'A LiDAR reaches 220 m outdoors.' };
    expect(judgeAnswer(answer({ citations: [changed] }), []).verbatim).toBe(false);
  });

  it('takes no part of a number for the number', () => {
    expect(judgeAnswer(answer({}), [['20 m']]).facts).toBe(0);
  });

  it('says nothing of support where no model wrote', () => {
    expect(judgeAnswer(answer({ mode: 'extractive', unsupported: [] }), [])).toEqual({ verbatim: true });
  });
});
