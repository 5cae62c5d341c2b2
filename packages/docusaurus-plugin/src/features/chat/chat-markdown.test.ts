/** The safe subset: what becomes markup, and what must stay text. */
import { expect, test } from 'vitest';
import { type BlockNode, type InlineNode, parseAnswer, plainAnswer, splitByRanges } from './chat-markdown.ts';

/** Draws a parse so that it can be read: code in ``, strong in **, emphasis in //, markers as ⟦n⟧. */
function draw(source: string, markers: readonly number[] = [1, 2], formulas = false): string[] {
  const inline = (node: InlineNode): string => {
    switch (node.type) {
      case 'text':
        return source.slice(node.start, node.end);
      case 'code':
        return `{code:${source.slice(node.start, node.end)}}`;
      case 'strong':
        return `{b:${node.children.map(inline).join('')}}`;
      case 'emphasis':
        return `{i:${node.children.map(inline).join('')}}`;
      case 'marker':
        return `⟦${node.marker}⟧`;
      case 'formula':
        return `{f:${node.tex}}`;
    }
  };
  const block = (node: BlockNode) => {
    if (node.type === 'codeBlock') return `pre:${node.text}`;
    if (node.type === 'formula') return `f:${node.tex}`;
    return `${node.type === 'quote' ? 'q' : 'p'}:${node.lines.map((line) => line.map(inline).join('')).join('|')}`;
  };
  return parseAnswer(source, new Set(markers), { formulas }).map(block);
}

test.each([
  ['One\ntwo\n\nthree', ['p:One|two', 'p:three']],
  ['> A quote. [1]\n\n> Another. [2]', ['q:A quote. ⟦1⟧', 'q:Another. ⟦2⟧']],
  ['> a\n>\n> b [1]', ['q:a||b ⟦1⟧']],
  ['> a\nb', ['q:a', 'p:b']],
  ['```python\nx = [1]\n> y\n```\nafter', ['pre:x = [1]\n> y', 'p:after']],
  ['````\n```\n````', ['pre:```']],
  ['```\nnever closed', ['pre:never closed']],
  ['**bold** and *soft* and `code`', ['p:{b:bold} and {i:soft} and {code:code}']],
  ['**bold with `code` [1]**', ['p:{b:bold with {code:code} ⟦1⟧}']],
  ['__init__ is bold, snake_case_name is not', ['p:{b:init} is bold, snake_case_name is not']],
  ['2*3*4 and a * b * c', ['p:2*3*4 and a * b * c']],
  ['\\*not soft\\* \\[1\\] \\`x\\`', ['p:*not soft* [1] `x`']],
  ['`` a`b ``', ['p:{code: a`b }']],
  ['array[1] has [1] and [3]', ['p:array⟦1⟧ has ⟦1⟧ and [3]']],
  [
    '<img src=x onerror=alert(1)> [x](javascript:alert(1))',
    ['p:<img src=x onerror=alert(1)> [x](javascript:alert(1))'],
  ],
  ['# no heading', ['p:# no heading']],
  ['**آغاز** اور *زور* [2]', ['p:{b:آغاز} اور {i:زور} ⟦2⟧']],
  ['', []],
])('%j', (source, blocks) => {
  expect(draw(source)).toEqual(blocks);
});

test.each([
  [
    String.raw`The angle $\theta_k$ and \(b * c * d\) [1].`,
    [String.raw`p:The angle {f:\theta_k} and {f:b * c * d} ⟦1⟧.`],
  ],
  ['$a_1$ and $b_1$, **$x$**', ['p:{f:a_1} and {f:b_1}, {b:{f:x}}']],
  [String.raw`So $$E = mc^2$$ holds, and \[F = ma\] too`, ['p:So {f:E = mc^2} holds, and {f:F = ma} too']],
  ['$$\nE = mc^2\n$$\nholds', ['f:E = mc^2', 'p:holds']],
  ['Then\n\\[\na\n= b\n\\]\n\nso', ['p:Then', 'f:a\n= b', 'p:so']],
  ['$$\nx = 1\n$$ [1]\nso', ['f:x = 1', 'p: ⟦1⟧', 'p:so']],
  ['$$x$$ is inline', ['p:{f:x} is inline']],
  ['It costs $5 and then $6, or $7/$8.', ['p:It costs $5 and then $6, or $7/$8.']],
  ['`$x$` and \\*', ['p:{code:$x$} and *']],
  ['unfinished $\\theta_', ['p:unfinished $\\theta_']],
  ['$$\nunfinished', ['p:$$|unfinished']],
  ['a \\[unfinished', ['p:a [unfinished']],
  ['```\n$$\n```', ['pre:$$']],
])('formulas of a written answer: %j', (source, blocks) => {
  expect(draw(source, [1], true)).toEqual(blocks);
});

test('quotes have prices and escaped brackets, no marked formulas', () => {
  expect(draw('> from $a$ to \\[0, 1\\] [1]')).toEqual(['q:from $a$ to [0, 1] ⟦1⟧']);
});

test('what is copied has the formula with its marks; what is spoken without', () => {
  const source = 'Let $x$ be.\n\n$$\nx = 1\n$$';
  const blocks = parseAnswer(source, new Set(), { formulas: true });
  expect(plainAnswer(source, blocks, true)).toBe(source);
  expect(plainAnswer(source, blocks, false, { bareFormulas: true })).toBe('Let x be.\n\nx = 1');
});

test('every cut of a stream parses, and no text is lost or invented', () => {
  const source =
    '**Path › Name**\n\n> A `quote` with *soft* words [1].\n>\n> More. [2]\n\n```c\nint x;\n```\n\nEnd \\[3\\], $x_1$.\n\n$$\ny\n$$';
  for (let length = 0; length <= source.length; length++) {
    const part = source.slice(0, length);
    const plain = plainAnswer(part, parseAnswer(part, new Set([1, 2]), { formulas: true }), false);
    for (const word of plain.match(/\p{L}+/gu) ?? []) expect(part).toContain(word);
  }
});

test('a long line of delimiters does not hang', () => {
  const source = '*_`[$\\('.repeat(2000);
  expect(plainAnswer(source, parseAnswer(source, new Set(), { formulas: true }), false).length).toBeGreaterThan(0);
});

test('ranges cut text where support begins and ends', () => {
  const source = 'One. Two. Three.';
  expect(splitByRanges(source, 0, source.length, [{ start: 5, end: 9 }])).toEqual([
    { text: 'One. ', start: 0, unsupported: false, endsRange: false },
    { text: 'Two.', start: 5, unsupported: true, endsRange: true },
    { text: ' Three.', start: 9, unsupported: false, endsRange: false },
  ]);
  expect(splitByRanges(source, 6, 8, [{ start: 5, end: 9 }])).toEqual([
    { text: 'wo', start: 6, unsupported: true, endsRange: false },
  ]);
});

test('plain text for the clipboard keeps numbers and shows quotes as quotes', () => {
  const source = '> A **bold** quote. [1]';
  expect(plainAnswer(source, parseAnswer(source, new Set([1])), true)).toBe('“A bold quote. [1]”');
});
