import type { Section, SegmentKind } from '@lectern/contracts';
import { describe, expect, it } from 'vitest';
import { testChapter } from '../../content/content.fixture.ts';
import { chunkChapter, type SourcePassage } from '../../content/index.ts';
import { quoteAnswer } from './chat-extractive.ts';

/** Passages of a chapter, best first as they stand. */
const sourcesOf = (body: string, change: (sections: Section[]) => void = () => undefined): SourcePassage[] => {
  const chapter = testChapter({ id: 'c', title: 'Chapter', body });
  change(chapter.sections);
  return chunkChapter(chapter).map((chunk) => ({
    chunkId: chunk.id,
    blocks: chunk.blocks,
    sections: chunk.sections,
    passage: {
      id: chunk.id,
      chapterId: chapter.key,
      chapterTitle: chapter.title,
      headingPath: [...(chunk.sections[0]?.headingPath ?? [])],
      url: chunk.sections[0]?.permalink ?? '',
      text: chunk.text,
      segmentIds: [],
      locale: 'en',
      score: 1,
    },
  }));
};
const setKind =
  (kind: SegmentKind, ...texts: string[]) =>
  (sections: Section[]) => {
    for (const { segments } of sections) {
      for (const segment of segments) if (texts.includes(segment.plain)) segment.kind = kind;
    }
  };
const firstQuote = (question: string, sources: SourcePassage[]) => quoteAnswer({ question, sources })[0];

