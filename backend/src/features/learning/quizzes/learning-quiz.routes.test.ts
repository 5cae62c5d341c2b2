import {
  dueReviewPageSchema,
  MAX_KEPT_ATTEMPTS,
  problemSchema,
  type QuizAttemptRequest,
  quizAttemptPageSchema,
  quizAttemptResponseSchema,
  type ReviewRequest,
  reviewResponseSchema,
} from '@lectern/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openLearning, QOS, quizBook, SENSORS, SENSORS_QUIZ, withChapter } from '../learning.fixture.ts';

const DAY_MS = 86_400_000;
const RIGHT = [
  { itemId: 'rest', choiceIds: ['up'] },
  { itemId: 'disturb', choiceIds: ['glass', 'rain'] },
  { itemId: 'range', value: 104.9, unit: 'm' },
];
const WRONG = [
  { itemId: 'rest', choiceIds: ['zero'] },
  { itemId: 'disturb', choiceIds: ['rain', 'night'] },
  { itemId: 'range', value: 1000 },
];

type Reader = ReturnType<Awaited<ReturnType<typeof openLearning>>['reader']>;

const attempt = (answers: QuizAttemptRequest['answers'], chapterKey = SENSORS, quizId = 'sensors') =>
  ({ method: 'POST', path: `quizzes/${quizId}/attempts`, body: { chapterKey, answers } }) as const;
const history = (query = '') => ({
  path: `quizzes/sensors/attempts?chapterKey=${encodeURIComponent(SENSORS)}${query}`,
});
const review = (id: string, body: ReviewRequest) => ({ method: 'POST', path: `reviews/${id}`, body }) as const;
const due = async (reader: Reader, query = '') => reader.ask(dueReviewPageSchema, { path: `reviews/due${query}` });

