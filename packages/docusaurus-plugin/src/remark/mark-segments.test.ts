import { extractSegments } from '@lectern/segments';
import { compile, evaluate } from '@mdx-js/mdx';
import type { Root } from 'mdast';
import { cloneElement, createElement, Fragment, isValidElement, type ReactNode } from 'react';
import * as runtime from 'react/jsx-runtime';
import { renderToStaticMarkup } from 'react-dom/server';
import remarkDirective from 'remark-directive';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import { visit } from 'unist-util-visit';
import { describe, expect, it } from 'vitest';
import { LecternSegment, LecternSlot } from '../client/lectern-segment.tsx';
import { renderSegment } from '../client/segments/segment-renderer.ts';
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
  return renderToStaticMarkup(
    createElement(Page, { components: { seg: LecternSegment, LecternSegment, ph: LecternSlot } }),
  );
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

const INLINE = `A [link](/a), a [file](./a.zip), **strong *nested***, ~~gone~~, \`code\`, $x$, ![alt](b.png), <kbd>K</kbd>,
<abbr>AB</abbr>, <>in a fragment</>, {'expression'}, :abbr[HTML]{.x}, note[^1], https://example.org and\\
a break.

[^1]: A footnote with \`code\` in it.
`;

/** Compiles a page with carriers that show every word in capitals and every element as it is. */
async function renderCapitals(source: string): Promise<string> {
  const texts = new Map(
    extractSegments(source, { path: 'page.mdx', format: 'mdx' }).segments.map((one) => [one.id, one]),
  );
  const capitals = (id: string, children: ReactNode): ReactNode => {
    const text = texts
      .get(id)
      ?.text.replace(/<[^>]*>|&\w+;|[^<&]+/g, (part) => (/^[<&]/.test(part) ? part : part.toUpperCase()));
    const nodes = renderSegment(text ?? '', children);
    if (nodes === null) throw new Error(`${id} can’t be shown: ${text}`);
    return createElement(Fragment, null, ...nodes);
  };
  const { default: Page } = await evaluate(source, {
    ...runtime,
    remarkPlugins: [
      () => (tree: Root) => markSegments(tree, '/site/docs/page.mdx', {}),
      remarkFrontmatter,
      remarkDirective,
      remarkGfm,
      remarkMath,
    ],
  });
  const components = {
    p: (props: { 'data-seg': string; children?: ReactNode }) =>
      createElement(
        'p',
        null,
        props['data-seg'] === undefined ? props.children : capitals(props['data-seg'], props.children),
      ),
    seg: ({ sid, children }: { sid: string; children?: ReactNode }) =>
      createElement('span', null, texts.get(sid)?.kind === 'imageAlt' ? children : capitals(sid, children)),
    ph: LecternSlot,
  };
  return renderToStaticMarkup(createElement(Page, { components }));
}

describe('keys of placeholders', () => {
  it('let every kind of inline element take its place in a translation', async () => {
    const html = await renderCapitals(INLINE);
    for (const part of [
      '<a href="/a">LINK</a>',
      '<a href="./a.zip">FILE</a>',
      '<strong>STRONG <em>NESTED</em></strong>',
      '<del>GONE</del>',
      '<code>code</code>',
      '<code class="language-math math-inline">x</code>',
      '<img src="b.png" alt="alt"/>',
      '<kbd>K</kbd>',
      '<abbr>AB</abbr>',
      'IN A FRAGMENT',
      'expression',
      '<div>HTML</div>',
      '<a href="https://example.org">https://example.org</a>',
      '<br/>',
      'A FOOTNOTE WITH <code>code</code> IN IT.',
    ]) {
      expect(html).toContain(part);
    }
    expect(html).not.toMatch(/ph[xg]\d/);
  });

  it('add to a compiled page what they must: fifteen bytes a placeholder at most', async () => {
    const compiled = async (keyed: boolean) => {
      const unkey = () => (tree: Root) =>
        visit(tree, (node) => void (node.data && 'hProperties' in node.data && delete node.data.hProperties?.['key']));
      const file = await compile(INLINE, {
        remarkPlugins: [
          () => (tree: Root) => markSegments(tree, '/site/docs/page.mdx', {}),
          ...(keyed ? [] : [unkey]),
          remarkDirective,
          remarkGfm,
          remarkMath,
        ],
      });
      return String(file).length;
    };
    expect((await compiled(true)) - (await compiled(false))).toBeLessThan(15 * 17);
  });
});

