import type { Segment } from '@lectern/contracts';
import { describe, expect, it } from 'vitest';
import { testChapter } from '../content/content.fixture.ts';
import { chapterText, sectionText } from './mcp-chapter-text.ts';

const CHAPTER = testChapter({
  id: 'kitchen',
  title: 'The kitchen',
  body: `Words before the first heading.

## Everything {everything}

| name | value |
| rate | 0.5 |
|  | only |

$E = mc^2$

\`\`\`md
\`\`\`inner\`\`\`
\`\`\`

After the code.`,
});

const segment = (kind: Segment['kind'], plain: string): Segment => ({
  id: plain,
  kind,
  text: plain,
  plain,
  hash: 'x'.repeat(43),
  placeholders: [],
});

describe('a chapter as Markdown', () => {
  it('has title, introduction, headings, tables, formulas and code', () => {
    expect(chapterText({ ...CHAPTER, description: 'What it is.' })).toBe(`# The kitchen

> What it is.

Words before the first heading.

## Everything

| name | value |
| --- | --- |
| rate | 0.5 |
|  | only |

$$
E = mc^2
$$

\`\`\`\`md
\`\`\`inner\`\`\`
\`\`\`\`

After the code.`);
  });

  it('keeps items of a list together, names admonitions and figures, and leaves out quizzes', () => {
    const segments = [
      segment('paragraph', 'Two things:'),
      segment('listItem', 'one'),
      segment('listItem', 'two'),
      segment('admonitionTitle', 'Careful'),
      segment('imageAlt', 'A robot'),
      segment('quiz', 'The right answer'),
      segment('frontMatter', 'An objective'),
      segment('footnote', 'A note.'),
    ];
    const section = { id: 'x', headingPath: ['A', 'B', 'C'], permalink: '/x#x', segments, code: [] };
    expect(sectionText(section)).toBe(
      '### C\n\nTwo things:\n\n- one\n- two\n\n**Careful**\n\n[Figure: A robot]\n\nA note.',
    );
  });

  it('never has a heading deeper than Markdown has', () => {
    const headingPath = Array.from({ length: 9 }, (_empty, at) => `h${at}`);
    expect(sectionText({ id: 'x', headingPath, permalink: '/x', segments: [], code: [] })).toBe('###### h8');
  });
});
