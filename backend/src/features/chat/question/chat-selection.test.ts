import type { ChatResponse, ScopeInput } from '@lectern/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SENSORS_CHAPTER, testBook, testChapter } from '../../content/content.fixture.ts';
import { openTestBook } from '../chat.fixture.ts';
import { locateSelection } from './chat-selection.ts';

describe('asking about a selection', () => {
  let book: Awaited<ReturnType<typeof openTestBook>>;

  beforeAll(async () => {
    book = await openTestBook();
  });
  afterAll(() => book?.close());

  const expectVerbatim = (answer: ChatResponse): void => {
    for (const citation of answer.citations) {
      const passage = answer.context.find(({ id }) => id === citation.passageId);
      expect(passage?.text.slice(citation.start, citation.end)).toBe(citation.quote);
      expect(citation.quote.trim()).not.toBe('');
      expect(answer.text).toContain(`[${citation.marker}]`);
    }
  };

  const chapter = testChapter(SENSORS_CHAPTER);
  const lidar = chapter.sections.find(({ id }) => id === 'lidar');
  const paragraph = lidar?.segments.find(({ kind }) => kind === 'paragraph');
  const selection: Extract<ScopeInput, { type: 'selection' }> = {
    type: 'selection',
    chapterId: 'sensors',
    sourceHash: chapter.sourceHash,
    segmentIds: [paragraph?.id ?? ''],
    text: 'Its range reaches 100 m  outdoors',
  };

  it('uses nothing but the selected words under a lock', async () => {
    const answer = await book.ask({ question: 'Explain this more simply', scope: { ...selection, only: true } });
    expect(answer.context.map(({ text }) => text)).toEqual(['Its range reaches 100 m outdoors']);
    expect(answer.citations.map(({ quote }) => quote)).toEqual(['Its range reaches 100 m outdoors']);
    expect(answer.notice).toBe('low_confidence');
    expectVerbatim(answer);
  });

  it('explains from elsewhere without a lock, the selection first in the context', async () => {
    const answer = await book.ask({ question: 'How is the distance measured by the laser pulse?', scope: selection });
    expect(answer.context[0]?.segmentIds).toEqual([paragraph?.id]);
    expect(answer.citations.length).toBeGreaterThan(0);
    expectVerbatim(answer);
  });

  it.each(['explain this more simply please, I got lost halfway', 'what does this mean in practice?'])(
    'answers %j from the selection’s own section, then its chapter, never from another',
    async (question) => {
      const [, first] = (lidar?.segments ?? []).map(({ id }) => id);
      const scope = { ...selection, segmentIds: [first ?? ''], text: 'A LiDAR measures distance' };
      const answer = await book.ask({ question, scope });
      expect(answer.notice).toBe('low_confidence');
      expect(new Set(answer.context.map(({ chapterId }) => chapterId))).toEqual(new Set(['default/current/sensors']));
      expect(answer.citations.length).toBeGreaterThan(0);
      expectVerbatim(answer);
    },
  );

  it('explains from what stands beside the selection first', async () => {
    const imu = chapter.sections.find(({ id }) => id === 'imu')?.segments ?? [];
    const text = imu[1]?.plain ?? '';
    const scope = { ...selection, segmentIds: [imu[1]?.id ?? ''], text };
    const simpler = await book.ask({ question: 'explain this more simply, I got lost', scope });
    expect(simpler.citations[0]?.url).toBe('/book/sensors#imu');
    expect(text).not.toContain(simpler.citations[0]?.quote);
    const matter = await book.ask({ question: 'what does this mean for a complementary filter?', scope });
    expect(matter.citations[0]?.quote).toContain('complementary filter');
  });

  it('takes a row of a table and a formula', async () => {
    const body = `A gripper closes on what it holds.\n\n| task | needs |\n| grasp a cup | 5 mm |\n| hold a cup | 0.5 N |\n\nThe force is\n\n$F = m g$\n\nwhere m is the mass.`;
    const text = { id: 'grip', title: 'Grippers', body };
    const other = await openTestBook(testBook([text]));
    try {
      const { sections, sourceHash, key } = testChapter(text);
      const segments = sections.flatMap((section) => section.segments);
      const ask = (selected: string, from: number, to: number) => {
        const segmentIds = segments.slice(from, to).map(({ id }) => id);
        const scope = { type: 'selection', chapterId: key, sourceHash, segmentIds, text: selected } as const;
        return other.ask({ question: 'what does this mean?', scope });
      };
      const row = await ask('grasp a cup 5 mm', 3, 5);
      expect(row.context[0]?.text).toBe('grasp a cup | 5 mm');
      expect(row.citations[0]?.quote).toBe('hold a cup | 0.5 N');
      expect(row.text).toContain('> task · needs\n>\n> hold a cup · 0.5 N [1]');
      const formula = await ask('F = m g', 8, 9);
      expect(formula.context[0]?.text).toBe('F = m g');
      expect(formula.citations[0]?.quote).toBe('where m is the mass.');
    } finally {
      await other.close();
    }
  });

  it('takes a selection over several blocks', async () => {
    const segments = lidar?.segments ?? [];
    const scope = {
      ...selection,
      segmentIds: segments.map(({ id }) => id),
      text: 'LiDAR A LiDAR measures distance',
      only: true,
    };
    const answer = await book.ask({ question: 'What is a LiDAR?', scope });
    expect(answer.context[0]?.text).toBe('LiDAR\n\nA LiDAR measures distance');
  });

  it('refuses text that does not stand there, and segments that do not exist', async () => {
    const refused = { code: 'SELECTION_NOT_IN_CHAPTER', status: 422 };
    const wrongText = { ...selection, text: 'Its range reaches 900 m' };
    await expect(book.ask({ question: 'Why?', scope: wrongText })).rejects.toMatchObject(refused);
    const wrongSegment = { ...selection, segmentIds: ['nowhere1'] };
    await expect(book.ask({ question: 'Why?', scope: wrongSegment })).rejects.toMatchObject(refused);
  });

  it('tells the current hash to a page that is too old', async () => {
    await expect(
      book.ask({ question: 'Why?', scope: { ...selection, sourceHash: 'x'.repeat(43) } }),
    ).rejects.toMatchObject({ code: 'SOURCE_CHANGED', options: { sourceHash: chapter.sourceHash } });
  });
});

