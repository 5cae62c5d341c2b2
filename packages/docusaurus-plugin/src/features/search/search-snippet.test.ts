import fc from 'fast-check';
import { expect, test } from 'vitest';
import { snippetRuns } from './search-snippet.tsx';

test('marks the ranges and keeps the text between them', () => {
  expect(
    snippetRuns('reliable and best effort', [
      [0, 8],
      [13, 17],
    ]),
  ).toEqual([
    { text: 'reliable', marked: true },
    { text: ' and ', marked: false },
    { text: 'best', marked: true },
    { text: ' effort', marked: false },
  ]);
});

test('no ranges from a server can lose or repeat text', () => {
  const range = fc.tuple(fc.integer({ min: -5, max: 40 }), fc.integer({ min: -5, max: 40 }));
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), fc.array(range, { maxLength: 6 }), (snippet, ranges) => {
      const safe = ranges.filter(([start]) => start >= 0);
      expect(
        snippetRuns(snippet, safe)
          .map((run) => run.text)
          .join(''),
      ).toBe(snippet);
    }),
  );
});
