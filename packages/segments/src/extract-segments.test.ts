import { describe, expect, it } from 'vitest';
import { type ExtractOptions, extractSegments } from './extract-segments.ts';
import { SegmentParseError } from './segment-parse-error.ts';
import { isTranslatable } from './translatable.ts';

function extract(source: string, options: Partial<ExtractOptions> = {}) {
  return extractSegments(source, { path: 'docs/page.mdx', format: 'mdx', ...options }).segments;
}

/** `kind: text` of each segment. */
function lines(source: string, options: Partial<ExtractOptions> = {}): string[] {
  return extract(source, options).map((segment) => `${segment.kind}: ${segment.text}`);
}

describe('blocks', () => {
  it.each([
    ['a paragraph', 'One\ntwo', ['paragraph: One two']],
    ['a heading with a classic id', '## Title {#id}', ['heading: Title']],
    ['a heading with an id in a comment', '## Title {/* #id */}', ['heading: Title']],
    [
      'a tight and a loose list',
      '- a\n- b\n\n1. c\n\n2. d\n\n   e',
      ['a', 'b', 'c', 'd', 'e'].map((x) => `listItem: ${x}`),
    ],
    ['a task list', '- [x] done', ['listItem: done']],
    ['a quote', '> said', ['paragraph: said']],
    [
      'a table',
      '| A | B |\n|---|---|\n| 1 | `x` |',
      ['tableCell: A', 'tableCell: B', 'tableCell: 1', 'tableCell: <x1/>'],
    ],
    ['a label', ':::note[My **title**]\n\nText\n\n:::', ['admonitionTitle: My <g1>title</g1>', 'paragraph: Text']],
    ['a legacy title', ':::note My title\n\nText\n\n:::', ['admonitionTitle: My title', 'paragraph: Text']],
    ['a title attribute', ':::note{title="T"}\n\nText\n\n:::', ['admonitionTitle: T', 'paragraph: Text']],
    [
      'a title attribute that hides a label',
      ':::note[L]{title="T"}\n\nText\n\n:::',
      ['admonitionTitle: T', 'paragraph: Text'],
    ],
    ['a footnote', 'a[^1]\n\n[^1]: b', ['paragraph: a<x1/>', 'footnote: b']],
    ['a row with more cells than columns', '| A |\n|---|\n| 1 | 2 |', ['tableCell: A', 'tableCell: 1']],
    ['a footnote that nothing refers to', 'a\n\n[^1]: b', ['paragraph: a']],
    ['an image', '![alt text](x.png)', ['imageAlt: alt text']],
    ['an image in text', 'see ![alt](x.png)', ['paragraph: see <x1/>', 'imageAlt: alt']],
    ['a link title', '[a](b "title")', ['paragraph: <g1>a</g1>', 'linkTitle: title']],
    [
      'front matter',
      '---\ntitle: T\nslug: /s\nobjectives: [a, b]\n---\n',
      ['T', 'a', 'b'].map((x) => `frontMatter: ${x}`),
    ],
    ['an element', '<div>text</div>', ['jsxText: text']],
    ['a component', '<TabItem label="L">\n\ntext\n\n</TabItem>', ['attribute: L', 'paragraph: text']],
    ['tabs in one line', '<Tabs><TabItem label="L">text</TabItem></Tabs>', ['attribute: L', 'jsxText: text']],
    ['text beside an element', '<div>a <b>c</b></div>', ['jsxText: a <g1>c</g1>']],
    ['only elements', '<div><b>c</b></div>', ['jsxText: c']],
    ['what is no text', '<CodeBlock title="x">code</CodeBlock>\n\n```js\nx\n```\n\n{1 + 1}\n\n---', []],
    ['a display formula', 'at\n\n$$\nx = 1\n$$', ['paragraph: at', 'paragraph: <x1/>']],
    ['a formula without anything to read', '$$\n\\,\n$$', []],
    ['imports', "import A from './a.js'\n\nexport const b = 1\n\ntext", ['paragraph: text']],
    ['comments', '<!-- no -->\n\n{/* no */}\n\ntext', ['paragraph: text']],
    ['punctuation alone', '…\n\n—', []],
  ])('finds %s', (_name, source, expected) => {
    expect(lines(source)).toEqual(expected);
  });

  it('reads plain Markdown where the format says so', () => {
    expect(lines('Braces { stay } and <b>raw</b>.\n\n<div>block</div>', { format: 'md' })).toEqual([
      'paragraph: Braces { stay } and <x1/>raw<x2/>.',
    ]);
  });
});

