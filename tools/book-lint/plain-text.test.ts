import { describe, expect, it } from 'vitest';
import { parseChapter } from './chapter-source.ts';
import { countWords, listProse, splitSentences } from './plain-text.ts';

const prose = (text: string) =>
  listProse(parseChapter('/x.mdx', 'x.mdx', text).tree.children).map((block) => block.text);

describe('listProse', () => {
  it('reads lists, quotes, tables and components, and leaves code and formulas out', () => {
    const text =
      '- one\n- two\n\n> three\n\n| a | b |\n|---|---|\n| c | d |\n\n```text\nno\n```\n\n$$\nno\n$$\n\n<Figure>\n\nfour\n\n</Figure>\n';
    expect(prose(text)).toEqual(['one', 'two', 'three', 'a', 'b', 'c', 'd', 'four']);
  });

  it('counts a piece of code or a formula as one word', () => {
    expect(prose('The topic `/a.b` has $x = 1.5$ metres.')).toEqual(['The topic x has x metres.']);
  });
});

describe('splitSentences', () => {
  it('does not stop at decimals and abbreviations', () => {
    expect(splitSentences('It weighs 2.1 kg, e.g. the arm. It moves.')).toEqual([
      'It weighs 2.1 kg, e.g. the arm.',
      'It moves.',
    ]);
  });

  it('counts words, not signs', () => {
    expect(countWords('x = 3 · 4, or so')).toBe(5);
  });
});
