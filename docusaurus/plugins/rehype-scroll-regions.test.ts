import type { Root } from 'hast';
import { expect, test } from 'vitest';
import { rehypeScrollRegions } from './rehype-scroll-regions.ts';

test('tables and display formulas can be focused without a script, running text cannot', () => {
  const tree: Root = {
    type: 'root',
    children: [
      { type: 'element', tagName: 'table', properties: {}, children: [] },
      { type: 'element', tagName: 'p', properties: { className: ['note'] }, children: [] },
      { type: 'element', tagName: 'span', properties: { className: ['katex-display'] }, children: [] },
      { type: 'element', tagName: 'span', properties: { className: ['katex'] }, children: [] },
    ],
  };
  rehypeScrollRegions()(tree);
  expect(tree.children.map((node) => node.type === 'element' && node.properties['tabIndex'])).toEqual([
    0,
    undefined,
    0,
    undefined,
  ]);
});
