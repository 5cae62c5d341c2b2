import { describe, expect, it } from 'vitest';
import { type PageMarkdownOptions, pageMarkdown } from './page-markdown.ts';

const convert = (source: string, more: Partial<PageMarkdownOptions> = {}): string =>
  pageMarkdown(source, {
    path: '/site/docs/page.mdx',
    format: 'mdx',
    resolveLink: (url) => (url.startsWith('gone') ? undefined : new URL(url, 'https://book.example/docs/page').href),
    quizText: (src) => `**Quiz** ${src}`,
    ...more,
  });

describe('a page as Markdown', () => {
  it('keeps what is Markdown as it was written', () => {
    const source = `A paragraph with **bold**, *marks* and \`code <b>\`,
on two lines.

## A heading

* one
* two
  * nested

1. first

   with a paragraph

| a | b |
| --- | :-: |
| 1 | 2 |

> A quote.

:::tip[A **title**]

Text in a tip.

:::

$$
a^2 + b^2
$$

\`\`\`mdx title="a.mdx"
import X from './x';
<Tabs label="x">{1}</Tabs>
[link](./x.md)
\`\`\`

Text with $x^2$ and a note[^1].

[^1]: The note.`;
    expect(convert(source)).toBe(source);
  });

  it('leaves out front matter, imports, exports, comments and expressions', () => {
    expect(
      convert(`---
title: X
---

import Tabs from '@theme/Tabs';
export const year = 2026;

{/* a comment */}

Text{/* here */} of {year} and{' '}more.

## A heading {/* #own-id */}

{year}

End.`),
    ).toBe('Text of  and more.\n\n## A heading\n\nEnd.');
  });

  it('leaves out comments of .md files, and keeps their HTML', () => {
    expect(convert('<!-- no -->\n\nA <b>bold</b> word.\n\n## Same {#id}', { format: 'md' })).toBe(
      'A <b>bold</b> word.\n\n## Same',
    );
  });

  it('makes links whole, and text of links to what cannot be opened', () => {
    expect(
      convert(
        'A [page](./other#part), [one *that* is gone](gone.md), [by name][n] and https://x.example.\n\n[n]: ../up\n\n<a href="/x">tag</a>',
      ),
    ).toBe(
      'A [page](https://book.example/docs/other#part), one *that* is gone, [by name][n] and https://x.example.\n\n[n]: https://book.example/up\n\n[tag](https://book.example/x)',
    );
  });

  it('names pictures that the build gives another address', () => {
    expect(convert('![A robot](gone.svg)\n\n![](gone.svg)\n\nText ![logo](/img/logo.svg) in it.')).toBe(
      '[Figure: A robot]\n\nText ![logo](https://book.example/img/logo.svg) in it.',
    );
  });

  it('makes text of components, whatever they are called', () => {
    expect(
      convert(`<Tabs groupId="os">
  <TabItem value="one" label="First tab">

    Text in a tab.

    \`\`\`python
    def f():
        return 1
    \`\`\`

    - an item
      - nested

  </TabItem>
  <TabItem value="two" label="Second">inline *text*</TabItem>
</Tabs>

<details>
<summary>More of it</summary>

Hidden text.

</details>

<Figure src="./a.svg" alt="What it shows" caption="A drawing." />

A <Term name="node">node</Term> and <Urdu>نوڈ</Urdu><Cite id="x" />.

<>

A fragment.

</>

<script>{'alert(1)'}</script>`),
    ).toBe(`**First tab**

Text in a tab.

\`\`\`python
def f():
    return 1
\`\`\`

- an item
  - nested

**Second**

inline *text*

**More of it**

Hidden text.

What it shows

A drawing.

A node and نوڈ.

A fragment.`);
  });

  it('stands where its element stood, inside of a list too', () => {
    expect(convert('- item\n\n  <Box title="A box">\n\n  first\n\n  second\n\n  </Box>\n\n- next')).toBe(
      '- item\n\n  **A box**\n\n  first\n\n  second\n\n- next',
    );
  });

  it('shows partials in place, with the links of their own file, and quizzes as questions', () => {
    const seen: string[] = [];
    const text = convert(
      `import Note from './_note.mdx';

Before.

<Note />

<Quiz src="./q.quiz.json" />

- <Note />`,
      {
        loadPartial: (specifier) => ({
          source: `Shared [link](x).\n\n{/* gone */}`,
          path: `/site/docs/${specifier}`,
          format: 'mdx',
        }),
        resolveLink: (url, importer) => {
          seen.push(importer);
          return `https://book.example/${url}`;
        },
      },
    );
    expect(text).toBe(
      'Before.\n\nShared [link](https://book.example/x).\n\n**Quiz** ./q.quiz.json\n\n- Shared [link](https://book.example/x).',
    );
    expect(new Set(seen)).toEqual(new Set(['/site/docs/./_note.mdx']));
  });

  it('ends where partials include each other', () => {
    const source = `import A from './_a.mdx';\n\nText.\n\n<A />`;
    const text = convert(source, { loadPartial: () => ({ source, path: '/site/docs/_a.mdx', format: 'mdx' }) });
    expect(text.split('Text.').length).toBeLessThan(30);
  });
});
