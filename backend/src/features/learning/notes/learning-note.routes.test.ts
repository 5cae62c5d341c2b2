import {
  type Anchor,
  bookmarkPageSchema,
  bookmarkSchema,
  type Chapter,
  MAX_NOTES,
  type NoteCreate,
  notePageSchema,
  noteSchema,
  problemSchema,
  type SegmentReference,
} from '@lectern/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SENSORS_CHAPTER, testChapter } from '../../content/content.fixture.ts';
import { openLearning, QOS, quizBook, SENSORS, withChapter } from '../learning.fixture.ts';

const LIDAR = 'Rain, dust and glass disturb a LiDAR';
const BODY = SENSORS_CHAPTER.body;

type Reader = ReturnType<Awaited<ReturnType<typeof openLearning>>['reader']>;

const edition = (body: string): Chapter => testChapter({ ...SENSORS_CHAPTER, body });
const edited = (body: string) => withChapter(quizBook(), SENSORS, () => edition(body));

/** Where a page would put a note on some words. */
const mark = (words: string, body = BODY): { anchor: SegmentReference; range: { start: number; end: number } } => {
  const chapter = edition(body);
  const segment = chapter.sections.flatMap(({ segments }) => segments).find(({ plain }) => plain.includes(words));
  if (!segment) throw new Error(`no segment has “${words}”`);
  const start = segment.plain.indexOf(words);
  return {
    anchor: { chapterKey: SENSORS, sourceHash: chapter.sourceHash, segmentId: segment.id },
    range: { start, end: start + words.length },
  };
};

const post = (note: NoteCreate) => ({ method: 'POST', path: 'notes', body: note }) as const;

