import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectVocabulary, completeWord } from './content-completion.ts';
import { snippetOf } from './content-snippet.ts';

const marked = (text: string, terms: string[], prefix = ''): string[] => {
  const snippet = snippetOf(text, terms, prefix);
  return snippet.highlights.map(([start, end]) => snippet.text.slice(start, end));
};

describe('snippetOf', () => {
  it('marks words and their forms, and the beginning of the one being typed', () => {
    expect(marked('A publisher publishes; publishing is loud.', ['publisher'], 'lou')).toEqual([
      'publisher',
      'publishes',
      'publishing',
      'lou',
    ]);
  });

  it('shows the place where most of the words stand together', () => {
    const text = `LiDAR here. ${'filler '.repeat(80)}A LiDAR measures the distance of glass.`;
    const { text: shown } = snippetOf(text, ['lidar', 'distance', 'glass'], '');
    expect(shown).toContain('measures the distance of glass');
    expect(shown.startsWith('… ')).toBe(true);
  });

  it('marks inside of the snippet whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 600 }),
        fc.array(fc.string({ maxLength: 8 })),
        (text, terms) => {
          const lower = terms.map((term) => term.toLowerCase());
          const snippet = snippetOf(text, lower, lower[0] ?? '');
          expect(snippet.text.isWellFormed()).toBe(true);
          let at = 0;
          for (const [start, end] of snippet.highlights) {
            expect(start).toBeGreaterThanOrEqual(at);
            expect(end).toBeGreaterThan(start);
            at = end;
          }
          expect(at).toBeLessThanOrEqual(snippet.text.length);
        },
      ),
      { seed: 5 },
    );
  });
});

describe('completeWord', () => {
  const vocabulary = collectVocabulary([
    'compatible profiles',
    'compatible complementary',
    'a complementary complementary filter',
    'comp',
  ]);

  it('gives the words of the most texts first', () => {
    const words = collectVocabulary(['compatible profiles', 'compatible complement', 'common']);
    expect(completeWord(words, 'com')).toEqual(['compatible', 'common', 'complement']);
  });

  it('gives those first that stand in one text with the other words', () => {
    const words = collectVocabulary(['compare it', 'compare that', 'qos compatibility']);
    expect(completeWord(words, 'comp', ['qos'])).toEqual(['compatibility', 'compare']);
  });

  it.each(['comp', 'x', 'q', '', 'zebra'])('gives none for %j: a word of its own, too short, or unknown', (prefix) => {
    expect(completeWord(vocabulary, prefix)).toEqual([]);
  });
});
