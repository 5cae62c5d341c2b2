import { extractSegments } from '@lectern/segments';
import { evaluate } from '@mdx-js/mdx';
import type { Root } from 'mdast';
import { createElement } from 'react';
import * as runtime from 'react/jsx-runtime';
import { renderToStaticMarkup } from 'react-dom/server';
import remarkDirective from 'remark-directive';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import { describe, expect, it } from 'vitest';
import { LecternSegment } from '../client/lectern-segment.tsx';
import { markSegments } from './mark-segments.ts';

/** Compiles a page as Docusaurus does, as far as the marks go, and renders it. */
async function render(source: string, marked = true): Promise<string> {
  const { default: Page } = await evaluate(source, {
    ...runtime,
    remarkPlugins: [
      ...(marked ? [() => (tree: Root) => markSegments(tree, '/site/docs/page.mdx', {})] : []),
      remarkFrontmatter,
      remarkDirective,
      remarkGfm,
      remarkMath,
    ],
  });
  return renderToStaticMarkup(createElement(Page, { components: { seg: LecternSegment } }));
}

function idsOf(source: string): string[] {
  return extractSegments(source, { path: 'page.mdx', format: 'mdx' }).segments.map(({ id }) => id);
}

const PAGE = `Text with \`code\`, **bold** and https://example.org.

## Heading

- tight *item*

1. loose

2. two

> quote

| A | B |
|---|---|
| 1 | \`x\` |

![lone](a.png)

Text with ![inline](b.png).

<p>element <b>text</b></p>

<div>inside</div>

Note[^1] and $x^2$.

$$
E = mc^2
$$

- in a list

  $$
  a = 1
  $$

[^1]: A footnote.
`;

describe('markSegments', () => {
  it('puts the manifest’s ids into the page, in order', async () => {
    const html = await render(PAGE);
    expect([...html.matchAll(/data-seg="([^"]+)"/g)].map(([, id]) => id)).toEqual(idsOf(PAGE));
  });

  it('changes nothing that the page shows', async () => {
    const bare = (html: string) =>
      html
        .replace(/<span data-seg="[^"]*">(.*?)<\/span>/gs, '$1')
        .replace(/<div data-seg="[^"]*">(<pre.*?<\/pre>)<\/div>/gs, '$1')
        .replace(/ data-seg="[^"]*"/g, '');
    expect(bare(await render(PAGE))).toBe(await render(PAGE, false));
  });

  it('attaches a quiz to its component by a require that the bundler follows', () => {
    const quiz = (src: string) => {
      const tree: Root = {
        type: 'root',
        children: [
          {
            type: 'mdxJsxFlowElement',
            name: 'Quiz',
            attributes: [{ type: 'mdxJsxAttribute', name: 'src', value: src }],
            children: [],
          },
        ],
      };
      markSegments(tree, '/site/docs/page.mdx', {});
      markSegments(tree, '/site/docs/page.mdx', {});
      return JSON.stringify(tree).match(/require\([^)]*\)/g);
    };
    expect(quiz('./a.quiz.json')).toEqual(['require(\\"./a.quiz.json\\")']);
    expect(quiz('a.quiz.json')).toEqual(['require(\\"./a.quiz.json\\")']);
    expect(quiz('@site/q/a.quiz.json')).toEqual(['require(\\"@site/q/a.quiz.json\\")']);
  });
});
