import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallBook } from '../../content/content.fixture.ts';
import { openTestBook } from '../chat.fixture.ts';

const AUTHORS = [
  'How far does a LiDAR measure distance?',
  'Why does a gyroscope drift?',
  'What is the focal length in pixels?',
  'Which rate does an inertial measurement unit have?',
];

const bookWithQuestions = () => {
  const book = smallBook();
  const chapters = book.chapters.map((chapter) =>
    chapter.id === 'sensors' ? { ...chapter, suggestedQuestions: AUTHORS } : chapter,
  );
  return { ...book, chapters };
};

describe('what is suggested next', () => {
  let book: Awaited<ReturnType<typeof openTestBook>>;

  beforeAll(async () => {
    book = await openTestBook(bookWithQuestions());
  });
  afterAll(() => book?.close());

  it('are two of the author’s questions and a section beside the one that answered', async () => {
    const { suggestions } = await book.ask({ question: 'What disturbs a LiDAR?', store: false });
    expect(suggestions).toEqual([AUTHORS[0], AUTHORS[1], 'Inertial measurement units']);
  });

  it('is never what was just asked, however it was written', async () => {
    const { suggestions } = await book.ask({ question: 'how far does  a lidar measure distance', store: false });
    expect(suggestions).not.toContain(AUTHORS[0]);
    expect(suggestions).toContain(AUTHORS[1]);
  });

  it('is never what was asked before on the same branch, and is again on another', async () => {
    const reader = randomUUID();
    const first = await book.ask({ question: AUTHORS[0] ?? '' }, reader);
    const sessionId = first.sessionId ?? '';
    const second = await book.ask({ question: AUTHORS[1] ?? '', sessionId }, reader);
    expect(second.suggestions.slice(0, 2)).toEqual([AUTHORS[2], AUTHORS[3]]);
    const third = await book.ask({ question: 'What disturbs a LiDAR?', sessionId }, reader);
    for (const asked of AUTHORS.slice(0, 2)) expect(third.suggestions).not.toContain(asked);
    const anew = await book.ask({ question: AUTHORS[2] ?? '', sessionId, parentMessageId: null }, reader);
    expect(anew.suggestions.slice(0, 2)).toEqual([AUTHORS[0], AUTHORS[1]]);
  });

  it('has no headings that many chapters have, and nothing twice', async () => {
    const { suggestions } = await book.ask({ question: 'What does an executor do?', store: false });
    expect(new Set(suggestions).size).toBe(suggestions.length);
    expect(suggestions.length).toBeGreaterThan(0);
  });
});
