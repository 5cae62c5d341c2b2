import { describe, expect, it } from 'vitest';
import { applyTranslations } from './apply-translations.ts';
import { extractSegments } from './extract-segments.ts';
import { SegmentParseError } from './segment-parse-error.ts';
import { OPTIONS, splice, spliced } from './splice.fixture.ts';

describe('what is replaced', () => {
  it.each<[string, string, Record<string, string>, string]>([
    ['a paragraph of several lines', 'One\ntwo.\n\nx', { 'One two.': 'Eins.' }, 'Eins.\n\nx'],
    ['an item in a quote', '> - a\n>   b\n> - c', { 'a b': 'ا', c: 'ج' }, '> - ا\n> - ج'],
    [
      'what placeholders stand for',
      '`a` **b** [c](d "e")',
      { '<x1/> <g2>b</g2> <g3>c</g3>': '<g3>C</g3> <x1/> <g2>B</g2>', e: 'E' },
      '[C](d "E") `a` **B**',
    ],
    [
      'a cell',
      '| a | b |\n|---|:-:|\n| `x\\|y` | d |',
      { b: 'B', d: 'D | E' },
      '| a | B |\n|---|:-:|\n| `x\\|y` | D \\| E |',
    ],
    ['a footnote', 'a[^1]\n\n[^1]: b', { 'a<x1/>': '<x1/>A', b: 'B' }, '[^1]A\n\n[^1]: B'],
    [
      'a label',
      ':::note[My **title**]\n\nx\n\n:::',
      { 'My <g1>title</g1>': '<g1>T</g1> [1]' },
      ':::note[**T** \\[1\\]]\n\nx\n\n:::',
    ],
    ['a legacy title', ':::note My title\n\nx\n\n:::', { 'My title': 'T' }, ':::note T\n\nx\n\n:::'],
    [
      'a title attribute',
      ':::note{title="T" .c}\n\nx\n\n:::',
      { T: 'A "b" & c' },
      ':::note{title="A &quot;b&quot; & c" .c}\n\nx\n\n:::',
    ],
    [
      'attributes of components',
      `<TabItem value="a" label='L'>\n\nx\n\n</TabItem>`,
      { L: "d'un {x}" },
      '<TabItem value="a" label=\'d&#39;un {x}\'>\n\nx\n\n</TabItem>',
    ],
    ['text in components', '<div>\n  text\n</div>', { text: 'T' }, '<div>\n  T\n</div>'],
    [
      'alt text inside a link inside a paragraph',
      'see [![alt](x.png)](y "t")!',
      { 'see <g1><x2/></g1>!': '<g1><x2/></g1> s!', alt: 'A ]', t: 'T' },
      '[![A \\]](x.png)](y "T") s!',
    ],
    [
      'a component’s attribute inside a paragraph',
      'a <B label="b">c</B> d',
      { 'a <g1>c</g1> d': '<g1>C</g1> A', b: 'B' },
      '<B label="B">C</B> A',
    ],
    [
      'front matter',
      '---\ntitle: A # b\ndescription: >-\n  long\n  text\nslug: /s\nobjectives: [a, "b"]\n---\n\nx',
      { A: 'T: "x"', 'long text': 'D', a: 'A', b: "'B'" },
      '---\ntitle: "T: \\"x\\"" # b\ndescription: "D"\nslug: /s\nobjectives: ["A", "\'B\'"]\n---\n\nx',
    ],
    [
      'short reference links, whose label is their text',
      '[a][] [b] ![c]\n\n[a]: /a\n[b]: /b\n[c]: /c',
      { '<g1>a</g1> <g2>b</g2> <x3/>': '<g1>A</g1> <g2>B</g2> <x3/>', c: 'C' },
      '[A][a] [B][b] ![C][c]\n\n[a]: /a\n[b]: /b\n[c]: /c',
    ],
    ['a hard break in a quote', '> a\\\n> b', { 'a<x1/>b': 'B <x1/> - A' }, '> B\\\n> \\- A'],
    ['a tag with line breaks inside', 'a <b>\n  c\n</b> d', { 'a <g1> c </g1> d': '<g1>C</g1> A' }, '<b>C</b> A'],
  ])('%s', (_name, source, texts, expected) => {
    expect(spliced(source, texts)).toBe(expected);
  });

  it('keeps line ends, byte order mark, final blanks and everything else byte for byte', () => {
    const source = '\uFEFF---\r\ntitle: T\r\n---\r\n\r\n## A  \r\n\r\n* x\r\n\r\n\r\ny \r\n';
    const extraction = extractSegments(source, OPTIONS);
    expect(applyTranslations(source, extraction, new Map()).text).toBe(source);
    const same = new Map(extraction.segments.map(({ id, text }) => [id, text]));
    expect(applyTranslations(source, extraction, same)).toMatchObject({ text: source, report: { changed: [] } });
    expect(spliced(source, { x: 'ایکس' })).toBe(source.replace('* x', '* ایکس'));
  });
});

describe('what cannot be spliced', () => {
  it.each([
    ['a lost placeholder', 'A', 'placeholders'],
    ['a doubled one', '<x1/> <x1/> <g2>b</g2>', 'placeholders'],
    ['a foreign one', '<x1/> <g2>b</g2> <x3/>', 'placeholders'],
    ['a pair as an atom', '<x1/> <x2/>', 'placeholders'],
    ['crossed pairs', '<x1/> </g2>b<g2>', 'placeholders'],
    ['an emptied pair', '<x1/> b<g2> </g2>', 'placeholders'],
    ['a control character', '<x1/> <g2>b</g2>\u0000', 'characters'],
  ])('keeps the source for %s, and the rest is done', (_name, translated, code) => {
    const { text, report } = splice('`a` **b**\n\nc', { '<x1/> <g2>b</g2>': translated, c: 'C' });
    expect(text).toBe('`a` **b**\n\nC');
    expect(report.fellBack.map((fallback) => fallback.code)).toEqual([code]);
    expect([report.changed.length, report.kept.length]).toEqual([1, 0]);
  });

  it('names segments without a place of their own', () => {
    const { report } = splice('me\\@x.example text\n\n<B title={"a"} />', { '<x1/> text': '<x1/> T' });
    expect(report.fellBack.map(({ code }) => code)).toEqual(['place']);
  });

  it('keeps the source for a translation without words', () => {
    const { text, report } = splice('a\n\n![b](c)', { a: '…', b: '—' });
    expect(text).toBe('a\n\n![b](c)');
    expect(report.fellBack.map(({ code }) => code)).toEqual(['text', 'text']);
  });

  it('finds all that break a page among many', () => {
    const source = Array.from({ length: 40 }, (_, index) => `Paragraph ${index}`).join('\n\n');
    const bad = [3, 17, 31];
    const texts = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `Paragraph ${index}`,
        bad.includes(index) ? `www.evil.example ${index}` : `Absatz ${index}`,
      ]),
    );
    const { text, report } = splice(source, texts);
    expect(report.changed).toHaveLength(37);
    for (const index of bad) expect(text).toContain(`Paragraph ${index}`);
  });

  it('writes nothing for a source that does not compile', () => {
    const source = 'export default A\n\nexport default B\n\ntext';
    const extraction = extractSegments(source, OPTIONS);
    const translations = new Map(extraction.segments.map(({ id }) => [id, 'T']));
    expect(() => applyTranslations(source, extraction, translations)).toThrow(SegmentParseError);
    expect(() => applyTranslations(source, extraction, translations)).toThrow(/^docs\/page\.mdx:3:1: .*layout/);
  });
});