describe('inline content', () => {
  it('turns code, math, images, addresses and breaks into atoms, and emphasis and links into pairs', () => {
    const [segment] = extract(
      '**a *b*** `c<d` $x^2$ [l](u) ~~s~~ https://e.com/x \\\nz ![i](u) & <kbd>K</kbd>{" "}<br/>end',
    );
    expect(segment?.text).toBe(
      '<g1>a <g2>b</g2></g1> <x3/> <x4/> <g5>l</g5> <g6>s</g6> <x7/> <x8/>z <x9/> &amp; <x10/><x11/><x12/>end',
    );
    expect(segment?.plain).toBe('a b c<d x^2 l s https://e.com/x z i & K end');
    expect(segment?.placeholders.map(({ type }) => type)).toEqual([
      'strong',
      'emphasis',
      'code',
      'math',
      'link',
      'emphasis',
      'url',
      'break',
      'image',
      'component',
      'component',
      'break',
    ]);
  });

  it('reads a display formula as its TeX, on one line, and gives it to no translator', () => {
    const [formula] = extract('> $$\n> u = f_x \\frac{X}{Z}\n>   + c_x\n> $$');
    expect(formula).toMatchObject({
      plain: 'u = f_x \\frac{X}{Z} + c_x',
      placeholders: [{ id: 'x1', type: 'math', reading: 'u = f_x \\frac{X}{Z} + c_x' }],
    });
    expect(isTranslatable(formula?.text ?? '')).toBe(false);
  });

  it.each([
    ['for five years <Cite id="a" />.', 'for five years.'],
    ['five **years** <Cite id="a" /> <Cite id="b" />, then', 'five years, then'],
    ['(as he says <Cite id="a" />)', '(as he says)'],
    ['what he <Cite id="a" /> said', 'what he said'],
    ['a file <Icon /> .gitignore', 'a file .gitignore'],
    ['one  \n. two', 'one . two'],
  ])('leaves no blank before punctuation where %j has nothing to read', (source, plain) => {
    expect(extract(source)[0]?.plain).toBe(plain);
  });

  it('keeps colons that look like directives as text', () => {
    expect(extract('At 10:30 a:b and std::cout')[0]?.plain).toBe('At 10:30 a:b and std::cout');
  });

  it('reads no math where the site has none', () => {
    expect(extract('costs $5 or $6', { math: false })[0]?.text).toBe('costs $5 or $6');
  });

  it('uses the syntax of a site’s plugins without running their transforms', () => {
    const broken = () => () => {
      throw new Error('a transform ran');
    };
    expect(lines('text', { syntaxPlugins: [broken, [broken, { option: 1 }]] })).toEqual(['paragraph: text']);
  });
});

describe('table cells', () => {
  it('know table, row and column of the page; empty cells are none', () => {
    const table = '| A | B |\n|---|---|\n| 1 | |\n| | 2 |';
    const cells = (options: Partial<ExtractOptions>) =>
      extract(`${table}\n\ntext\n\n${table}`, options).map(({ plain, cell }) => `${plain} ${cell}`);
    const own = ['A t1.1.1', 'B t1.1.2', '1 t1.2.1', '2 t1.3.2', 'text undefined'];
    expect(cells({})).toEqual([...own, 'A t2.1.1', 'B t2.1.2', '1 t2.2.1', '2 t2.3.2']);
    expect(cells({ partialPath: 'docs/_p.mdx' })[0]).toMatch(/^A \S{4}t1\.1\.1$/);
  });
});

describe('ids', () => {
  it('numbers repeats, and gives partials a prefix', () => {
    const [first, second] = extract('Same.\n\nSame.');
    expect(second?.id).toBe(`${first?.id}-2`);
    const [inPartial] = extract('Same.', { partialPath: 'docs/_p.mdx' });
    expect(inPartial?.id.slice(4)).toBe(first?.id);
  });

  it('does not change with a link’s or an image’s address', () => {
    expect(extract('[a](one) ![b](two)')[0]?.hash).toBe(extract('[a](three) ![b](four)')[0]?.hash);
  });
});

describe('places', () => {
  const at = (source: string) =>
    extract(source).map(({ range }) => (range === undefined ? undefined : source.slice(range.start, range.end)));

  it('point into the file as it stands, past what Docusaurus rewrites', () => {
    const source = '---\ntitle: A "b"\n---\n\n## T {#id}\n\n:::note My title\n\ntext `x`\n\n:::\n\n> quoted\n';
    expect(at(source)).toEqual(['A "b"', 'T', 'My title', 'text `x`', 'quoted']);
    expect(at(`\uFEFF${source}`)).toEqual(at(source));
    expect(at(source.replaceAll('\n', '\r\n'))).toEqual(at(source));
  });
});

describe('bad input', () => {
  it('names line and column of the file, not of the rewritten text', () => {
    const source = '## T {#id}\n\n:::note Title\n\n{ not closed';
    expect(() => extract(source)).toThrow(SegmentParseError);
    expect(() => extract(source)).toThrow(/^docs\/page\.mdx:5:\d+: /);
  });

  it.each(['', ' \n\t', '\0', '\uFEFF', '\uD800', '---\n: : :\n---\n\nx'])('takes %j', (source) => {
    expect(() => extract(source)).not.toThrow();
  });
});
