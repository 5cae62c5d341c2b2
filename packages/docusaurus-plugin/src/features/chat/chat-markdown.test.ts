/** The safe subset: what becomes markup, and what must stay text. */
import { expect, test } from 'vitest';
import { type BlockNode, type InlineNode, parseAnswer, plainAnswer, splitByRanges } from './chat-markdown.ts';

/** Draws a parse so that it can be read: code in ``, strong in **, emphasis in //, markers as ⟦n⟧. */
function draw(source: string, markers: readonly number[] = [1, 2]): string[] {
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
    }
  };
  const block = (node: BlockNode) =>
    node.type === 'codeBlock'
      ? `pre:${node.text}`
      : `${node.type === 'quote' ? 'q' : 'p'}:${node.lines.map((line) => line.map(inline).join('')).join('|')}`;
  return parseAnswer(source, new Set(markers)).map(block);
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

test('every cut of a stream parses, and no text is lost or invented', () => {
  const source =
    '**Path › Name**\n\n> A `quote` with *soft* words [1].\n>\n> More. [2]\n\n```c\nint x;\n```\n\nEnd \\[3\\].';
  for (let length = 0; length <= source.length; length++) {
    const part = source.slice(0, length);
    const plain = plainAnswer(part, parseAnswer(part, new Set([1, 2])), false);
    for (const word of plain.match(/\p{L}+/gu) ?? []) expect(part).toContain(word);
  }
});

test('a long line of delimiters does not hang', () => {
  const source = '*_`['.repeat(2000);
  expect(plainAnswer(source, parseAnswer(source, new Set()), false).length).toBeGreaterThan(0);
});

test('ranges cut text where support begins and ends', () => {
  const source = 'One. Two. Three.';
  expect(splitByRanges(source, 0, source.length, [{ start: 5, end: 9 }])).toEqual([
    { text: 'One. ', unsupported: false, endsRange: false },
    { text: 'Two.', unsupported: true, endsRange: true },
    { text: ' Three.', unsupported: false, endsRange: false },
  ]);
  expect(splitByRanges(source, 6, 8, [{ start: 5, end: 9 }])).toEqual([
    { text: 'wo', unsupported: true, endsRange: false },
  ]);
});

test('plain text for the clipboard keeps numbers and shows quotes as quotes', () => {
  const source = '> A **bold** quote. [1]';
  expect(plainAnswer(source, parseAnswer(source, new Set([1])), true)).toBe('“A bold quote. [1]”');
});
