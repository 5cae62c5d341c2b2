/** The app over an indexed book with quizzes, readers of it, and a clock that tests set. */
import { randomUUID } from 'node:crypto';
import type { Book, Chapter, Quiz } from '@lectern/contracts';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import type { z } from 'zod';
import { testDeps, testSettings } from '../../app.fixture.ts';
import { buildApp } from '../../app.ts';
import { openTestDatabase } from '../../db/db.fixture.ts';
import { createInProcessVectors } from '../../providers/vectors/in-process-vectors.ts';
import { manifestDirectory, QOS_CHAPTER, SENSORS_CHAPTER, testBook } from '../content/content.fixture.ts';
import { createContent } from '../content/index.ts';
import { createLearning, createLearningOwnedData, type LearningOptions } from './index.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const ORIGIN = 'http://localhost:8000';

/** Keys of the chapters of {@link quizBook}. */
export const SENSORS = 'default/current/sensors';
/** See {@link SENSORS}. */
export const QOS = 'default/current/nodes-topics-qos';

/** A quiz of each kind of item. */
export const SENSORS_QUIZ: Quiz = {
  id: 'sensors',
  title: 'Sensor systems',
  items: [
    {
      id: 'rest',
      kind: 'single',
      prompt: 'What does an accelerometer read at rest?',
      sectionId: 'imu',
      choices: [
        { id: 'zero', text: '0 m/s²', correct: false, why: 'That is free fall.' },
        { id: 'up', text: '+9.81 m/s²', correct: true, why: 'It measures what holds it up.' },
        { id: 'down', text: '−9.81 m/s²', correct: false, why: 'That is gravity itself.' },
      ],
    },
    {
      id: 'disturb',
      kind: 'multiple',
      prompt: 'What disturbs a LiDAR?',
      sectionId: 'lidar',
      choices: [
        { id: 'rain', text: 'Rain', correct: true, why: 'The pulse returns from the drop.' },
        { id: 'glass', text: 'Glass', correct: true, why: 'The pulse goes through or is mirrored.' },
        { id: 'night', text: 'Night', correct: false, why: 'It brings its own light.' },
      ],
    },
    {
      id: 'range',
      kind: 'number',
      prompt: 'How far does it reach outdoors?',
      sectionId: 'lidar',
      choices: [],
      answer: { value: 100, tolerance: 5, unit: 'm', why: 'A pulse still returns from 100 m.' },
    },
  ],
};

/** Changes the chapter of a key. */
export const withChapter = (book: Book, key: string, change: (chapter: Chapter) => Chapter): Book => ({
  ...book,
  chapters: book.chapters.map((chapter) => (chapter.key === key ? change(chapter) : chapter)),
});

/** Two chapters of weeks 1 and 2–3, the first with a quiz. */
export const quizBook = (): Book => {
  const book = testBook([SENSORS_CHAPTER, QOS_CHAPTER]);
  const first = withChapter(book, SENSORS, (chapter) => ({
    ...chapter,
    week: '1',
    minutes: 90,
    quizzes: [SENSORS_QUIZ],
  }));
  return withChapter(first, QOS, (chapter) => ({ ...chapter, week: '2–3' }));
};

/** A request of a reader. */
export interface ReaderRequest {
  readonly method?: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: object;
}

/** Opens the app. */
export const openLearning = async (given: Pick<LearningOptions, 'translated'> = {}) => {
  const database = await openTestDatabase();
  const directory = await manifestDirectory();
  let published = JSON.stringify(quizBook());
  await directory.write(published);
  const clock = { now: Date.UTC(2026, 10, 21, 12) };
  const content = createContent({
    database,
    vectors: createInProcessVectors(),
    logger: silent,
    manifest: directory.path,
  });
  await content.start();
  await content.catchUp();
  const learning = createLearning({ ...given, db: database.db, content: content.service, now: () => clock.now });
  const settings = testSettings({ RATE_LIMIT_PER_MINUTE: '0' });
  const app = await buildApp({ ...testDeps(settings), content, learning });

  /** A browser of its own: it keeps the cookie that it is given. */
  const reader = () => {
    let cookie: string | undefined;
    const send = async ({ method = 'GET', path, body }: ReaderRequest): Promise<LightMyRequestResponse> => {
      const request: InjectOptions = {
        method,
        url: `/api/v1/learning/${path}`,
        headers: { origin: ORIGIN, ...(cookie ? { cookie } : {}) },
        ...(body ? { payload: body } : {}),
      };
      const response = await app.inject(request);
      const given = response.headers['set-cookie'];
      if (given !== undefined) cookie = String(given).split(';')[0];
      return response;
    };
    /** Sends, and reads the answer by its contract. */
    const ask = async <Schema extends z.ZodType>(schema: Schema, request: ReaderRequest): Promise<z.output<Schema>> => {
      const response = await send(request);
      if (response.statusCode >= 300) throw new Error(`${response.statusCode}: ${response.body}`);
      return schema.parse(response.json());
    };
    return { send, ask, hasCookie: () => cookie !== undefined };
  };

  return {
    app,
    database,
    learning,
    clock,
    reader,
    owned: createLearningOwnedData(database.db),
    /** A reader for services. */
    identity: (kind: 'anonymous' | 'account' = 'anonymous') => ({ id: randomUUID(), kind }),
    /** Publishes another version of the book. */
    publish: async (book: Book): Promise<void> => {
      const manifest = JSON.stringify(book);
      if (manifest === published) return;
      published = manifest;
      await directory.write(manifest);
      await content.catchUp();
    },
    close: async () => {
      await app.close();
      await content.stop();
      await database.close();
      await directory.remove();
    },
  };
};
