import {
  bookmarkPageSchema,
  learningProgressSchema,
  MAX_KEPT_ATTEMPTS,
  notePageSchema,
  quizAttemptPageSchema,
} from '@lectern/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLearning, QOS, SENSORS } from './learning.fixture.ts';
import type { LearningReader } from './learning-owner.repository.ts';

const QUIZ = { chapterKey: SENSORS, quizId: 'sensors' };
const LIMIT = { limit: 100 };
const DAY_MS = 86_400_000;
const section = (sectionId: string) => ({
  chapterKey: SENSORS,
  sectionId,
  hash: null,
  previousHash: null,
  nextHash: null,
});

describe('what is kept of a reader', () => {
  let book: Awaited<ReturnType<typeof openLearning>>;
  beforeAll(async () => {
    book = await openLearning();
  });
  afterAll(() => book?.close());

  const at = (minutesAgo: number) => new Date(book.clock.now - minutesAgo * 60_000).toISOString();
  const read = (reader: LearningReader, sectionId: string, done: boolean, minutesAgo: number, chapterKey = SENSORS) =>
    book.learning.progress.update(reader, [
      {
        chapterKey,
        sections: [{ sectionId, done, seconds: minutesAgo, updatedAt: at(minutesAgo) }],
        last: { sectionId, visitedAt: at(minutesAgo) },
      },
    ]);
  const answer = (reader: LearningReader, itemId: string, choiceIds: string[]) =>
    book.learning.quizzes.attempt(() => reader, QUIZ, [{ itemId, choiceIds }]);
  const bookmark = async (reader: LearningReader, sectionId: string, label: string) =>
    (await book.learning.bookmarks.create(() => reader, { anchor: section(sectionId), quote: '', label })).item;
  const note = async (reader: LearningReader, text: string) => {
    const input = { anchor: section('imu'), range: null, quote: '', text, color: 'yellow' as const };
    return (await book.learning.notes.create(() => reader, input)).item;
  };
  const move = (from: LearningReader, to: LearningReader) =>
    book.database.db.transaction((tx) => book.owned.move(tx, from.id, to.id));
  /** All that a reader sees. */
  const stateOf = async ({ id }: LearningReader) => ({
    progress: learningProgressSchema.parse(await book.learning.progress.read(id, {})).chapters,
    attempts: quizAttemptPageSchema.parse(await book.learning.quizzes.attempts(id, QUIZ, LIMIT)).items,
    due: (await book.learning.reviews.due(id, LIMIT)).items,
    bookmarks: bookmarkPageSchema.parse(await book.learning.bookmarks.list(id, LIMIT)).items,
    notes: notePageSchema.parse(await book.learning.notes.list(id, LIMIT)).items,
  });
  const exported = (reader: LearningReader): Promise<Record<string, unknown>[]> =>
    collect(book.owned.export(reader.id));

  describe('is taken over by an account', () => {
    it('whole, when the account is new', async () => {
      const reader = book.identity();
      await read(reader, 'imu', true, 5);
      await answer(reader, 'rest', ['zero']);
      await bookmark(reader, 'lidar', 'here');
      await note(reader, 'mine');
      const before = await stateOf(reader);
      const account = book.identity('account');
      await move(reader, account);
      expect(await stateOf(account)).toEqual(before);
      expect(await exported(reader)).toEqual([]);
    });

    it('and merged with what the account has, the later word of each section counting', async () => {
      const [reader, account] = [book.identity(), book.identity('account')];
      await read(account, 'imu', true, 9);
      await read(account, 'lidar', true, 2);
      await read(reader, 'imu', false, 5);
      await read(reader, 'lidar', false, 7);
      await read(reader, 'executors', true, 1, QOS);
      await move(reader, account);
      const { progress } = await stateOf(account);
      const sensors = progress.find(({ chapterKey }) => chapterKey === SENSORS);
      expect(sensors?.sections.map(({ sectionId, done, seconds }) => [sectionId, done, seconds])).toEqual([
        ['imu', false, 9],
        ['lidar', true, 7],
      ]);
      expect(sensors?.last?.sectionId).toBe('lidar');
      expect(progress.map(({ chapterKey }) => chapterKey)).toContain(QOS);
    });

    it('with the card of more reviews where both have one, and each other card', async () => {
      const [reader, account] = [book.identity(), book.identity('account')];
      for (const owner of [reader, account]) {
        await answer(owner, 'rest', ['zero']);
        await answer(owner, 'disturb', ['night']);
      }
      await answer(reader, 'range', []);
      const review = async (owner: LearningReader, itemId: string, times: number) => {
        const { items } = await book.learning.reviews.due(owner.id, LIMIT);
        const card = items.find((entry) => entry.itemId === itemId);
        for (let reps = 0; reps < times; reps++) {
          await book.learning.reviews.review(owner, card?.id ?? '', { reps, rating: 'again' });
        }
      };
      await review(reader, 'rest', 2);
      await review(account, 'rest', 1);
      await review(reader, 'disturb', 1);
      await review(account, 'disturb', 3);
      await move(reader, account);
      book.clock.now += DAY_MS;
      const { due, attempts } = await stateOf(account);
      expect(Object.fromEntries(due.map(({ itemId, reps }) => [itemId, reps]))).toEqual({
        rest: 2,
        disturb: 3,
        range: 0,
      });
      expect(due).toHaveLength(3);
      expect(attempts).toHaveLength(5);
    });

    it('with one bookmark at a place, the account’s, and all notes', async () => {
      const [reader, account] = [book.identity(), book.identity('account')];
      await bookmark(reader, 'imu', 'anonymous');
      await bookmark(reader, 'lidar', 'anonymous');
      await bookmark(account, 'imu', 'account');
      await note(reader, 'one');
      await note(account, 'two');
      await move(reader, account);
      const { bookmarks, notes } = await stateOf(account);
      expect(bookmarks.map(({ anchor, label }) => `${anchor.sectionId} ${label}`).toSorted()).toEqual([
        'imu account',
        'lidar anonymous',
      ]);
      expect(notes.map(({ text }) => text).toSorted()).toEqual(['one', 'two']);
    });

    it('once: a second import moves nothing more, and none moves to oneself', async () => {
      const [reader, account] = [book.identity(), book.identity('account')];
      await note(reader, 'once');
      await move(reader, account);
      const before = await stateOf(account);
      await move(reader, account);
      await move(account, account);
      await move(book.identity(), account);
      expect(await stateOf(account)).toEqual(before);
    });

    it('by two imports at the same moment, without loss', async () => {
      const [reader, account] = [book.identity(), book.identity('account')];
      await note(reader, 'once');
      await note(account, 'own');
      await Promise.all([move(reader, account), move(reader, account)]);
      expect((await stateOf(account)).notes).toHaveLength(2);
    });

    it('or not at all, when something else of the take-over fails', async () => {
      const [reader, account] = [book.identity(), book.identity('account')];
      await note(reader, 'stays');
      const failing = book.database.db.transaction(async (tx) => {
        await book.owned.move(tx, reader.id, account.id);
        throw new Error('another feature failed');
      });
      await expect(failing).rejects.toThrow('another feature failed');
      expect((await stateOf(reader)).notes).toHaveLength(1);
      expect((await stateOf(account)).notes).toHaveLength(0);
    });
  });

  it('is exported whole, also when it is more than a page, and names no owner', async () => {
    const reader = book.identity();
    await read(reader, 'imu', true, 5);
    await bookmark(reader, 'lidar', 'here');
    for (let count = 0; count < MAX_KEPT_ATTEMPTS; count++) await answer(reader, 'rest', ['zero']);
    await book.learning.quizzes.attempt(() => reader, QUIZ, [{ itemId: 'range', choiceIds: [], value: 3 }]);
    await note(reader, 'mine');
    await note(book.identity(), 'not mine');
    const parts = await exported(reader);
    const counts = Object.fromEntries(
      Array.from(
        Map.groupBy(parts, ({ kind }) => kind),
        ([kind, all]) => [kind, all.length],
      ),
    );
    expect(counts).toEqual({
      progress: 1,
      quiz_attempt: MAX_KEPT_ATTEMPTS,
      review_card: 2,
      bookmark: 1,
      note: 1,
    });
    expect(parts.find(({ kind }) => kind === 'note')).toMatchObject({ text: 'mine', chapterKey: SENSORS });
    expect(JSON.stringify(parts)).not.toContain(reader.id);
    expect(JSON.stringify(parts)).not.toContain('not mine');
  });

  it('is erased whole, and nobody else’s with it', async () => {
    const [reader, other] = [book.identity('account'), book.identity('account')];
    for (const owner of [reader, other]) {
      await read(owner, 'imu', true, 5);
      await answer(owner, 'rest', ['zero']);
      await bookmark(owner, 'lidar', 'here');
      await note(owner, 'mine');
    }
    const before = await exported(other);
    await book.database.db.transaction((tx) => book.owned.erase(tx, reader.id));
    expect(await exported(reader)).toEqual([]);
    expect(await exported(other)).toEqual(before);
    const tables = ['learning_owner', 'progress', 'quiz_attempt', 'review_card', 'bookmark', 'note'];
    for (const table of tables) {
      const rows = await book.database.sql`select 1 from ${book.database.sql(table)} where owner_id = ${reader.id}`;
      expect([table, rows.length]).toEqual([table, 0]);
    }
  });

  describe('of an anonymous reader', () => {
    const agedBy = async (days: number, reader: LearningReader) => {
      await book.database.sql`
        update learning_owner set touched_at = now() - make_interval(days => ${days}) where owner_id = ${reader.id}`;
    };

    it('goes after the days of the settings, when nothing was stored since; an account’s stays', async () => {
      const [gone, kept, account] = [book.identity(), book.identity(), book.identity('account')];
      for (const reader of [gone, kept, account]) await note(reader, 'x');
      await agedBy(181, gone);
      await agedBy(179, kept);
      await agedBy(4000, account);
      expect(await book.learning.retain(180)).toBe(1);
      expect(await exported(gone)).toEqual([]);
      expect(await exported(kept)).toHaveLength(1);
      expect(await exported(account)).toHaveLength(1);
    });

    it('stays for ever at 0 days', async () => {
      const reader = book.identity();
      await note(reader, 'x');
      await agedBy(9999, reader);
      expect(await book.learning.retain(0)).toBe(0);
      expect(await exported(reader)).toHaveLength(1);
    });
  });
});

const collect = async (parts: AsyncIterable<unknown>): Promise<Record<string, unknown>[]> => {
  const all: Record<string, unknown>[] = [];
  for await (const part of parts) {
    if (typeof part !== 'object' || part === null) throw new Error('a part of an export is an object');
    all.push({ ...part });
  }
  return all;
};
