import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseChapter } from './chapter-source.ts';
import type { BookContext } from './finding.ts';
import { lintChapter } from './lint-book.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sentence =
  'A LiDAR measures the range to a surface from the time that a pulse of light takes to come back to it. ';
const section = sentence.repeat(10);

const frontMatter = `---
id: lidar
title: LiDAR
sidebar_position: 1
description: Measure a range with light and say how well.
week: "2"
module: foundations
minutes: 30
difficulty: beginner
objectives: [Measure a range, Compute an error, Choose a sensor]
prerequisites: []
hardware: [laptop]
tags: [lidar]
ros_distro: []
tested: [ci]
questions: [How does a LiDAR measure?, Why does it miss glass?, How far does it see?]
references:
  - { id: a, authors: A, year: 2004, title: One, isbn: "0521540518", primary: true }
  - { id: b, authors: B, year: 2008, title: Two, doi: 10.1109/TAC.2008.923738, primary: true }
  - { id: c, authors: C, year: 2020, title: Three, arxiv: "2209.07753" }
  - { id: d, authors: D, year: 2020, title: Four, url: "https://example.org/" }
  - { id: e, authors: E, year: 2020, title: Five, url: "https://example.org/five" }
---
`;

const exercise = (level: number, id = `lidar-${level}`) => `<Exercise id="${id}" level="${level}" title="Range">

How far?

<Solution>

3 m.

</Solution>

</Exercise>
`;

const body = `
A robot drives into a glass door.

## Time of flight {/* #time-of-flight */}

${section} <Cite id="a" /> <Cite id="b" /> <Cite id="c" /> <Cite id="d" /> <Cite id="e" />

## Worked example: a wall {/* #worked-example */}

${section}

## Run it {/* #run-it */}

\`\`\`bash badge="ci"
python lidar.py
\`\`\`

## On a real stack {/* #real-stack */}

Use the driver.

## Common mistakes {/* #mistakes */}

Glass is invisible.

## Exercises {/* #exercises */}

${exercise(1)}
${exercise(2)}
${exercise(3)}
${exercise(2, 'lidar-4')}

## Quiz {/* #quiz */}

<Quiz src="./lidar.quiz.json" />

## Summary {/* #summary */}

- One.
- Two.
- Three.
- Four.
- Five.

## References {/* #references */}

<References />
`;

/** Rules that a chapter breaks; its quiz and figures are files, and have tests of their own. */
function rules(text: string, relative = 'foundations/lidar.mdx'): string[] {
  const docs = path.join(root, 'docusaurus', 'docs');
  const chapter = parseChapter(path.join(docs, relative), relative, text);
  const book: BookContext = { root, docs, chapters: new Map([[relative, chapter]]), terms: new Set(['lidar']) };
  const elsewhere = ['quiz/missing', 'figure/count'];
  return lintChapter(chapter, book)
    .map((finding) => finding.rule)
    .filter((rule) => !elsewhere.includes(rule));
}

const changed = (from: string, to: string) => {
  const text = frontMatter + body;
  if (!text.includes(from)) throw new Error(`The fixture has no “${from}”.`);
  return rules(text.replace(from, to));
};

