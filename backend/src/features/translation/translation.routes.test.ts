import { hashText, quizSegments } from '@lectern/segments';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { quizBook, SENSORS_QUIZ, withChapter } from '../learning/learning.fixture.ts';
import { openTranslationTests, SENSORS, scriptedEngine, type TestProcess } from './translation.fixture.ts';
import { translation as table, translationFailure, translationReport } from './translation.table.ts';

let tests: Awaited<ReturnType<typeof openTranslationTests>>;
let keyless: TestProcess;
beforeAll(async () => {
  tests = await openTranslationTests();
  keyless = await tests.start();
});
afterAll(() => tests?.close());
beforeEach(async () => {
  // What processes keep for a moment is over.
  tests.clock.now += 60_000;
  for (const each of [table, translationFailure, translationReport]) await tests.database.db.delete(each);
});

const segmentsOf = async () => (await tests.content.service.chapter(SENSORS)).sections.flatMap((each) => each.segments);
const remember = async (hashes: readonly string[], more: { status?: 'machine' | 'reviewed'; target?: string } = {}) => {
  const rows = hashes.map((hash) => ({
    hash,
    hashVersion: 1,
    context: '',
    status: more.status ?? ('machine' as const),
    kind: 'paragraph' as const,
    source: 'text',
    target: more.target ?? `ترجمہ ${hash.slice(0, 4)}`,
    engine: 'authors',
    model: null,
    promptVersion: null,
    glossaryVersion: null,
    report: [],
    origin: null,
  }));
  await keyless.translation.memory.save({ source: 'en', target: 'ur' }, rows);
};

describe('a book whose author allows certain models', () => {
  const allow = (allowedModels: string[]) => {
    const book = quizBook();
    return tests.publish({ ...book, options: { ...book.options, allowedModels } });
  };

  it('is translated by these alone, and by engines that are no language models', async () => {
    const other = scriptedEngine({ model: 'large', models: ['large'] });
    const model = scriptedEngine({ models: ['small', 'spare'] });
    const reading = await tests.start({ engines: [other, model] });
    const refused = await tests.start({ engines: [other] });
    const google = scriptedEngine({ engine: 'google', models: [] });
    const other2 = await tests.start({ engines: [google] });
    await allow(['spare']);
    try {
      expect(await refused.json({})).toMatchObject({ segments: [], notice: 'keyless' });
      const languages = await refused.send({ method: 'GET', url: '/api/v1/translate/languages' });
      expect(languages.json()).toMatchObject({ onDemand: false });
      expect((await reading.json({})).coverage).toBe(1);
      expect(model.calls[0]).toMatchObject({ allowedModels: ['spare'] });
      expect(other.calls).toHaveLength(0);
      await tests.database.db.delete(table);
      tests.clock.now += 60_000;
      expect((await other2.json({})).coverage).toBe(1);
    } finally {
      await tests.publish(quizBook());
    }
  });
});

describe('a chapter without any engine', () => {
  it('comes from the memory, and says what it does not have', async () => {
    const segments = await segmentsOf();
    const [first, second] = segments;
    await remember([first?.hash ?? '', second?.hash ?? '']);
    const events = await keyless.stream({});
    expect(events.map(({ event }) => event)).toEqual(['meta', 'segment', 'segment', 'done']);
    expect(events[0]?.data).toMatchObject({ chapterId: SENSORS, language: 'ur', direction: 'rtl', ready: 2 });
    expect(events[1]?.data).toEqual({
      id: first?.id,
      text: `ترجمہ ${first?.hash.slice(0, 4)}`,
      origin: 'author',
      status: 'machine',
    });
    const done = events[3]?.event === 'done' ? events[3].data : undefined;
    const total = events[0]?.event === 'meta' ? events[0].data.total : 0;
    expect(done?.coverage).toBeCloseTo(2 / total);
    expect(done?.notice).toBe('keyless');
    expect(done?.left).toHaveLength(total - 2);
    expect(new Set(done?.left.map(({ reason }) => reason))).toEqual(new Set(['untranslated']));
    expect(done).not.toHaveProperty('receipt');
  });

  it('has the texts of its quizzes, too', async () => {
    const { segments, left } = await keyless.json({});
    expect(segments).toEqual([]);
    expect(left.filter(({ id }) => id.startsWith('q')).length).toBeGreaterThan(5);
  });

  it('gives the texts of its quizzes by id, for what grades them', async () => {
    const [segment] = quizSegments({ items: SENSORS_QUIZ.items });
    await remember([segment?.hash ?? ''], { target: 'سوال' });
    const { quizTexts } = keyless.translation.service;
    expect(await quizTexts(SENSORS, 'ur')).toEqual(new Map([[segment?.id, 'سوال']]));
    for (const language of ['en', 'tlh']) expect(await quizTexts(SENSORS, language)).toEqual(new Map());
    expect(await quizTexts('default/current/nowhere', 'ur')).toEqual(new Map());
  });

  it('leaves out what would break the page, whatever the memory says', async () => {
    const [first, second] = await segmentsOf();
    await remember([first?.hash ?? ''], { target: 'ایک <x1/> جملہ' });
    await remember([second?.hash ?? '']);
    expect((await keyless.json({})).segments.map(({ id }) => id)).toEqual([second?.id]);
  });

  it('sends what is on the screen first', async () => {
    const segments = (await segmentsOf()).slice(0, 6);
    await remember(segments.map(({ hash }) => hash));
    const visible = [segments[4]?.id ?? '', segments[3]?.id ?? ''];
    const { segments: sent } = await keyless.json({ visible });
    expect(sent.map(({ id }) => id).slice(0, 3)).toEqual([...visible, segments[0]?.id]);
  });

  it('knows a paragraph that has been edited since from one that never was translated', async () => {
    const segments = await segmentsOf();
    await remember(segments.map(({ hash }) => hash));
    const [edited] = segments;
    const book = withChapter(quizBook(), SENSORS, (chapter) => ({
      ...chapter,
      sourceHash: hashText('edited'),
      sections: chapter.sections.map((section) => ({
        ...section,
        segments: section.segments.map((segment) =>
          segment.id === edited?.id
            ? { ...segment, id: 'newone00', hash: hashText('new'), text: 'New.', plain: 'New.' }
            : segment,
        ),
      })),
    }));
    await tests.publish(book);
    try {
      const { left } = await keyless.json({});
      expect(left.filter(({ id }) => !id.startsWith('q'))).toEqual([{ id: 'newone00', reason: 'changed' }]);
      // A page that was opened before the edit is answered as it stands.
      const before = quizBook().chapters.find(({ key }) => key === SENSORS)?.sourceHash ?? '';
      const old = await keyless.json({ sourceHash: before });
      expect(old.segments.map(({ id }) => id)).toContain(edited?.id);
    } finally {
      await tests.publish(quizBook());
    }
  });
});