describe('a selection in a chapter that is translated in place', () => {
  const chapter = testChapter(SENSORS_CHAPTER);
  const [segment, other] = chapter.sections.flatMap(({ segments }) => segments);
  const scope = (text: string, segmentIds: readonly (string | undefined)[]) => ({
    type: 'selection' as const,
    chapterId: 'sensors',
    sourceHash: chapter.sourceHash,
    segmentIds: segmentIds.map((id) => id ?? ''),
    language: 'ur',
    text,
    only: true,
  });
  const translations = new Map([[segment?.id ?? '', 'جو روبوٹ محسوس نہیں کر سکتا وہ گر جاتا ہے۔']]);

  it('stands for the whole segments of the source', () => {
    const found = locateSelection(chapter, scope('محسوس نہیں کر سکتا', [segment?.id]), translations);
    expect(found.source.passage.text).toBe(segment?.plain);
  });

  it('may begin in what is translated and end in what is not', () => {
    const text = `گر جاتا ہے۔ ${other?.plain.slice(0, 12)}`;
    const found = locateSelection(chapter, scope(text, [segment?.id, other?.id]), translations);
    expect(found.source.passage.text).toContain(segment?.plain ?? '-');
    expect(found.source.passage.text).toContain(other?.plain.slice(0, 12) ?? '-');
  });

  it('has to be what the reader sees', () => {
    expect(() => locateSelection(chapter, scope('سستی گھڑیاں خریدیں', [segment?.id]), translations)).toThrow(
      'The selected text is not in the chapter.',
    );
  });
});
