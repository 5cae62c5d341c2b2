import { describe, expect, it } from 'vitest';
import type { ExtractOptions } from './extract-segments.ts';
import { splice, spliced } from './splice.fixture.ts';

describe('hazards', () => {
  const URL_PARAGRAPH = 'see https://e.com/ now';
  it.each<[string, string, Record<string, string>, string]>([
    [
      'G1 an address before Urdu punctuation',
      URL_PARAGRAPH,
      { 'see <x1/> now': 'دیکھیں <x1/>۔' },
      'دیکھیں [https://e.com/](https://e.com/)۔',
    ],
    ['G2 emphasis glued to CJK', 'a **b** c', { 'a <g1>b</g1> c': '<g1>「試験」</g1>です' }, '**「試験」**&#x3067;す'],
    [
      'G2 emphasis with Urdu punctuation inside',
      'a **b** c',
      { 'a <g1>b</g1> c': '<g1>متن،</g1>اور' },
      '**متن،**&#x627;ور',
    ],
    ['G2 a letter before emphasis', 'a *b* c', { 'a <g1>b</g1> c': 'で<g1>「b」</g1> c' }, '&#x3067;*「b」* c'],
    ['G2 an underscore inside a word', 'a _b_ c', { 'a <g1>b</g1> c': 'で<g1>b</g1>す' }, '&#x3067;_b_&#x3059;'],
    ['G2 blanks inside emphasis', 'a **b** c', { 'a <g1>b</g1> c': 'A<g1> b </g1>c' }, 'A **b** c'],
    [
      'emphasis side by side',
      '**a** and **b**',
      { '<g1>a</g1> and <g2>b</g2>': '<g1>甲</g1><g2>乙</g2>' },
      '**甲**__乙__',
    ],
    ['code side by side', '`a` and `b`', { '<x1/> and <x2/>': '<x1/><x2/>' }, '`a` `b`'],
    ['G6 colons', 'a', { a: 'note:abc ::x std::y 10:30' }, 'note\\:abc \\:\\:x std\\:\\:y 10\\:30'],
    ['G7 dollars', 'a', { a: 'قیمت $5 اور $6' }, 'قیمت \\$5 اور \\$6'],
    ['G8 export', 'a', { a: 'export کریں' }, '&#x65;xport کریں'],
    ['G8 import', 'a', { a: 'import x' }, '&#x69;mport x'],
    ['G9 less than and braces', 'a', { a: '5 &lt; 6 {x}' }, '5 \\< 6 \\{x\\}'],
    ['G9 a heading in a first cell', 'a | b\n--- | ---\nc | d', { c: '# x' }, 'a | b\n--- | ---\n\\# x | d'],
    [
      'emphasis, code, links, entities, underscores',
      'a',
      { a: '*a* `b` [c](d) &amp;copy; ~e~ \\ a_b _c_' },
      '\\*a\\* \\`b\\` \\[c\\](d) \\&copy; \\~e\\~ \\\\ a_b \\_c\\_',
    ],
    ['a list', 'a', { a: '- b' }, '\\- b'],
    ['a numbered list', 'a', { a: '1. b' }, '1\\. b'],
    ['a quote', 'a', { a: '&gt; b' }, '\\> b'],
    ['a heading', 'a', { a: '# b' }, '\\# b'],
    ['a container', 'a', { a: ':::note' }, '\\:\\::note'.replace('::', ':\\:')],
    ['an image made of a mark and a link', '[a](b) c', { '<g1>a</g1> c': 'c!<g1>a</g1>' }, 'c\\![a](b)'],
    [
      'an image made of a mark and an address',
      URL_PARAGRAPH,
      { 'see <x1/> now': 'see!<x1/>' },
      'see&#x21;[https://e.com/](https://e.com/)',
    ],
    ['line breaks in a translation', 'a', { a: 'b\n# c' }, 'b # c'],
    ['hashes that close a heading', '## a', { a: 'C #' }, '## C \\# {/* #a */}'],
  ])('%s', (_name, source, texts, expected) => {
    expect(spliced(source, texts)).toBe(expected);
  });

  it('G3: an address that cannot be escaped stays out', () => {
    const { text, report } = splice('a\n\nb', { a: 'see https://evil.example', b: 'B' });
    expect(text).toBe('a\n\nB');
    expect(report.fellBack).toEqual([
      { id: expect.any(String), code: 'text', reason: expect.stringContaining('<x1/>') },
    ]);
  });

  it('plain Markdown has no braces to escape, and ids in braces', () => {
    const options: ExtractOptions = { path: 'a.md', format: 'md' };
    expect(spliced('## a\n\nb', { a: 'A', b: '{x} import' }, options)).toBe('## A {#a}\n\n{x} import');
  });
});