describe('a chapter with an engine', () => {
  it('is translated once, and comes from the memory from then on', async () => {
    const engine = scriptedEngine();
    const own = await tests.start({ engines: [engine] });
    const first = await own.json({});
    expect(first.coverage).toBe(1);
    expect(first.left).toEqual([]);
    expect(new Set(first.segments.map(({ origin }) => origin))).toEqual(new Set(['provider']));
    const calls = engine.calls.length;
    const again = await own.json({});
    expect(engine.calls.length).toBe(calls);
    expect(new Set(again.segments.map(({ origin, status }) => `${origin} ${status}`))).toEqual(
      new Set(['memory machine']),
    );
  });

  it('costs one segment when one paragraph is edited', async () => {
    const engine = scriptedEngine();
    const own = await tests.start({ engines: [engine] });
    await own.json({});
    engine.calls.length = 0;
    const book = withChapter(quizBook(), SENSORS, (chapter) => ({
      ...chapter,
      sourceHash: hashText('edited again'),
      sections: chapter.sections.map((section, at) => ({
        ...section,
        segments: section.segments.map((segment, place) =>
          at === 1 && place === 1
            ? {
                ...segment,
                id: 'edited00',
                hash: hashText('other'),
                text: 'An edited sentence.',
                plain: 'An edited sentence.',
              }
            : segment,
        ),
      })),
    }));
    await tests.publish(book);
    try {
      expect((await own.json({})).coverage).toBe(1);
      expect(engine.calls.flatMap(({ segments }) => segments.map(({ text }) => text))).toEqual(['An edited sentence.']);
    } finally {
      await tests.publish(quizBook());
    }
  });

  it('gets the title, the headings and the terms with its segments', async () => {
    const engine = scriptedEngine();
    const own = await tests.start({ engines: [engine] });
    await own.json({});
    expect(engine.calls[0]).toMatchObject({ source: 'en', target: 'ur', chapterTitle: 'Sensor systems' });
    expect(
      engine.calls.flatMap(({ segments }) => segments).find(({ text }) => text.startsWith('An accelerometer')),
    ).toMatchObject({
      headingPath: ['Sensor systems', 'Inertial measurement units'],
    });
  });
});

