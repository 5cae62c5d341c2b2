import { bookResponseSchema, chapterSchema, searchResponseSchema } from '@lectern/contracts';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApp, testDeps, testSettings } from '../../app.fixture.ts';
import { buildApp } from '../../app.ts';
import { createInProcessVectors } from '../../providers/vectors/in-process-vectors.ts';
import { QOS_CHAPTER, SENSORS_CHAPTER, testBook } from './content.fixture.ts';
import { openManifestBook } from './content-manifest-book.ts';

const URDU = {
  ...QOS_CHAPTER,
  locale: 'ur',
  permalink: '/ur/book/nodes-topics-qos',
  title: 'نوڈ، ٹاپک اور QoS',
  body: '## دیر سے آنے والے {late-joiners}\n\nدیر سے آنے والا سبسکرائبر نقشہ کھو دیتا ہے کیونکہ ڈیفالٹ پائیداری volatile ہے۔',
};

describe('content routes', () => {
  let app: FastifyInstance;
  beforeAll(async () => {
    const locales = [
      { code: 'en', label: 'English', direction: 'ltr' as const },
      { code: 'ur', label: 'اردو', direction: 'rtl' as const },
    ];
    const term = { term: 'quality of service', definition: 'Rules.', aliases: ['QoS'] };
    const glossary = [{ ...term, roman: [], policy: 'keep' as const }];
    const book = testBook([SENSORS_CHAPTER, QOS_CHAPTER, URDU], { locales, glossary });
    const service = await openManifestBook(book, createInProcessVectors());
    app = await buildApp({ ...testDeps(testSettings()), content: { service } });
  });
  afterAll(() => app?.close());

  const search = async (q: string, locale?: string) => {
    const query = new URLSearchParams({ q, ...(locale ? { locale } : {}) });
    return searchResponseSchema.parse((await app.inject(`/api/v1/search?${query.toString()}`)).json());
  };

  it('gives the outline, and 304 to who has it', async () => {
    const response = await app.inject('/api/v1/book');
    const book = bookResponseSchema.parse(response.json());
    expect(book.chapters.map(({ key, locale }) => `${key} ${locale}`)).toEqual([
      'default/current/sensors en',
      'default/current/nodes-topics-qos en',
      'default/current/nodes-topics-qos ur',
    ]);
    expect(book.chapters[0]?.sections[1]).toEqual({
      id: 'imu',
      title: 'Inertial measurement units',
      depth: 1,
      permalink: '/book/sensors#imu',
    });
    const headers = { 'if-none-match': String(response.headers['etag']) };
    const again = await app.inject({ url: '/api/v1/book', headers });
    expect(again.statusCode).toBe(304);
    expect(again.body).toBe('');
  });

  it('gives a chapter by key or id, with a tag that carries its source hash', async () => {
    const key = encodeURIComponent('default/current/sensors');
    const byKey = await app.inject(`/api/v1/book/chapters/${key}`);
    const chapter = chapterSchema.parse(byKey.json());
    expect(chapter.sections.map(({ id }) => id)).toEqual(['', 'imu', 'lidar', 'cameras']);
    expect(byKey.headers['etag']).toContain(chapter.sourceHash);
    expect((await app.inject('/api/v1/book/chapters/sensors')).body).toBe(byKey.body);
    const urdu = await app.inject('/api/v1/book/chapters/nodes-topics-qos?locale=ur');
    expect(urdu.json()).toMatchObject({ locale: 'ur' });
  });

  it('refuses a chapter that is not there', async () => {
    const response = await app.inject('/api/v1/book/chapters/nowhere');
    expect(response.json()).toMatchObject({ status: 404, code: 'CHAPTER_NOT_FOUND' });
  });

  it.each(['qos prof', 'incompat', 'quality of serv'])('finds while %j is being typed', async (q) => {
    const { hits } = await search(q);
    expect(hits[0]?.chapterId).toBe('default/current/nodes-topics-qos');
    const marked = hits.flatMap(({ snippet, highlights }) =>
      highlights.map(([start, end]) => snippet.slice(start, end)),
    );
    expect(marked.length).toBeGreaterThan(0);
  });

  it('searches the reader’s locale first, and the default one when it has nothing', async () => {
    expect((await search('volatile', 'ur')).hits[0]?.url).toBe('/ur/book/nodes-topics-qos#late-joiners');
    expect((await search('volatile')).hits[0]?.url).toBe('/book/nodes-topics-qos#late-joiners');
    expect((await search('accelerometer', 'ur')).hits[0]?.url).toBe('/book/sensors#imu');
  });

  it.each(['zzzzzz', '😀', '\u202E', '***'])('finds nothing for %j', async (q) => {
    expect((await search(q)).hits).toEqual([]);
  });

  it.each(['/api/v1/search', '/api/v1/search?q=', '/api/v1/search?q=a&limit=0', '/api/v1/search?q=a&colour=red'])(
    'refuses %s',
    async (url) => {
      expect((await app.inject(url)).json()).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
    },
  );

  it('says that there is no index yet, and when to come again', async () => {
    const empty = await testApp();
    for (const url of ['/api/v1/book', '/api/v1/book/chapters/a', '/api/v1/search?q=a']) {
      const response = await empty.inject(url);
      expect(response.json()).toMatchObject({ status: 503, code: 'INDEX_NOT_READY' });
      expect(response.headers['retry-after']).toBe('5');
    }
    await empty.close();
  });
});
