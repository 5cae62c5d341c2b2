import { describe, expect, it } from 'vitest';
import { testChapter } from '../../content/content.fixture.ts';
import { chunkChapter, type SourcePassage } from '../../content/index.ts';
import { createContextFitter } from './chat-context.ts';

/** A token per word. */
const countWords = (text: string): number => text.split(/\s+/).filter(Boolean).length;
const words = (word: string, count: number): string => Array.from({ length: count }, () => word).join(' ');

const passagesOf = (body: string): SourcePassage[] =>
  chunkChapter(testChapter({ id: 'one', title: 'One', body })).map((chunk) => ({
    chunkId: chunk.id,
    blocks: chunk.blocks,
    sections: chunk.sections,
    passage: {
      id: `1.${chunk.id}`,
      chapterId: 'default/current/one',
      chapterTitle: 'One',
      headingPath: [],
      url: '/one',
      text: chunk.text,
      segmentIds: chunk.blocks.map(({ id }) => id),
      locale: 'en',
      score: 1,
    },
  }));

const SECTION = `## A {a}

${words('first', 60)}

${words('second', 60)}

\`\`\`python
${words('code()', 60)}
\`\`\`

${words('last', 60)}`;

describe('passages inside a budget', () => {
  const { fitPassages } = createContextFitter(countWords);

  it('takes whole passages as they are', () => {
    const sources = passagesOf(SECTION);
    expect(fitPassages(sources, 10_000)).toEqual(sources);
  });

  it.each([
    [130, ['first']],
    [200, ['first', 'second']],
    [239, ['first', 'second']],
    [260, ['first', 'second', 'code()']],
  ])('ends at the border of a block: %i tokens', (budget, kept) => {
    const [fitted] = fitPassages(passagesOf(SECTION), budget);
    expect([...new Set(fitted?.passage.text.split(/\s+/))]).toEqual(kept);
  });

  it('keeps spans, segments and id in step with the shorter text', () => {
    const [whole] = passagesOf(SECTION);
    const [fitted] = fitPassages(passagesOf(SECTION), 130);
    expect(whole?.passage.text.startsWith(fitted?.passage.text ?? '-')).toBe(true);
    expect(fitted?.passage.id).not.toBe(whole?.passage.id);
    expect(fitted?.blocks.at(-1)?.end).toBe(fitted?.passage.text.length);
    expect(fitted?.sections.at(-1)?.end).toBe(fitted?.passage.text.length);
    expect(fitted?.passage.segmentIds).toHaveLength(1);
  });

  it('leaves out what does not fit, and goes on with what does', () => {
    const body = `## A {a}\n\n\`\`\`text\n${words('code()', 300)}\n\`\`\`\n\n## B {b}\n\n${words('short', 50)}`;
    const fitted = fitPassages(passagesOf(body), 150);
    expect(fitted.map(({ passage }) => passage.text)).toEqual([words('short', 50)]);
  });

  it('never parts the row of a table', () => {
    const row = `| ${words('cell', 30)} | ${words('beside', 30)} |`;
    const body = `## A {a}\n\n| Name | Value |\n${row}\n${row.replaceAll('cell', 'next')}`;
    const [fitted] = fitPassages(passagesOf(body), 60 + 4 + 70 + 35);
    expect(fitted?.passage.text).toContain('beside');
    expect(fitted?.passage.text).not.toContain('next');
  });

  it('holds the budget whatever comes', () => {
    const sources = [...passagesOf(SECTION), ...passagesOf(SECTION.replaceAll('first', 'third'))];
    for (let budget = 0; budget < 700; budget += 23) {
      const sent = fitPassages(sources, budget)
        .map(({ passage }) => passage.text)
        .join(' ');
      expect(countWords(sent)).toBeLessThanOrEqual(budget);
    }
  });
});

describe('turns inside a budget', () => {
  const { fitTurns } = createContextFitter(countWords);
  const turn = (name: string) => ({ question: `${name}?`, answer: words(name, 9) });

  it('keeps the last ones, oldest first', () => {
    const turns = ['a', 'b', 'c'].map(turn);
    expect(fitTurns(turns, 25)).toEqual(['b', 'c'].map(turn));
    expect(fitTurns(turns, 5)).toEqual([]);
  });

  it('takes out the markers of earlier answers and cuts what is very long', () => {
    const [fitted] = fitTurns([{ question: 'q?', answer: `It is so [1][2]. ${'x'.repeat(5000)}` }], 1000);
    expect(fitted?.answer.startsWith('It is so. x')).toBe(true);
    expect(fitted?.answer.length).toBeLessThan(2000);
  });
});