describe('what is refused', () => {
  const refusal = async (payload: object, url = '/api/v1/translate') => {
    const response = await keyless.send({ method: 'POST', url, payload });
    return `${response.statusCode} ${response.json().code}`;
  };
  const known = async () => ({
    chapterId: SENSORS,
    sourceHash: (await tests.content.service.chapter(SENSORS)).sourceHash,
    language: 'ur',
  });

  it('is an unknown language, chapter, or version, each with its own word', async () => {
    const request = await known();
    expect(await refusal({ ...request, language: 'xx' })).toBe('400 VALIDATION_FAILED');
    expect(await refusal({ ...request, language: 'en' })).toBe('422 LANGUAGE_NOT_OFFERED');
    expect(await refusal({ ...request, chapterId: 'nowhere' })).toBe('404 CHAPTER_NOT_FOUND');
    expect(await refusal({ ...request, sourceHash: 'old' })).toBe('409 SOURCE_CHANGED');
    expect(await refusal({ ...request, text: 'Translate this for free.' })).toBe('400 VALIDATION_FAILED');
    const stale = await keyless.send({
      method: 'POST',
      url: '/api/v1/translate',
      payload: { ...request, sourceHash: 'old' },
    });
    expect(stale.json().sourceHash).toBe(request.sourceHash);
  });

  it('is text that is not the chapter’s', async () => {
    const request = await known();
    const [segment] = await segmentsOf();
    const selection = { ...request, segmentIds: [segment?.id], text: 'Buy cheap watches' };
    expect(await refusal(selection, '/api/v1/translate/selection')).toBe('422 SELECTION_NOT_IN_CHAPTER');
    expect(await refusal({ ...selection, segmentIds: ['nosuch00'] }, '/api/v1/translate/selection')).toBe(
      '422 SELECTION_NOT_IN_CHAPTER',
    );
  });

  it('is a report about a segment that is not there', async () => {
    const request = { ...(await known()), segmentId: 'nosuch00', reason: 'wrong' };
    expect(await refusal(request, '/api/v1/translate/reports')).toBe('404 SEGMENT_NOT_FOUND');
  });
});

describe('a selection', () => {
  it('is translated by the segments that it touches, as they read', async () => {
    const engine = scriptedEngine();
    const own = await tests.start({ engines: [engine] });
    const [segment] = await segmentsOf();
    const sourceHash = (await tests.content.service.chapter(SENSORS)).sourceHash;
    const payload = {
      chapterId: SENSORS,
      sourceHash,
      language: 'ur',
      segmentIds: [segment?.id],
      text: 'falls over within a second',
    };
    const response = await own.send({ method: 'POST', url: '/api/v1/translate/selection', payload });
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ language: 'ur', direction: 'rtl', left: [] });
    expect(response.json().segments).toHaveLength(1);
    expect(response.json().segments[0].plain).toMatch(/\p{Script=Arabic}/u);
    expect(engine.calls.map(({ segments }) => segments.length)).toEqual([1]);
  });
});

describe('reports', () => {
  it('keep what the reader saw, and not who it was', async () => {
    const [segment] = await segmentsOf();
    await remember([segment?.hash ?? ''], { target: 'غلط ترجمہ' });
    const sourceHash = (await tests.content.service.chapter(SENSORS)).sourceHash;
    const payload = {
      chapterId: SENSORS,
      sourceHash,
      language: 'ur',
      segmentId: segment?.id,
      reason: 'It says the opposite.',
    };
    const response = await keyless.send({ method: 'POST', url: '/api/v1/translate/reports', payload });
    expect(response.statusCode).toBe(204);
    expect(response.headers['set-cookie']).toBeUndefined();
    const [row] = await tests.database.db.select().from(translationReport);
    expect(row).toMatchObject({
      chapterKey: SENSORS,
      hash: segment?.hash,
      target: 'غلط ترجمہ',
      reason: 'It says the opposite.',
      status: 'open',
    });
    expect(Object.keys(row ?? {})).not.toContain('ownerId');
  });
});

describe('languages and titles', () => {
  it('tell how much there is of each language', async () => {
    await remember((await segmentsOf()).map(({ hash }) => hash));
    tests.clock.now += 60_000;
    const { source, onDemand, languages } = (
      await keyless.send({ method: 'GET', url: '/api/v1/translate/languages' })
    ).json();
    expect({ source, onDemand }).toEqual({ source: 'en', onDemand: false });
    expect(languages).toHaveLength(15);
    const share = (code: string) => languages.find((each: { code: string }) => each.code === code);
    expect(share('en')).toMatchObject({ coverage: 1, edition: true });
    expect(share('ur')).toMatchObject({ label: 'اردو', direction: 'rtl', edition: false });
    expect(share('ur').coverage).toBeGreaterThan(0.2);
    expect(share('ur').coverage).toBeLessThan(1);
    expect(share('fr').coverage).toBe(0);
  });

  it('give titles by chapter, by module and by what stands in the source', async () => {
    const title = 'Sensor systems';
    const titleHash = hashText('title');
    const book = withChapter(quizBook(), SENSORS, (chapter) => ({
      ...chapter,
      sections: chapter.sections.map((section) =>
        section.id === ''
          ? {
              ...section,
              segments: [
                { id: 'title000', kind: 'frontMatter', text: title, plain: title, hash: titleHash, placeholders: [] },
                ...section.segments,
              ],
            }
          : section,
      ),
    }));
    await tests.publish(book);
    try {
      await remember([titleHash], { target: 'سینسر &amp; نظام' });
      const titles = (await keyless.send({ method: 'GET', url: '/api/v1/translate/titles?language=ur' })).json();
      expect(titles.chapters).toEqual([{ chapterId: SENSORS, permalink: '/book/sensors', title: 'سینسر & نظام' }]);
      expect(titles.labels).toEqual({ [title]: 'سینسر & نظام' });
      expect(titles.modules).toEqual([]);
    } finally {
      await tests.publish(quizBook());
    }
  });
});