describe('lintChapter', () => {
  it('finds nothing in a good chapter', () => {
    expect(rules(frontMatter + body)).toEqual([]);
  });

  it.each([
    [
      'a description that is too long',
      'Measure a range with light',
      `Measure ${'a range '.repeat(30)}`,
      'front-matter/shape',
    ],
    ['an id that is not the file’s', 'id: lidar\n', 'id: radar\n', 'front-matter/id'],
    ['another module than its folder', 'module: foundations', 'module: humanoids', 'front-matter/module'],
    ['a prerequisite that is not there', 'prerequisites: []', 'prerequisites: [gone]', 'front-matter/prerequisites'],
    ['an ISBN with a wrong check digit', '0521540518', '0521540519', 'front-matter/shape'],
    ['one primary reference', ', primary: true }\n  - { id: b', ' }\n  - { id: b', 'references/primary'],
    ['a heading without an id', ' {/* #time-of-flight */}', '', 'heading/id'],
    ['an id that is not kebab-case', '#time-of-flight */', '#TimeOfFlight */', 'heading/id'],
    ['four bullets in the summary', '- Five.\n', '', 'anatomy/summary'],
    ['no hard exercise', 'level="3"', 'level="1"', 'anatomy/exercises'],
    ['no badge', ' badge="ci"', '', 'code/badge'],
    ['an unknown badge', 'badge="ci"', 'badge="tested"', 'code/badge'],
    ['a forbidden name', 'python lidar.py', 'with rclpy.init() as x:', 'code/forbidden'],
    ['a file that is not there', 'bash badge', 'bash title="examples/python/gone.py" badge', 'code/excerpt'],
    [
      'an excerpt that is not in its file',
      'bash badge',
      'bash title="examples/python/README.md" badge',
      'code/excerpt',
    ],
    ['a drawing in a fence', '```bash badge="ci"', '```mermaid', 'diagram/fence'],
    ['a link by address', 'Use the driver.', 'Use [it](/book/intro).', 'link/file'],
    ['a link to a page that is not there', 'Use the driver.', 'Use [it](./gone.mdx).', 'link/broken'],
    ['a link to no heading', 'Use the driver.', 'Use [it](#gone).', 'link/broken'],
    ['an unknown term', 'Use the driver.', 'Use <Term name="radar">radar</Term>.', 'term/unknown'],
    ['a citation of nothing', 'Use the driver.', 'Use it <Cite id="z" />.', 'references/cite'],
    ['an expression', 'Use the driver.', 'Use {1 + 1}.', 'component/expression'],
    ['an HTML element', 'Use the driver.', '<div>Use it</div>', 'component/html'],
    ['a component from elsewhere', 'Use the driver.', '<Widget />', 'component/unknown'],
    ['an exclamation mark', 'Use the driver.', 'Use the driver!', 'prose/words'],
    ['a pointer out of the section', 'Use the driver.', 'As we saw, use the driver.', 'prose/dangling'],
    [
      'a variant that stands alone',
      'Use the driver.',
      '<Variant for="software">\n\nUse it.\n\n</Variant>',
      'component/variant',
    ],
  ])('finds %s', (_name, from, to, rule) => {
    expect(changed(from, to)).toEqual([rule]);
  });

  it('finds closing sections that are missing or out of order', () => {
    expect(changed('## Common mistakes {/* #mistakes */}', '### Mistakes {/* #errors */}')).toEqual(['anatomy/order']);
    const swapped = body
      .replace('#real-stack', '#swap')
      .replace('#mistakes', '#real-stack')
      .replace('#swap', '#mistakes');
    expect(rules(frontMatter + swapped)).toEqual(['anatomy/order']);
  });

  it('finds sections that are too short or too long', () => {
    expect(changed(section, sentence)).toEqual(['section/length']);
    expect(changed(section, section.repeat(3))).toEqual(['section/length']);
  });

  it('finds sentences that are too long on average', () => {
    const winding = `A LiDAR measures ${'and then it measures once more '.repeat(8)}the range. `.repeat(30);
    const found = rules(frontMatter + body.replace('Glass is invisible.', winding));
    expect(new Set(found)).toEqual(new Set(['prose/sentence-length', 'prose/long-sentence']));
  });

  it('asks less of the intro', () => {
    const intro = frontMatter
      .replace('id: lidar', 'id: intro')
      .replace(/references:[\s\S]*---\n/, 'references: []\n---\n');
    expect(rules(`${intro}\nThis book has badges.\n\n## Badges {/* #badges */}\n\nText.\n`, 'intro.mdx')).toEqual([]);
  });
});
