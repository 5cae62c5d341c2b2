import { describe, expect, it } from 'vitest';
import { fuse, median } from './score-fusion.ts';

const scores = (entries: Record<string, number>): Map<string, number> => new Map(Object.entries(entries));

describe('fuse', () => {
  it('adds channels, each divided by its own best score', () => {
    const hits = fuse({ words: scores({ a: 10, b: 5 }), grams: scores({ a: 2, b: 4 }) });
    expect(hits.map(({ id, score }) => [id, score])).toEqual([
      ['a', 1.25],
      ['b', 1],
    ]);
  });

  it('measures cosines from their floor', () => {
    const latent = { scores: scores({ a: 0.2, b: 0.6, c: 0.1 }), floor: 0.2 };
    const hits = fuse({ words: scores({ a: 1 }), grams: new Map(), latent });
    expect(hits.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(hits[1]?.score).toBeCloseTo(0.4);
  });

  it('orders equal scores by id, whatever order they came in', () => {
    const words = scores({ c: 1, a: 1, b: 1 });
    expect(fuse({ words, grams: new Map() }).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('gives nothing for nothing', () => {
    expect(fuse({ words: new Map(), grams: new Map() })).toEqual([]);
  });

  it('moves the third section of a page behind the first five', () => {
    const words = scores({ 'p#1': 9, 'p#2': 8, 'p#3': 7, 'q#1': 6, 'r#1': 5, 's#1': 4, 't#1': 3 });
    const pageOf = (id: string): string => id.slice(0, 1);
    const order = fuse({ words, grams: new Map() }, { pageOf }).map(({ id }) => id);
    expect(order).toEqual(['p#1', 'p#2', 'q#1', 'r#1', 's#1', 'p#3', 't#1']);
  });
});

describe('median', () => {
  it.each([
    [[], 0],
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
  ])('of %j is %d', (values, middle) => {
    expect(median(values)).toBe(middle);
  });
});
