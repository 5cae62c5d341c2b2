import { describe, expect, it } from 'vitest';
import { misspell } from './question-typos.ts';
import { areaUnderCurve, judgeRanking, shareReaching } from './ranking-metrics.ts';

describe('judgeRanking', () => {
  const grades = new Map([
    ['a', 2],
    ['b', 1],
  ]);

  it('is perfect for the ideal order', () => {
    expect(judgeRanking(['a', 'b', 'c'], grades)).toEqual({ ndcg10: 1, recall5: 1, mrr10: 1 });
  });

  it('discounts by the logarithm of the rank', () => {
    const { ndcg10, mrr10 } = judgeRanking(['c', 'a'], grades);
    expect(ndcg10).toBeCloseTo(2 / Math.log2(3) / (2 + 1 / Math.log2(3)));
    expect(mrr10).toBe(0.5);
  });
});

describe('areaUnderCurve', () => {
  it('counts ties half', () => {
    expect(areaUnderCurve([1, 2], [0, 1])).toBe(0.875);
    expect(shareReaching([0.2, 0.3], 0.25)).toBe(0.5);
  });
});

describe('misspell', () => {
  it('changes one longer word, and the same one for the same seed', () => {
    const [slip] = misspell(['What is a publisher?'], 3);
    expect(slip).not.toBe('What is a publisher?');
    expect(slip).toMatch(/^What is a p\S+\?$/);
    expect(misspell(['What is a publisher?'], 3)).toEqual([slip]);
  });
});
