import type { AddressInfo } from 'node:net';
import { chatResponseSchema, chatSessionDetailSchema } from '@lectern/contracts';
import { createParser } from 'eventsource-parser';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDeps, testSettings } from '../../app.fixture.ts';
import { buildApp } from '../../app.ts';
import { openTestBook } from './chat.fixture.ts';
import { createChat } from './index.ts';

const silent = { warn: () => undefined, error: () => undefined };
const QUESTION = 'Why does a late joiner miss the map?';

describe('chat routes', () => {
  let book: Awaited<ReturnType<typeof openTestBook>>;
  let app: FastifyInstance;
  let origin: string;

  beforeAll(async () => {
    book = await openTestBook();
    const content = book.content;
    const settings = testSettings({ RATE_LIMIT_PER_MINUTE: '0' });
    const { publicUrl } = settings.server;
    const chat = createChat({ db: book.database.db, content: content.service, logger: silent, publicUrl });
    app = await buildApp({ ...testDeps(settings), content, chat });
    await app.listen({ host: '127.0.0.1', port: 0 });
    origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await app?.close();
    await book?.close();
  });

  const post = (body: unknown, headers: Record<string, string> = {}) =>
    app.inject({
      method: 'POST',
      url: '/api/v1/chat',
      payload: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });

  const stream = async (body: unknown) => {
    const response = await fetch(`${origin}/api/v1/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify(body),
    });
    const events: { id: string | undefined; event: string | undefined; data: { messageId?: string; text?: string } }[] =
      [];
    const parser = createParser({
      onEvent: ({ id, event, data }) => events.push({ id, event, data: JSON.parse(data) }),
    });
    parser.feed(await response.text());
    return { response, events };
  };

  it('answers as JSON, of the shape that the contract says', async () => {
    const response = await post({ question: QUESTION });
    expect(response.statusCode).toBe(200);
    expect(response.headers['cache-control']).toBe('no-store');
    const answer = chatResponseSchema.parse(response.json());
    expect(answer.citations[0]?.quote).toContain('volatile');
  });

  it('streams the same answer as events, with ids without gaps and headers that keep proxies from holding it', async () => {
    const { response, events } = await stream({ question: QUESTION });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store, no-transform');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    const messageId = events[0]?.data.messageId;
    expect(events.map(({ id }) => id)).toEqual(events.map((_event, index) => `${messageId}.${index + 1}`));
    expect(events[0]?.event).toBe('meta');
    expect(events.at(-1)?.event).toBe('done');
    const text = events.filter(({ event }) => event === 'delta').map(({ data }) => data.text);
    expect(text.join('')).toBe(chatResponseSchema.parse((await post({ question: QUESTION })).json()).text);
  });

  it('serves 100 streams at once, each complete and in order', async () => {
    const streams = await Promise.all(Array.from({ length: 100 }, () => stream({ question: QUESTION })));
    const names = streams.map(({ events }) => events.map(({ event }) => event));
    expect(new Set(names.map((list) => list.join(' '))).size).toBe(1);
    expect(names[0]?.slice(-2)).toEqual(['usage', 'done']);
    const ids = streams.map(({ events }) => events[0]?.data.messageId);
    expect(new Set(ids).size).toBe(100);
  });

  it('sets a cookie only when something is stored, and none for a question that is refused', async () => {
    expect((await post({ question: QUESTION })).headers['set-cookie']).toContain('HttpOnly');
    expect((await post({ question: QUESTION, store: false })).headers['set-cookie']).toBeUndefined();
    const refused = await post({ question: QUESTION, scope: { type: 'chapter', id: 'nowhere' } });
    expect(refused.statusCode).toBe(404);
    expect(refused.headers['set-cookie']).toBeUndefined();
  });

  it.each([
    ['a blank question', { question: '  ' }, 400, 'VALIDATION_FAILED'],
    ['an empty question', { question: '' }, 400, 'VALIDATION_FAILED'],
    ['4,001 characters', { question: 'x'.repeat(4001) }, 400, 'VALIDATION_FAILED'],
    ['an unknown field', { question: QUESTION, colour: 'red' }, 400, 'VALIDATION_FAILED'],
    ['an unknown scope', { question: QUESTION, scope: { type: 'shelf' } }, 400, 'VALIDATION_FAILED'],
    ['a session that is none', { question: QUESTION, sessionId: 'x' }, 400, 'VALIDATION_FAILED'],
    ['a session of nobody', { question: QUESTION, sessionId: crypto.randomUUID() }, 404, 'SESSION_NOT_FOUND'],
    [
      'a message without its session',
      { question: QUESTION, parentMessageId: crypto.randomUUID() },
      404,
      'MESSAGE_NOT_FOUND',
    ],
  ])('refuses %s', async (_name, body, status, code) => {
    const response = await post(body, { accept: 'text/event-stream' });
    expect(response.statusCode).toBe(status);
    expect(response.json()).toMatchObject({ code, status });
  });

  it('refuses what is no JSON, and a form that it does not have', async () => {
    const broken = await app.inject({
      method: 'POST',
      url: '/api/v1/chat',
      headers: { 'content-type': 'application/json' },
      payload: '{"question":',
    });
    expect(broken.json()).toMatchObject({ code: 'MALFORMED_BODY', status: 400 });
    expect((await post({ question: QUESTION }, { accept: 'text/html' })).json()).toMatchObject({
      code: 'NOT_ACCEPTABLE',
    });
  });

  it('takes 4,000 characters', async () => {
    const response = await post({ question: 'late joiner '.repeat(334).slice(0, 4000), store: false });
    expect(response.statusCode).toBe(200);
  });

  describe('conversations', () => {
    const asReader = async () => {
      const response = await post({ question: QUESTION });
      const cookie = String(response.headers['set-cookie']).split(';')[0] ?? '';
      const answer = chatResponseSchema.parse(response.json());
      return { cookie, answer, sessionId: answer.sessionId ?? '' };
    };

    it('lists, reads, renames and deletes', async () => {
      const { cookie, sessionId, answer } = await asReader();
      const headers = { cookie, origin: 'http://localhost:8000' };
      await app.inject({
        method: 'POST',
        url: '/api/v1/chat',
        headers,
        payload: { question: 'What does an executor do?' },
      });
      const first = (await app.inject({ url: '/api/v1/chat/sessions?limit=1', headers })).json();
      expect(first.items).toHaveLength(1);
      const next = `/api/v1/chat/sessions?limit=1&cursor=${first.nextCursor}`;
      const second = (await app.inject({ url: next, headers })).json();
      expect(second).toMatchObject({ items: [{ id: sessionId, title: QUESTION, messageCount: 2 }], nextCursor: null });

      const url = `/api/v1/chat/sessions/${sessionId}`;
      const detail = chatSessionDetailSchema.parse((await app.inject({ url, headers })).json());
      expect(detail.messages[1]).toMatchObject({ id: answer.messageId, citations: answer.citations });
      const renamed = await app.inject({ method: 'PATCH', url, headers, payload: { title: ' Maps ' } });
      expect(renamed.json()).toMatchObject({ title: 'Maps' });
      expect((await app.inject({ method: 'DELETE', url, headers })).statusCode).toBe(204);
      expect((await app.inject({ url, headers })).json()).toMatchObject({ code: 'SESSION_NOT_FOUND' });
    });

    it('are their owner’s alone', async () => {
      const { sessionId, answer } = await asReader();
      const other = await asReader();
      for (const cookie of ['', other.cookie, 'lectern-id=forged']) {
        const headers = { cookie, origin: 'http://localhost:8000' };
        const url = `/api/v1/chat/sessions/${sessionId}`;
        expect((await app.inject({ url, headers })).statusCode).toBe(404);
        expect((await app.inject({ method: 'DELETE', url, headers })).statusCode).toBe(404);
        const rate = `/api/v1/chat/messages/${answer.messageId}/feedback`;
        const payload = { rating: 'up' };
        expect((await app.inject({ method: 'POST', url: rate, headers, payload })).statusCode).toBe(404);
      }
    });

    it('takes ratings, the last one counts', async () => {
      const { cookie, answer } = await asReader();
      const headers = { cookie, origin: 'http://localhost:8000' };
      const url = `/api/v1/chat/messages/${answer.messageId}/feedback`;
      for (const rating of ['down', 'up'] as const) {
        const payload = { rating, tags: ['helpful'], note: 'thanks' };
        expect((await app.inject({ method: 'POST', url, headers, payload })).statusCode).toBe(204);
      }
      const rows = await book.database.sql`select rating from message_feedback where message_id = ${answer.messageId}`;
      expect([...rows]).toEqual([{ rating: 'up' }]);
    });

    it('refuses a cursor that it never gave', async () => {
      const response = await app.inject({ url: '/api/v1/chat/sessions?cursor=bm9uZQ' });
      expect(response.json()).toMatchObject({ code: 'INVALID_CURSOR' });
    });
  });

  it('stops the work when the reader leaves, and goes on serving', async () => {
    const leaving = new AbortController();
    const response = await fetch(`${origin}/api/v1/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ question: QUESTION }),
      signal: leaving.signal,
    });
    leaving.abort();
    await expect(response.text()).rejects.toThrow();
    expect((await post({ question: QUESTION, store: false })).statusCode).toBe(200);
  });
});
