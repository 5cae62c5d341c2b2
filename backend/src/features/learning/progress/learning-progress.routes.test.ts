import {
  type LearningProgressUpdate,
  learningOverviewSchema,
  learningProgressSchema,
  problemSchema,
} from '@lectern/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { testBook } from '../../content/content.fixture.ts';
import { openLearning, QOS, quizBook, SENSORS, SENSORS_QUIZ, withChapter } from '../learning.fixture.ts';

describe('a reader’s progress', () => {
  let book: Awaited<ReturnType<typeof openLearning>>;
  beforeAll(async () => {
    book = await openLearning();
  });
  afterEach(() => book.publish(quizBook()));
  afterAll(() => book?.close());

  const at = (minutesAgo: number) => new Date(book.clock.now - minutesAgo * 60_000).toISOString();
  const section = (sectionId: string, done: boolean, minutesAgo: number, seconds = 10) => ({
    sectionId,
    done,
    seconds,
    updatedAt: at(minutesAgo),
  });
  const put = (chapters: LearningProgressUpdate['chapters']) =>
    ({ method: 'PUT', path: 'progress', body: { chapters } }) as const;

  it('is empty, and costs no cookie, before something is read', async () => {
    const reader = book.reader();
    expect(await reader.ask(learningProgressSchema, { path: 'progress' })).toEqual({
      chapters: [],
      continueAt: null,
      ignored: [],
    });
    expect(reader.hasCookie()).toBe(false);
  });

  it('is kept section by section, and leads back to the last place', async () => {
    const reader = book.reader();
    await reader.ask(
      learningProgressSchema,
      put([
        { chapterKey: SENSORS, sections: [section('imu', true, 9)], last: { sectionId: 'lidar', visitedAt: at(2) } },
        { chapterKey: QOS, sections: [section('executors', false, 8)], last: { sectionId: '', visitedAt: at(5) } },
      ]),
    );
    const all = await reader.ask(learningProgressSchema, { path: 'progress' });
    expect(all.chapters.map(({ chapterKey }) => chapterKey).toSorted()).toEqual([QOS, SENSORS]);
    expect(all.continueAt).toEqual({
      chapterKey: SENSORS,
      sectionId: 'lidar',
      chapterTitle: 'Sensor systems',
      sectionTitle: 'LiDAR',
      permalink: '/book/sensors#lidar',
      visitedAt: at(2),
    });
    const one = await reader.ask(learningProgressSchema, { path: `progress?chapterKey=${encodeURIComponent(QOS)}` });
    expect(one.chapters).toHaveLength(1);
    expect(one.continueAt).toEqual(all.continueAt);
  });

  it('ends the same on two devices, in whatever order they send, and however often', async () => {
    const desktop = put([{ chapterKey: SENSORS, sections: [section('imu', true, 9, 60), section('lidar', true, 3)] }]);
    const phone = put([
      { chapterKey: SENSORS, sections: [section('imu', false, 5, 20)], completed: { value: true, updatedAt: at(1) } },
    ]);
    const states = [];
    for (const requests of [
      [desktop, phone],
      [phone, desktop, phone],
      [desktop, phone, desktop],
    ]) {
      const reader = book.reader();
      for (const request of requests) await reader.ask(learningProgressSchema, request);
      states.push(await reader.ask(learningProgressSchema, { path: 'progress' }));
    }
    expect(states[1]).toEqual(states[0]);
    expect(states[2]).toEqual(states[0]);
    expect(states[0]?.chapters[0]?.sections).toEqual([section('imu', false, 5, 60), section('lidar', true, 3)]);
    expect(states[0]?.chapters[0]?.completed).toEqual({ value: true, updatedAt: at(1) });
  });

  it('loses nothing when two devices send at the same moment', async () => {
    const reader = book.reader();
    await reader.ask(learningProgressSchema, put([{ chapterKey: SENSORS, sections: [section('', true, 20)] }]));
    const ids = ['imu', 'lidar', 'cameras'];
    await Promise.all(
      ids.map((id) =>
        reader.ask(learningProgressSchema, put([{ chapterKey: SENSORS, sections: [section(id, true, 1)] }])),
      ),
    );
    const { chapters } = await reader.ask(learningProgressSchema, { path: 'progress' });
    expect(chapters[0]?.sections.map(({ sectionId }) => sectionId)).toEqual(['', 'cameras', 'imu', 'lidar']);
  });

  it('takes a clock that is ahead for now', async () => {
    const reader = book.reader();
    const ahead = '2031-01-01T00:00:00Z';
    const { chapters, continueAt } = await reader.ask(
      learningProgressSchema,
      put([
        {
          chapterKey: SENSORS,
          sections: [{ ...section('imu', true, 0), updatedAt: ahead }],
          last: { sectionId: 'imu', visitedAt: ahead },
        },
      ]),
    );
    expect(chapters[0]?.sections[0]?.updatedAt).toBe(at(0));
    expect(continueAt?.visitedAt).toBe(at(0));
  });

  it('says which chapters it does not know, and keeps the rest', async () => {
    const reader = book.reader();
    const answer = await reader.ask(
      learningProgressSchema,
      put([
        { chapterKey: 'default/current/gone', sections: [section('x', true, 1)] },
        { chapterKey: SENSORS, sections: [section('imu', true, 1), section('gone', true, 1)] },
      ]),
    );
    expect(answer.ignored).toEqual(['default/current/gone']);
    expect(answer.chapters).toMatchObject([{ chapterKey: SENSORS, sections: [{ sectionId: 'imu' }] }]);
  });

  it.each([
    [
      {
        chapterKey: SENSORS,
        sections: [{ sectionId: 'imu', done: true, seconds: -1, updatedAt: '2026-01-01T00:00:00Z' }],
      },
    ],
    [{ chapterKey: SENSORS, sections: [{ sectionId: 'imu', done: true, seconds: 1, updatedAt: 'yesterday' }] }],
    [{ chapterKey: 'a\u0000b' }],
    [{ chapterKey: SENSORS, read: true }],
  ])('refuses what is no progress: %j', async (chapter) => {
    const response = await book.reader().send({ method: 'PUT', path: 'progress', body: { chapters: [chapter] } });
    expect(problemSchema.parse(response.json())).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
    expect(response.headers['set-cookie']).toBeUndefined();
  });

  it('is nobody else’s, and kept by no cache', async () => {
    const reader = book.reader();
    const response = await reader.send(put([{ chapterKey: SENSORS, sections: [section('imu', true, 1)] }]));
    expect(response.headers['cache-control']).toBe('no-store');
    const other = await book.reader().ask(learningProgressSchema, { path: 'progress' });
    expect(other.chapters).toEqual([]);
  });

  it('leads to a place that is still there when the last one has left the book', async () => {
    const reader = book.reader();
    await reader.ask(
      learningProgressSchema,
      put([
        { chapterKey: SENSORS, last: { sectionId: 'lidar', visitedAt: at(9) } },
        { chapterKey: QOS, last: { sectionId: 'qos-incompatible', visitedAt: at(1) } },
      ]),
    );
    const { chapters, ...rest } = quizBook();
    await book.publish({ ...rest, chapters: chapters.filter(({ key }) => key === SENSORS) });
    const { continueAt } = await reader.ask(learningProgressSchema, { path: 'progress' });
    expect(continueAt).toMatchObject({ chapterKey: SENSORS, sectionId: 'lidar' });
    await book.publish(
      withChapter({ ...rest, chapters }, SENSORS, (chapter) => ({
        ...chapter,
        sections: chapter.sections.filter(({ id }) => id !== 'lidar'),
      })),
    );
    await reader.ask(
      learningProgressSchema,
      put([{ chapterKey: SENSORS, last: { sectionId: 'imu', visitedAt: at(0) } }]),
    );
    await book.publish(testBook([{ id: 'sensors', title: 'Sensors', body: 'Only an introduction.' }]));
    const left = await reader.ask(learningProgressSchema, { path: 'progress' });
    expect(left.continueAt).toMatchObject({ sectionId: '', sectionTitle: 'Sensors', permalink: '/book/sensors' });
  });

  describe('overview', () => {
    it('shows the book with nothing read to who has read nothing', async () => {
      const reader = book.reader();
      const overview = await reader.ask(learningOverviewSchema, { path: 'overview' });
      expect(reader.hasCookie()).toBe(false);
      expect(overview.chapters.map(({ chapterKey, weeks, share }) => [chapterKey, weeks, share])).toEqual([
        [SENSORS, [1], 0],
        [QOS, [2, 3], 0],
      ]);
      expect(overview.weeks.map(({ week, chapterKeys }) => [week, chapterKeys])).toEqual([
        [1, [SENSORS]],
        [2, [QOS]],
        [3, [QOS]],
      ]);
      expect(overview.reviews).toEqual({ due: 0, total: 0, nextAt: null });
      expect(overview.total).toEqual({ chaptersCompleted: 0, share: 0, quizItems: 3, quizRight: 0 });
    });

    it('adds up chapters, modules and weeks, with quizzes and what is due', async () => {
      const reader = book.reader();
      await reader.ask(
        learningProgressSchema,
        put([
          {
            chapterKey: SENSORS,
            // What stands before the first heading does not count.
            sections: [section('', true, 9), section('imu', true, 9), section('lidar', false, 8, 50)],
            last: { sectionId: 'lidar', visitedAt: at(8) },
          },
          { chapterKey: QOS, completed: { value: true, updatedAt: at(3) } },
        ]),
      );
      const answers = [
        { itemId: 'rest', choiceIds: ['up'] },
        { itemId: 'range', value: 3 },
      ];
      await reader.send({
        method: 'POST',
        path: `quizzes/${SENSORS_QUIZ.id}/attempts`,
        body: { chapterKey: SENSORS, answers },
      });
      const overview = await reader.ask(learningOverviewSchema, { path: 'overview' });
      expect(overview.chapters[0]).toMatchObject({
        title: 'Sensor systems',
        permalink: '/book/sensors',
        moduleId: 'foundations',
        minutes: 90,
        sections: 3,
        sectionsSeen: 2,
        sectionsDone: 1,
        share: 1 / 3,
        completed: false,
        seconds: 70,
        lastVisitedAt: at(8),
        reviewsDue: 1,
        quizzes: [{ quizId: 'sensors', items: 3, answered: 2, right: 1, attempts: 1, lastAttemptAt: at(0) }],
      });
      expect(overview.chapters[1]).toMatchObject({ share: 1, completed: true, sectionsDone: 0 });
      expect(overview.modules).toMatchObject([
        { id: 'foundations', title: 'Foundations', chaptersCompleted: 0, share: 1 / 3, quizItems: 3, quizRight: 1 },
        { id: 'ros', chaptersCompleted: 1, share: 1 },
      ]);
      expect(overview.total).toMatchObject({ chaptersCompleted: 1, share: 4 / 6 });
      expect(overview.reviews).toEqual({ due: 1, total: 1, nextAt: at(0) });
      expect(overview.continueAt).toMatchObject({ chapterKey: SENSORS, sectionId: 'lidar' });
    });
  });
});