const PROPERTIES = `<Figure alt="A wheel" width="3">

Caption.

</Figure>

See [this](/a "A title"), <abbr title="Robot Operating System">ROS</abbr> and ![dot](b.png).

<Gallery><Picture alt="One of many" /></Gallery>

<Tabs>
<TabItem value="a" label="First"><Figure alt="In a tab" /></TabItem>
</Tabs>
`;

describe('texts that elements take as properties', () => {
  /** Shows each text in capitals, as a translation would stand in its place. */
  async function renderTexts(): Promise<string> {
    const { segments } = extractSegments(PROPERTIES, { path: 'page.mdx', format: 'mdx' });
    const textOf = new Map(segments.map(({ id, plain }) => [id, plain.toUpperCase()]));
    const element =
      (tag: string) =>
      ({ children, ...props }: { children?: ReactNode }) =>
        createElement(tag, props, children);
    const { default: Page } = await evaluate(PROPERTIES, {
      ...runtime,
      remarkPlugins: [() => (tree: Root) => markSegments(tree, '/site/docs/page.mdx', {}), remarkGfm],
    });
    const components = {
      seg: LecternSegment,
      LecternSegment,
      ph: ({ texts, children }: { texts?: string; children?: ReactNode }) => {
        if (!isValidElement(children) || texts === undefined) return children;
        const pairs = texts.split(' ').map((pair) => pair.split(':'));
        return cloneElement(children, Object.fromEntries(pairs.map(([name, id = '']) => [name, textOf.get(id)])));
      },
      Figure: element('figure'),
      Picture: element('picture'),
      // Reads its children's properties, as a component may.
      Gallery: ({ children }: { children?: ReactNode }) =>
        isValidElement<{ alt: string }>(children) ? children.props.alt : 'nothing',
      Tabs: element('section'),
      TabItem: ({ children }: { children?: ReactNode }) => children,
    };
    return renderToStaticMarkup(createElement(Page, { components }));
  }

  it('reach the element that shows them, in blocks, in text and in tabs', async () => {
    const html = await renderTexts();
    expect(html).toContain('<figure alt="A WHEEL" width="3">');
    expect(html).toContain('<a href="/a" title="A TITLE">this</a>');
    expect(html).toContain('<abbr title="ROBOT OPERATING SYSTEM">ROS</abbr>');
    expect(html).toContain('<figure alt="IN A TAB">');
  });

  it('leave a component alone that reads its children’s properties', async () => {
    expect(await renderTexts()).toContain('One of many');
  });
});

const URDU = `## رفتار 9.81 m/s² پر \`1.5 m\`

ہفتے **8–9** میں <kbd>8–9</kbd> اور [C++ کی کتاب](/a)، فاصلہ 640 × 480 پکسل۔
`;

describe('a page that is written from right to left', () => {
  it('keeps quantities, ranges and names with signs whole, and nothing in code', async () => {
    const html = await render(URDU);
    const run = (text: string) => `<bdi dir="ltr">${text}</bdi>`;
    expect(html).toContain(`رفتار ${run('9.81 m/s²')} پر <code>1.5 m</code>`);
    expect(html).toContain(`<strong>${run('8–9')}</strong> میں <kbd>8–9</kbd>`);
    expect(html).toContain(`<a href="/a">${run('C++')} کی کتاب</a>، فاصلہ ${run('640 × 480')} پکسل۔`);
    expect([...html.matchAll(/data-seg="([^"]+)"/g)].map(([, id]) => id)).toEqual(idsOf(URDU));
  });

  it('draws a formula’s unit behind it', async () => {
    const html = await render('رفتار $v = 2$ m/s ہے، زاویہ $x$ اور $y$ ہیں۔');
    expect(html).toMatch(/رفتار <span class="lectern-run-start"><\/span><code[^>]*>v = 2<\/code> m\/s ہے/);
    expect(html.match(/lectern-run-start/g)).toHaveLength(1);
  });

  it('can be translated in the page', () => {
    const children = ['رفتار ', createElement('bdi', { dir: 'ltr' }, '9.81 m/s²'), ' ہے'];
    expect(renderSegment('The rate is 9.81 m/s²', children)).toEqual(['The rate is 9.81 m/s²']);
  });
});