describe('notes and bookmarks', () => {
  let book: Awaited<ReturnType<typeof openLearning>>;
  beforeAll(async () => {
    book = await openLearning();
  });
  afterEach(() => book.publish(quizBook()));
  afterAll(() => book?.close());

  const refusal = async (reader: Reader, request: Parameters<Reader['send']>[0]) =>
    problemSchema.parse((await reader.send(request)).json());
  const list = async (reader: Reader, query = '') => reader.ask(notePageSchema, { path: `notes${query}` });

  describe('a note', () => {
    it('is put where the page shows its words, and is found there', async () => {
      const reader = book.reader();
      const response = await reader.send(post({ ...mark(LIDAR), text: 'Weather!', color: 'blue' }));
      expect(response.statusCode).toBe(201);
      const note = noteSchema.parse(response.json());
      expect(note).toMatchObject({
        text: 'Weather!',
        color: 'blue',
        quote: LIDAR,
        orphaned: false,
        chapterTitle: 'Sensor systems',
        sectionTitle: 'LiDAR',
        permalink: '/book/sensors#lidar',
        anchor: { chapterKey: SENSORS, sectionId: 'lidar' },
        place: {
          foundBy: 'hash',
          similarity: 1,
          sectionId: 'lidar',
          locale: 'en',
          sourceHash: edition(BODY).sourceHash,
          segmentId: mark(LIDAR).anchor.segmentId,
          range: mark(LIDAR).range,
        },
      });
      expect((await list(reader)).items).toEqual([note]);
    });

    it('is named in the language that the page asks for, also when it is new', async () => {
      const urdu = testChapter({
        ...SENSORS_CHAPTER,
        locale: 'ur',
        title: 'سینسر',
        permalink: '/ur/book/sensors',
        body: '## لائیڈار {lidar}\n\nبارش اور شیشہ لائیڈار کو پریشان کرتے ہیں۔',
      });
      const { chapters, locales, ...rest } = quizBook();
      await book.publish({
        ...rest,
        locales: locales.concat({ code: 'ur', label: 'اردو', direction: 'rtl' }),
        chapters: chapters.concat({ ...urdu, order: 2 }),
      });
      const reader = book.reader();
      const english = { ...post({ ...mark(LIDAR), text: 'x' }), path: 'notes?locale=ur' };
      expect(await reader.ask(noteSchema, english)).toMatchObject({
        chapterTitle: 'سینسر',
        sectionTitle: 'لائیڈار',
        place: { locale: 'en', permalink: '/book/sensors#lidar' },
      });
      // A note on the other edition's words is found in that edition.
      const segment = urdu.sections[1]?.segments[1];
      const anchor = { chapterKey: SENSORS, sourceHash: urdu.sourceHash, segmentId: segment?.id ?? '', locale: 'ur' };
      expect(await reader.ask(noteSchema, post({ anchor, range: { start: 0, end: 4 } }))).toMatchObject({
        anchor: { locale: 'ur' },
        quote: 'بارش',
        chapterTitle: 'Sensor systems',
        place: { locale: 'ur', foundBy: 'hash', permalink: '/ur/book/sensors#lidar' },
      });
    });

    it('without words is a highlight, and without a range is on the whole paragraph', async () => {
      const reader = book.reader();
      const { anchor } = mark(LIDAR);
      const note = noteSchema.parse((await reader.send(post({ anchor }))).json());
      expect(note).toMatchObject({ text: '', color: 'yellow', range: null });
      expect(note.quote).toContain('A LiDAR measures distance');
      expect(note.place?.range).toBeNull();
    });

    it('goes with its words when the chapter is edited, and comes back when the edit is', async () => {
      const reader = book.reader();
      const before = noteSchema.parse((await reader.send(post({ ...mark(LIDAR), text: 'x' }))).json());
      const words = 'Rain, fine dust and glass disturb any LiDAR';
      const body = BODY.replace(LIDAR, words).replace('## Cameras', 'A new last paragraph.\n\n## Cameras');
      await book.publish(edited(body));
      const [after] = (await list(reader)).items;
      expect(after?.place).toMatchObject({
        foundBy: 'neighbours',
        sectionId: 'lidar',
        segmentId: mark(words, body).anchor.segmentId,
        range: mark(words, body).range,
      });
      expect(after?.place?.similarity).toBeCloseTo(1 - 2 / 7, 12);
      expect(after?.range).toEqual(before.range);
      await book.publish(quizBook());
      expect((await list(reader)).items).toEqual([before]);
    });

    it('is kept as an orphan, by its section, when its place is gone; and without a link when the chapter is', async () => {
      const reader = book.reader();
      await reader.send(post({ ...mark(LIDAR), text: 'kept' }));
      const paragraph = BODY.split('\n\n').find((block) => block.includes(LIDAR)) ?? '';
      await book.publish(edited(BODY.replace(paragraph, 'Nothing of it is left.')));
      const orphan = { orphaned: true, place: null, text: 'kept', quote: LIDAR };
      expect((await list(reader)).items).toMatchObject([
        { ...orphan, sectionTitle: 'LiDAR', permalink: '/book/sensors#lidar' },
      ]);
      const { chapters, ...rest } = quizBook();
      await book.publish({ ...rest, chapters: chapters.filter(({ key }) => key === QOS) });
      expect((await list(reader)).items).toMatchObject([{ ...orphan, chapterTitle: '', permalink: null }]);
    });

    it('may be put where a page of a version before shows it', async () => {
      const reader = book.reader();
      await book.publish(edited(BODY.replace('outdoors', 'outside')));
      const note = noteSchema.parse((await reader.send(post({ ...mark(LIDAR) }))).json());
      expect(note.place).toMatchObject({ foundBy: 'neighbours', similarity: 1 });
    });

    it('is made once, however often its request is sent', async () => {
      const reader = book.reader();
      const id = '6f1f7c1e-6f0d-4c39-9a38-0c1a5f2b7d11';
      const request = post({ ...mark(LIDAR), id, text: 'once' });
      const statuses = [];
      for (let count = 0; count < 3; count++) statuses.push((await reader.send(request)).statusCode);
      expect(statuses).toEqual([201, 200, 200]);
      expect((await list(reader)).items).toHaveLength(1);
      // The id is the reader's own: it takes nothing from another.
      const other = book.reader();
      expect((await other.send(post({ ...mark(LIDAR), id, text: 'mine' }))).statusCode).toBe(201);
      expect((await list(reader)).items[0]?.text).toBe('once');
    });

    it.each<[string, Partial<NoteCreate>, number, string]>([
      ['an unknown chapter', { anchor: { ...mark(LIDAR).anchor, chapterKey: 'gone' } }, 404, 'CHAPTER_NOT_FOUND'],
      ['an old version', { anchor: { ...mark(LIDAR).anchor, sourceHash: 'y'.repeat(43) } }, 409, 'SOURCE_CHANGED'],
      ['an unknown segment', { anchor: { ...mark(LIDAR).anchor, segmentId: 'gone' } }, 400, 'VALIDATION_FAILED'],
      ['a range behind the end', { range: { start: 0, end: 9999 } }, 400, 'VALIDATION_FAILED'],
      ['an empty range', { range: { start: 5, end: 5 } }, 400, 'VALIDATION_FAILED'],
      ['too long a text', { text: 'x'.repeat(10_001) }, 400, 'VALIDATION_FAILED'],
      ['a text that cannot be stored', { text: 'a\u0000b' }, 400, 'VALIDATION_FAILED'],
    ])('is refused for %s', async (_what, change, status, code) => {
      const reader = book.reader();
      expect(await refusal(reader, post({ ...mark(LIDAR), ...change }))).toMatchObject({ status, code });
      expect(reader.hasCookie()).toBe(false);
    });

    it('is changed by one device at a time: the other is shown what stands there now', async () => {
      const reader = book.reader();
      const note = noteSchema.parse((await reader.send(post({ ...mark(LIDAR), text: 'first' }))).json());
      const patch = (text: string, updatedAt: string) =>
        ({ method: 'PATCH', path: `notes/${note.id}`, body: { text, updatedAt } }) as const;
      const answers = await Promise.all([
        reader.send(patch('phone', note.updatedAt)),
        reader.send(patch('desktop', note.updatedAt)),
      ]);
      expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 409]);
      const winner = noteSchema.parse(answers.find(({ statusCode }) => statusCode === 200)?.json());
      const problem = problemSchema.parse(answers.find(({ statusCode }) => statusCode === 409)?.json());
      expect(problem.code).toBe('NOTE_CHANGED');
      expect(noteSchema.parse(problem.current)).toEqual(winner);
      // With what it was shown, the other may go on.
      const again = await reader.ask(noteSchema, patch('both', winner.updatedAt));
      expect(again.text).toBe('both');
      expect(Date.parse(again.updatedAt)).toBeGreaterThan(Date.parse(winner.updatedAt));
    });

    it('is deleted for good', async () => {
      const reader = book.reader();
      const { id } = noteSchema.parse((await reader.send(post({ ...mark(LIDAR) }))).json());
      expect((await reader.send({ method: 'DELETE', path: `notes/${id}` })).statusCode).toBe(204);
      expect(await refusal(reader, { method: 'DELETE', path: `notes/${id}` })).toMatchObject({
        status: 404,
        code: 'NOTE_NOT_FOUND',
      });
      expect((await list(reader)).items).toEqual([]);
    });

    it('does not exist for others', async () => {
      const { id, updatedAt } = noteSchema.parse((await book.reader().send(post({ ...mark(LIDAR) }))).json());
      const known = book.reader();
      await known.send(post({ ...mark(LIDAR) }));
      for (const stranger of [book.reader(), known]) {
        for (const request of [
          { method: 'PATCH', path: `notes/${id}`, body: { text: 'mine now', updatedAt } },
          { method: 'DELETE', path: `notes/${id}` },
        ] as const) {
          expect(await refusal(stranger, request)).toMatchObject({ status: 404, code: 'NOTE_NOT_FOUND' });
        }
      }
    });

    it('is one of so many and no more', async () => {
      const reader = book.identity();
      const first = await book.learning.notes.create(() => reader, {
        ...mark(LIDAR),
        quote: '',
        text: '',
        color: 'pink',
      });
      await book.database.sql`
        insert into note (owner_id, id, chapter_key, section_id, quote, text, color, created_at, updated_at)
        select owner_id, gen_random_uuid(), chapter_key, section_id, quote, text, color, created_at, updated_at
        from note, generate_series(2, ${MAX_NOTES}) where owner_id = ${reader.id}`;
      const more = book.learning.notes.create(() => reader, { ...mark(LIDAR), quote: '', text: '', color: 'pink' });
      await expect(more).rejects.toMatchObject({ code: 'LEARNING_LIMIT', status: 409 });
      await book.learning.notes.remove(reader, first.item.id);
      const { isNew } = await book.learning.notes.create(() => reader, {
        ...mark(LIDAR),
        quote: '',
        text: '',
        color: 'pink',
      });
      expect(isNew).toBe(true);
    });
  });

  describe('the list', () => {
    it('comes page by page, newest first, of the book or of a chapter', async () => {
      const reader = book.reader();
      for (const text of ['1', '2', '3']) {
        await reader.send(post({ ...mark(LIDAR), text }));
        book.clock.now += 1000;
      }
      const anchor: Anchor = {
        chapterKey: QOS,
        sectionId: 'executors',
        hash: null,
        previousHash: null,
        nextHash: null,
      };
      await reader.send(post({ anchor, text: '4' }));
      const seen: string[] = [];
      for (let query = '?limit=2'; ; ) {
        const page = await list(reader, query);
        seen.push(...page.items.map(({ text }) => text));
        if (page.nextCursor === null) break;
        query = `?limit=2&cursor=${page.nextCursor}`;
      }
      expect(seen).toEqual(['4', '3', '2', '1']);
      const id = '6f1f7c1e-6f0d-4c39-9a38-0c1a5f2b7d11';
      for (const cursor of ['nonsense', '["2026-01-01T00:00:00Z","x"]', `["0000-01-01T00:00:00Z","${id}"]`]) {
        const query = `?cursor=${Buffer.from(cursor).toString('base64url')}`;
        expect(await refusal(reader, { path: `notes${query}` })).toMatchObject({ status: 400, code: 'INVALID_CURSOR' });
      }
      const ofChapter = await list(reader, `?chapterKey=${encodeURIComponent(QOS)}`);
      expect(ofChapter.items.map(({ text, place }) => [text, place?.segmentId])).toEqual([['4', null]]);
    });
  });

  describe('a bookmark', () => {
    const set = (body: object) => ({ method: 'POST', path: 'bookmarks', body }) as const;
    const section: Anchor = {
      chapterKey: SENSORS,
      sectionId: 'imu',
      hash: null,
      previousHash: null,
      nextHash: null,
    };

    it('is one at its place', async () => {
      const reader = book.reader();
      const first = await reader.send(set({ anchor: section, label: 'IMU' }));
      const again = await reader.send(set({ anchor: section, label: 'again' }));
      expect([first.statusCode, again.statusCode]).toEqual([201, 200]);
      expect(again.json()).toEqual(first.json());
      expect((await reader.send(set({ anchor: mark(LIDAR).anchor }))).statusCode).toBe(201);
      const { items } = await reader.ask(bookmarkPageSchema, { path: 'bookmarks' });
      expect(items).toHaveLength(2);
      const paragraph = items.find(({ anchor }) => anchor.hash !== null);
      expect(paragraph).toMatchObject({ sectionTitle: 'LiDAR', orphaned: false });
      expect(paragraph?.quote).toContain(LIDAR);
    });

    it('is set once by two requests at the same moment', async () => {
      const reader = book.reader();
      await reader.send(set({ anchor: section }));
      const request = set({ anchor: { ...section, sectionId: 'lidar' } });
      const answers = await Promise.all([reader.send(request), reader.send(request)]);
      expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 201]);
    });

    it('is named anew and deleted by its reader alone', async () => {
      const reader = book.reader();
      const { id } = bookmarkSchema.parse((await reader.send(set({ anchor: section, label: 'IMU' }))).json());
      const rename = { method: 'PATCH', path: `bookmarks/${id}`, body: { label: 'Inertia' } } as const;
      const remove = { method: 'DELETE', path: `bookmarks/${id}` } as const;
      const stranger = book.reader();
      for (const request of [rename, remove]) {
        expect(await refusal(stranger, request)).toMatchObject({ status: 404, code: 'BOOKMARK_NOT_FOUND' });
      }
      expect(await reader.ask(bookmarkSchema, rename)).toMatchObject({ id, label: 'Inertia' });
      expect((await reader.send(remove)).statusCode).toBe(204);
      expect((await reader.ask(bookmarkPageSchema, { path: 'bookmarks' })).items).toEqual([]);
    });

    it('stays on its paragraph when that is edited', async () => {
      const reader = book.reader();
      await reader.send(set({ anchor: mark(LIDAR).anchor }));
      await book.publish(edited(BODY.replace(LIDAR, 'Rain and dust disturb a LiDAR')));
      const { items } = await reader.ask(bookmarkPageSchema, { path: 'bookmarks' });
      expect(items).toMatchObject([{ orphaned: false, place: { sectionId: 'lidar', foundBy: 'neighbours' } }]);
    });
  });
});