describe('quizzes on the server', () => {
  let book: Awaited<ReturnType<typeof openLearning>>;
  beforeAll(async () => {
    book = await openLearning();
  });
  afterEach(() => book.publish(quizBook()));
  afterAll(() => book?.close());

  const refusal = async (reader: Reader, request: Parameters<Reader['send']>[0]) =>
    problemSchema.parse((await reader.send(request)).json());

  describe('an attempt', () => {
    it('is graded item by item, with the reason of each choice that was or should have been chosen', async () => {
      const reader = book.reader();
      const result = await reader.ask(quizAttemptResponseSchema, attempt([...WRONG.slice(0, 2), ...RIGHT.slice(2)]));
      expect(result).toMatchObject({ right: 1, answered: 3, total: 3, cardsDue: 2, chapterKey: SENSORS });
      const [rest, disturb, range] = result.items;
      expect(rest).toEqual({
        itemId: 'rest',
        outcome: 'wrong',
        choices: [
          { choiceId: 'zero', text: '0 m/s²', chosen: true, correct: false, why: 'That is free fall.' },
          { choiceId: 'up', text: '+9.81 m/s²', chosen: false, correct: true, why: 'It measures what holds it up.' },
        ],
        answer: null,
        section: { id: 'imu', title: 'Inertial measurement units', permalink: '/book/sensors#imu' },
      });
      expect(disturb?.choices.map(({ choiceId }) => choiceId)).toEqual(['rain', 'glass', 'night']);
      expect(range).toMatchObject({ outcome: 'right', choices: [], answer: { value: 100, tolerance: 5, unit: 'm' } });
    });

    it('may be of one item, and counts what is not known as missed', async () => {
      const result = await book.reader().ask(quizAttemptResponseSchema, attempt([{ itemId: 'rest' }]));
      expect(result).toMatchObject({ right: 0, answered: 1, total: 3, cardsDue: 1 });
      expect(result.items[0]).toMatchObject({ outcome: 'empty', choices: [{ choiceId: 'up' }] });
    });

    it.each([
      [attempt([{ itemId: 'gone' }]), 409, 'QUIZ_CHANGED'],
      [attempt([{ itemId: 'rest', choiceIds: ['gone'] }]), 409, 'QUIZ_CHANGED'],
      [attempt(RIGHT, SENSORS, 'gone'), 404, 'QUIZ_NOT_FOUND'],
      [attempt(RIGHT, QOS), 404, 'QUIZ_NOT_FOUND'],
      [attempt(RIGHT, 'default/current/gone'), 404, 'CHAPTER_NOT_FOUND'],
      [attempt([]), 400, 'VALIDATION_FAILED'],
      [attempt([...RIGHT, ...RIGHT]), 400, 'VALIDATION_FAILED'],
      [attempt([{ itemId: 'range', value: 100, unit: 'km' }]), 400, 'VALIDATION_FAILED'],
      [attempt([{ itemId: 'rest', value: 3 }]), 400, 'VALIDATION_FAILED'],
    ])('is refused, and leaves no trace, when it does not fit: %#', async (request, status, code) => {
      const reader = book.reader();
      expect(await refusal(reader, request)).toMatchObject({ status, code });
      expect(reader.hasCookie()).toBe(false);
    });

    it('names the field at fault', async () => {
      const problem = await refusal(
        book.reader(),
        attempt([{ itemId: 'rest' }, { itemId: 'range', value: 1, unit: 'km' }]),
      );
      expect(problem.errors).toEqual([{ path: 'answers.1.unit', message: 'has to be m' }]);
    });
  });

  describe('the history', () => {
    it('holds the attempts, newest first, page by page, and is the reader’s own', async () => {
      const reader = book.reader();
      for (const answers of [WRONG, RIGHT.slice(0, 1), RIGHT]) {
        await reader.ask(quizAttemptResponseSchema, attempt(answers));
        book.clock.now += 1000;
      }
      const first = await reader.ask(quizAttemptPageSchema, history('&limit=2'));
      expect(first.items.map(({ right, answered }) => [right, answered])).toEqual([
        [3, 3],
        [1, 1],
      ]);
      expect(first.items[0]?.items[2]).toEqual({ itemId: 'range', choiceIds: [], value: 104.9, outcome: 'right' });
      const rest = await reader.ask(quizAttemptPageSchema, history(`&limit=2&cursor=${first.nextCursor}`));
      expect(rest.items.map(({ right }) => right)).toEqual([0]);
      expect(rest.nextCursor).toBeNull();
      expect((await book.reader().ask(quizAttemptPageSchema, history())).items).toEqual([]);
      expect(await refusal(reader, history('&cursor=nonsense'))).toMatchObject({ code: 'INVALID_CURSOR' });
      const unstorable = { path: 'quizzes/%00/attempts?chapterKey=x' };
      expect(await refusal(reader, unstorable)).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
    });

    it('keeps the latest attempts only', async () => {
      const reader = book.identity();
      const name = { chapterKey: SENSORS, quizId: 'sensors' };
      for (let count = 0; count < MAX_KEPT_ATTEMPTS + 5; count++) {
        book.clock.now += 1000;
        await book.learning.quizzes.attempt(() => reader, name, [{ itemId: 'rest', choiceIds: ['up'] }]);
      }
      let kept = 0;
      for (let cursor: string | undefined; ; ) {
        const page = await book.learning.quizzes.attempts(reader.id, name, { limit: 100, cursor });
        kept += page.items.length;
        if (page.nextCursor === null) break;
        cursor = page.nextCursor;
      }
      expect(kept).toBe(MAX_KEPT_ATTEMPTS);
    });
  });

  describe('reviews', () => {
    it('are of what was missed, ask without giving away, and lead to where it is taught', async () => {
      const reader = book.reader();
      await reader.send(attempt([...WRONG.slice(0, 1), ...RIGHT.slice(1)]));
      const { items, nextCursor } = await due(reader);
      expect(nextCursor).toBeNull();
      expect(items).toMatchObject([
        {
          itemId: 'rest',
          state: 'new',
          reps: 0,
          item: { kind: 'single', prompt: SENSORS_QUIZ.items[0]?.prompt, unit: null },
          quizTitle: 'Sensor systems',
          chapterTitle: 'Sensor systems',
          permalink: '/book/sensors',
          sectionTitle: 'Inertial measurement units',
          sectionPermalink: '/book/sensors#imu',
        },
      ]);
      expect(items[0]?.item.choices).toContainEqual({ id: 'up', text: '+9.81 m/s²' });
      expect(JSON.stringify(items)).not.toContain('correct');
      expect(JSON.stringify(items)).not.toContain('free fall');
    });

    it('come back days later when they are known, and soon when they are missed again', async () => {
      const reader = book.reader();
      await reader.send(attempt(WRONG));
      const { items } = await due(reader);
      const idOf = (itemId: string) => items.find((card) => card.itemId === itemId)?.id ?? '';
      const inDays = (dueAt: string) => (Date.parse(dueAt) - book.clock.now) / DAY_MS;
      for (const { itemId, choiceIds } of RIGHT.slice(0, 2)) {
        const known = review(idOf(itemId), { reps: 0, answer: { choiceIds }, rating: 'easy' });
        const { card, rating, result } = await reader.ask(reviewResponseSchema, known);
        expect([rating, result?.outcome, card.reps]).toEqual(['easy', 'right', 1]);
        expect(inDays(card.dueAt)).toBeGreaterThan(3);
      }
      const unknown = review(idOf('range'), { reps: 0, answer: {} });
      const { card, rating, result } = await reader.ask(reviewResponseSchema, unknown);
      expect([rating, result?.outcome]).toEqual(['again', 'empty']);
      expect(inDays(card.dueAt)).toBeLessThan(0.1);
      expect((await due(reader)).items).toEqual([]);
      book.clock.now += DAY_MS;
      expect((await due(reader)).items.map(({ itemId }) => itemId)).toEqual(['range']);
      book.clock.now += 60 * DAY_MS;
      expect((await due(reader)).items).toHaveLength(3);
    });

    it('take the reader’s own word, but not against a wrong answer', async () => {
      const reader = book.reader();
      await reader.send(attempt(WRONG.slice(0, 1)));
      const [card] = (await due(reader)).items;
      const id = card?.id ?? '';
      const wrong = await reader.ask(
        reviewResponseSchema,
        review(id, { reps: 0, answer: { choiceIds: ['zero'] }, rating: 'easy' }),
      );
      expect(wrong).toMatchObject({ rating: 'again', result: { outcome: 'wrong' }, card: { reps: 1 } });
      const own = await reader.ask(reviewResponseSchema, review(id, { reps: 1, rating: 'hard' }));
      expect(own).toMatchObject({ rating: 'hard', result: null, card: { reps: 2 } });
      expect(await refusal(reader, { method: 'POST', path: `reviews/${id}`, body: { reps: 2 } })).toMatchObject({
        code: 'VALIDATION_FAILED',
      });
    });

    it('are taken once, also when two devices send the same one', async () => {
      const reader = book.reader();
      await reader.send(attempt(WRONG.slice(0, 1)));
      const [card] = (await due(reader)).items;
      const request = review(card?.id ?? '', { reps: 0, rating: 'good' });
      const answers = await Promise.all([reader.send(request), reader.send(request), reader.send(request)]);
      expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 409, 409]);
      expect(await refusal(reader, request)).toMatchObject({ code: 'REVIEW_DONE' });
    });

    it('are another reader’s business to nobody', async () => {
      const reader = book.reader();
      await reader.send(attempt(WRONG));
      const [card] = (await due(reader)).items;
      const stranger = book.reader();
      expect((await due(stranger)).items).toEqual([]);
      const request = review(card?.id ?? '', { reps: 0, rating: 'good' });
      expect(await refusal(stranger, request)).toMatchObject({ status: 404, code: 'REVIEW_NOT_FOUND' });
      await stranger.send(attempt(WRONG.slice(0, 1)));
      expect(await refusal(stranger, request)).toMatchObject({ status: 404, code: 'REVIEW_NOT_FOUND' });
      expect((await due(reader)).items[0]?.reps).toBe(0);
    });

    it('of a question that is missed once more are due again, with what was learnt of it', async () => {
      const reader = book.reader();
      await reader.send(attempt(WRONG.slice(0, 1)));
      const [card] = (await due(reader)).items;
      await reader.send(review(card?.id ?? '', { reps: 0, rating: 'easy' }));
      expect((await due(reader)).items).toEqual([]);
      await reader.send(attempt(WRONG.slice(0, 1)));
      expect((await due(reader)).items).toMatchObject([{ id: card?.id, reps: 1, state: 'review' }]);
    });

    it('come page by page, longest due first', async () => {
      const reader = book.reader();
      for (const answer of WRONG) {
        await reader.send(attempt([answer]));
        book.clock.now += 1000;
      }
      const seen: string[] = [];
      for (let query = '?limit=1'; ; ) {
        const page = await due(reader, query);
        seen.push(...page.items.map(({ itemId }) => itemId));
        if (page.nextCursor === null) break;
        query = `?limit=1&cursor=${page.nextCursor}`;
      }
      expect(seen).toEqual(['rest', 'disturb', 'range']);
      expect((await due(reader, `?chapterKey=${encodeURIComponent(QOS)}`)).items).toEqual([]);
    });

    it('wait unseen while their question is out of the book, and are as they were when it is back', async () => {
      const reader = book.reader();
      await reader.send(attempt(WRONG));
      const [first] = (await due(reader)).items;
      await reader.send(review(first?.id ?? '', { reps: 0, rating: 'again' }));
      book.clock.now += DAY_MS;
      const before = await due(reader);
      await book.publish(
        withChapter(quizBook(), SENSORS, (chapter) => ({
          ...chapter,
          sourceHash: 'x'.repeat(43),
          quizzes: [{ ...SENSORS_QUIZ, items: SENSORS_QUIZ.items.filter(({ id }) => id !== first?.itemId) }],
        })),
      );
      expect((await due(reader)).items.map(({ id }) => id)).not.toContain(first?.id);
      expect((await due(reader)).items).toHaveLength(2);
      expect(await refusal(reader, review(first?.id ?? '', { reps: 1, rating: 'good' }))).toMatchObject({
        code: 'REVIEW_NOT_FOUND',
      });
      await book.publish(quizBook());
      expect(await due(reader)).toEqual(before);
    });
  });
});