describe('quoteAnswer', () => {
  it('quotes the best sentence with a neighbour on each side, inside of its paragraph', () => {
    const sources = sourcesOf(
      'Far before. One before. The glorbon spins at 30 Hz. One after. Far after.\n\nAnother paragraph.',
    );
    expect(firstQuote('How fast does the glorbon spin?', sources)?.citation.quote).toBe(
      'One before. The glorbon spins at 30 Hz. One after.',
    );
  });

  it('takes the next paragraph after one of a single sentence', () => {
    const sources = sourcesOf(
      'Something before.\n\nThe glorbon spins at 30 Hz.\n\nIts bearing is dry. Its case is wet.',
    );
    const group = firstQuote('glorbon spins', sources);
    expect(group?.citation.quote).toBe('The glorbon spins at 30 Hz.\n\nIts bearing is dry.');
    expect(group?.lines).toEqual(['The glorbon spins at 30 Hz.', 'Its bearing is dry.']);
  });

  it('shows an announced list whole', () => {
    const items = ['a spindle;', 'a case;', 'two bearings.'];
    const sources = sourcesOf(`A glorbon has:\n\n${items.join('\n\n')}\n\nThat is all.`, setKind('listItem', ...items));
    expect(firstQuote('What does a glorbon have?', sources)?.lines).toEqual(['A glorbon has:', ...items]);
  });

  it('never leaves a cited opinion or a question without what follows it', () => {
    const body = (opening: string) =>
      `## One {one}\n\nThe glorbon is a wheel. ${'Filler sentence here. '.repeat(20)}\n\n## Two {two}\n\n${opening} The glorbon hates it. ${'More filler text. '.repeat(20)}`;
    for (const opening of ['"A glorbon works on glass."', 'Does a glorbon work on glass?']) {
      const groups = quoteAnswer({
        question: 'Does a glorbon wheel work on glass?',
        sources: sourcesOf(body(opening)),
      });
      const opened = groups.find(({ citation }) => citation.quote.includes(opening));
      expect(opened?.citation.quote).toContain('The glorbon hates it.');
    }
  });

  it('attaches the code that follows, and marks where it is cited from', () => {
    const sources = sourcesOf('Spin the glorbon with one call.\n\n```python\nglorbon.spin(30)\n```\n\nThen wait.');
    const group = firstQuote('How do I spin the glorbon?', sources);
    expect(group?.code).toEqual({ lang: 'python', text: 'glorbon.spin(30)' });
    expect(group?.citation.quote).toBe('Spin the glorbon with one call.');
  });

  it('quotes code itself where there is nothing else', () => {
    const sources = sourcesOf('```python\nglorbon.spin(30)\n```');
    const group = firstQuote('glorbon spin', sources);
    expect(group).toMatchObject({
      lines: [],
      code: { text: 'glorbon.spin(30)' },
      citation: { quote: 'glorbon.spin(30)' },
    });
  });

  it('quotes the row of a table, with the header where that is right above, on a line each', () => {
    const table = '| sensor | rate | |\n| zibbel | 10 Hz | slow |\n| glorbon | | fast |';
    const sources = sourcesOf(`Before the table.\n\n${table}\n\nAfter it.`);
    const first = firstQuote('zibbel', sources);
    expect(first?.citation.quote).toBe('sensor | rate |\nzibbel | 10 Hz | slow');
    expect(first?.lines).toEqual(['sensor · rate', 'zibbel · 10 Hz · slow']);
    const second = firstQuote('glorbon', sources);
    expect(second?.citation.quote).toBe('glorbon | | fast');
    expect(second?.lines).toEqual(['sensor · rate', 'glorbon · – · fast']);
    const [source] = sources;
    const cell = source?.blocks.find(({ start }) => start === second?.citation.start);
    expect(second?.citation.segmentId).toBe(cell?.id);
  });

  it('quotes a formula with the sentence that it stands in', () => {
    const sources = sourcesOf(
      'A glorbon is round. A zibbel appears at the pixel\n\n$u = f X / Z$\n\nwhere f is in px. It is far.\n\nThe end.',
    );
    const quote = 'A zibbel appears at the pixel\n\nu = f X / Z\n\nwhere f is in px.';
    expect(firstQuote('Where does the zibbel appear?', sources)?.citation.quote).toBe(`A glorbon is round. ${quote}`);
    const colon = sourcesOf('It is round. The zibbel is:\n\n$u = f$\n\nThe end.');
    expect(firstQuote('zibbel', colon)?.citation.quote).toBe('It is round. The zibbel is:\n\nu = f');
    const after = sourcesOf('The zibbel is at\n\n$u = f$\n\nThe length f is in px.\n\nThe end.');
    expect(firstQuote('length in px', after)?.citation.quote).toBe(
      'The zibbel is at\n\nu = f\n\nThe length f is in px.\n\nThe end.',
    );
    expect(firstQuote('f in px', sources)?.citation.quote).toBe(`${quote} It is far.`);
  });

  it('quotes preferred passages first, even where others have more of the question', () => {
    const far = 'The glorbon spins and the zibbel rests. '.repeat(10);
    const sources = sourcesOf(`## Far {far}\n\n${far}\n\n## Near {near}\n\n${'A zibbel is blue. '.repeat(20)}`);
    const preferred = new Set(sources.slice(1).map(({ passage }) => passage.id));
    const groups = quoteAnswer({ question: 'glorbon spins zibbel', sources, preferred });
    expect(groups.map(({ citation }) => citation.headingPath.at(-1))).toEqual(['Near', 'Far']);
    const beside = quoteAnswer({ question: 'glorbon', widened: 'blue', sources, preferred });
    expect(beside[0]?.citation.headingPath.at(-1)).toBe('Near');
  });

  it('prefers running text to what only screen readers read', () => {
    const alt = 'A glorbon spins beside a glorbon that spins.';
    const sources = sourcesOf(`${alt}\n\nThe glorbon is shown at work.`, setKind('imageAlt', alt));
    expect(firstQuote('Which glorbon spins?', sources)?.citation.quote).toBe('The glorbon is shown at work.');
  });

  it('asks the widened question only when the question’s own words are nowhere', () => {
    const sources = sourcesOf('The glorbon spins. The zibbel rests.');
    const ask = (question: string) => quoteAnswer({ question, widened: 'zibbel', sources })[0]?.citation.start;
    expect(ask('glorbon')).toBe(0);
    expect(quoteAnswer({ question: 'quux', widened: 'zibbel', sources })).toHaveLength(1);
    expect(quoteAnswer({ question: 'quux', sources })).toEqual([]);
  });
});
