import { dueReviewPageSchema, quizAttemptResponseSchema, reviewResponseSchema } from '@lectern/contracts';
import { quizSegments } from '@lectern/segments';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLearning, SENSORS, SENSORS_QUIZ } from '../learning.fixture.ts';

const WHY = 'یہ آزادانہ گرنا ہے۔';
const asked: string[][] = [];
/** A memory that has one reason and one question in Urdu. */
const translated = async (chapterKey: string, language: string): Promise<ReadonlyMap<string, string>> => {
  asked.push([chapterKey, language]);
  if (language !== 'ur') return new Map();
  const segments = quizSegments(SENSORS_QUIZ);
  const idOf = (place: string) => segments.find((segment) => segment.place === place)?.id ?? '';
  return new Map([
    [idOf('rest.zero.why'), WHY],
    [idOf('rest.prompt'), 'رکے ہوئے accelerometer کی قدر کیا ہے؟'],
  ]);
};

describe('a quiz for a reader of another language than the book has', () => {
  let book: Awaited<ReturnType<typeof openLearning>>;
  beforeAll(async () => {
    book = await openLearning({ translated });
  });
  afterAll(() => book?.close());

  const answers = [{ itemId: 'rest', choiceIds: ['zero'] }];
  const attempt = (query: string) =>
    ({ method: 'POST', path: `quizzes/sensors/attempts${query}`, body: { chapterKey: SENSORS, answers } }) as const;

  it('is explained in that language as far as it is translated, and graded as ever', async () => {
    const reader = book.reader();
    const { items, right } = await reader.ask(quizAttemptResponseSchema, attempt('?locale=ur'));
    expect(right).toBe(0);
    expect(items[0]?.choices).toMatchObject([
      { choiceId: 'zero', text: '0 m/s²', why: WHY, correct: false },
      { choiceId: 'up', why: 'It measures what holds it up.', correct: true },
    ]);
    const due = await reader.ask(dueReviewPageSchema, { path: 'reviews/due?locale=ur' });
    expect(due.items[0]?.item.prompt).toContain('accelerometer کی قدر');
    const { id = '', reps = 0 } = due.items[0] ?? {};
    const body = { reps, answer: { choiceIds: ['zero'] } };
    const review = { method: 'POST', path: `reviews/${id}?locale=ur`, body } as const;
    const reviewed = await reader.ask(reviewResponseSchema, review);
    expect(reviewed.result?.choices[0]?.why).toBe(WHY);
  });

  it('stays as the author wrote it in the language of the book, and the memory is not asked', async () => {
    asked.length = 0;
    const { items } = await book.reader().ask(quizAttemptResponseSchema, attempt('?locale=en'));
    await book.reader().ask(quizAttemptResponseSchema, attempt(''));
    expect(items[0]?.choices[0]?.why).toBe('That is free fall.');
    expect(asked).toEqual([]);
  });
});
