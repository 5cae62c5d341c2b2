import type { ScopeInput } from '@lectern/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QOS_CHAPTER, SENSORS_CHAPTER, testBook, testChapter } from '../content/content.fixture.ts';
import { openTestBook } from './chat.fixture.ts';

const LEFT_OUT = { ...QOS_CHAPTER, answers: false };
const QUESTION = 'Why does a late joiner miss the map?';

describe('a chapter that the author has left out of what is answered from', () => {
  let book: Awaited<ReturnType<typeof openTestBook>>;

  beforeAll(async () => {
    book = await openTestBook(testBook([SENSORS_CHAPTER, LEFT_OUT]));
  });
  afterAll(() => book?.close());

  it('is in no answer, and in nothing that an answer is made from', async () => {
    const answer = await book.ask({ question: QUESTION, store: false });
    expect(answer.mode).toBe('refusal');
    expect(answer.context.map(({ chapterId }) => chapterId)).not.toContain('default/current/nodes-topics-qos');
    const inModule = await book.ask({ question: QUESTION, scope: { type: 'module', id: 'ros' }, store: false });
    expect(inModule.mode).toBe('refusal');
    expect(JSON.stringify([answer, inModule])).not.toContain('transient local');
  });

  it('leaves the other chapters as they are', async () => {
    const answer = await book.ask({ question: 'How far does a LiDAR measure distance?', store: false });
    expect(answer.citations[0]?.url).toBe('/book/sensors#lidar');
  });

  it('cannot be asked by its name or by a selection, and the reader is told why', async () => {
    const { key: chapterId, sourceHash, sections } = testChapter(LEFT_OUT);
    const segment = sections.find(({ id }) => id === 'late-joiners')?.segments[1];
    const text = segment?.plain ?? '';
    const scopes: ScopeInput[] = [
      { type: 'chapter', id: LEFT_OUT.id },
      { type: 'section', id: `${LEFT_OUT.id}#late-joiners` },
      { type: 'selection', chapterId, sourceHash, segmentIds: [segment?.id ?? ''], text, only: true },
    ];
    for (const scope of scopes) {
      await expect(book.ask({ question: QUESTION, scope, store: false })).rejects.toMatchObject({
        code: 'CHAPTER_NOT_ANSWERED',
        status: 422,
      });
    }
  });

  it('is still found and read', async () => {
    const { hits } = await book.content.service.search({ q: 'late joiner', limit: 5 });
    expect(hits[0]?.chapterId).toBe('default/current/nodes-topics-qos');
    expect((await book.content.service.chapter(LEFT_OUT.id)).answers).toBe(false);
  });
});
