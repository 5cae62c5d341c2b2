import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findNearestRun, findOccurrences, normalizeQuote, seekQuote, toWords } from './learning-quote.ts';

const nearest = (text: string, quote: string, least = 0) => findNearestRun(toWords(text), seekQuote(quote), least);

/** Edit distance of two lists, from its definition: what the fast one is held against. */
const editDistance = (a: readonly string[], b: readonly string[]): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, word] of a.entries()) {
    const next = [i + 1];
    for (const [j, other] of b.entries()) {
      next.push(Math.min((row[j] ?? 0) + (word === other ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
};

const word = fc.constantFrom('the', 'map', 'server', 'late', 'joiner');
const words = (minLength: number, maxLength: number) => fc.array(word, { minLength, maxLength });

describe('a quote in an edited text', () => {
  it('is found where its words stand, whatever is around them', () => {
    fc.assert(
      fc.property(words(0, 8), words(1, 6), words(0, 8), (before, quote, after) => {
        const text = [...before, ...quote, ...after].join(' ');
        const run = nearest(text, quote.join(' '));
        expect(run?.similarity).toBe(1);
        expect(text.slice(run?.start, run?.end)).toBe(quote.join(' '));
      }),
    );
  });

  it('is given the run of words that takes the fewest edits', () => {
    fc.assert(
      fc.property(words(1, 9), words(1, 5), (text, quote) => {
        let fewest = quote.length;
        for (let from = 0; from < text.length; from++) {
          for (let to = from + 1; to <= text.length; to++) {
            fewest = Math.min(fewest, editDistance(quote, text.slice(from, to)));
          }
        }
        const joined = text.join(' ');
        const run = nearest(joined, quote.join(' '));
        expect(run?.similarity ?? 0).toBeCloseTo(1 - fewest / quote.length, 12);
        // The range is worth what is said of it.
        if (run) {
          const words = joined.slice(run.start, run.end).split(' ');
          expect(editDistance(quote, words)).toBe(fewest);
        }
      }),
    );
  });

  it('keeps words at its ends when others are put between them', () => {
    const text = 'Often rain, fine dust and glass disturb any LiDAR.';
    const run = nearest(text, 'Rain, dust and glass disturb a LiDAR');
    expect(text.slice(run?.start, run?.end)).toBe('rain, fine dust and glass disturb any LiDAR');
  });

  it('gives no run below what is asked for', () => {
    fc.assert(
      fc.property(words(1, 9), words(1, 5), fc.double({ min: 0, max: 1, noNaN: true }), (text, quote, least) => {
        const run = nearest(text.join(' '), quote.join(' '), least);
        const any = nearest(text.join(' '), quote.join(' '));
        expect(run).toEqual(any && any.similarity >= least ? any : undefined);
      }),
    );
  });

  it('does not mind case, marks and line breaks', () => {
    const text = 'Why? “The MAP—server, late”, of course.';
    const run = nearest(text, 'the map server\nlate');
    expect(run?.similarity).toBe(1);
    expect(text.slice(run?.start, run?.end)).toBe('The MAP—server, late');
  });

  it('is read in scripts without blanks and from right to left', () => {
    const chinese = '机器人可以感知世界并且行动';
    const run = nearest(chinese, '可以看知世界', 0.5);
    expect(run?.similarity).toBeCloseTo(5 / 6, 12);
    expect(chinese.slice(run?.start, run?.end)).toBe('可以感知世界');
    const urdu = 'دیر سے آنے والا سبسکرائبر نقشہ کھو دیتا ہے';
    expect(nearest(urdu, 'والا سبسکرائبر نقشہ')?.similarity).toBe(1);
  });
});

describe('occurrences', () => {
  it('are all of them, and each is the quote', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 20 });
    fc.assert(
      fc.property(text, text, (haystack, needle) => {
        const found = findOccurrences(haystack, needle);
        for (const { start, end } of found) expect(haystack.slice(start, end)).toBe(needle);
        const starts = Array.from({ length: haystack.length }, (_, index) => index);
        const expected = needle === '' ? [] : starts.filter((start) => haystack.startsWith(needle, start));
        expect(found.map(({ start }) => start)).toEqual(expected);
      }),
    );
  });
});

describe('normalizing', () => {
  it('makes of a selection what plain texts are', () => {
    expect(normalizeQuote('  cafe\u0301\n  au\u00a0lait ')).toBe('café au lait');
  });
});
