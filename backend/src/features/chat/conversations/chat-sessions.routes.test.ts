import { chatResponseSchema, FEEDBACK_TAGS } from '@lectern/contracts';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDeps, testSettings } from '../../../app.fixture.ts';
import { buildApp } from '../../../app.ts';
import { openTestBook } from '../chat.fixture.ts';
import { createChat } from '../index.ts';

const silent = { warn: () => undefined, error: () => undefined };
const QUESTION = 'Why does a late joiner miss the map?';
const ORIGIN = 'http://localhost:8000';

describe('a reader’s own conversations', () => {
  let book: Awaited<ReturnType<typeof openTestBook>>;
  let app: FastifyInstance;
  let sessions: ReturnType<typeof createChat>['sessions'];

  beforeAll(async () => {
    book = await openTestBook();
    const settings = testSettings({ RATE_LIMIT_PER_MINUTE: '0' });
    const { publicUrl } = settings.server;
    const { content, database } = book;
    const chat = createChat({ db: database.db, content: content.service, logger: silent, publicUrl });
    ({ sessions } = chat);
    app = await buildApp({ ...testDeps(settings), content, chat });
  });
  afterAll(async () => {
    await app?.close();
    await book?.close();
  });

  const begin = async () => {
    const ask = (body: object, headers: Record<string, string> = {}) =>
      app.inject({ method: 'POST', url: '/api/v1/chat', payload: { question: QUESTION, ...body }, headers });
    const response = await ask({});
    const cookie = String(response.headers['set-cookie']).split(';')[0] ?? '';
    const headers = { cookie, origin: ORIGIN };
    const answer = chatResponseSchema.parse(response.json());
    return { answer, sessionId: answer.sessionId ?? '', headers, ask: (body: object) => ask(body, headers) };
  };

  describe('export', () => {
    it('sends a Markdown file, named after the conversation, with links to the book', async () => {
      const { sessionId, headers } = await begin();
      const url = `/api/v1/chat/sessions/${sessionId}`;
      await app.inject({ method: 'PATCH', url, headers, payload: { title: 'نقشہ؟ "a"/b' } });
      const response = await app.inject({ url: `${url}/export`, headers });
      expect(response.statusCode).toBe(200);
      expect(response.headers['content-type']).toBe('text/markdown; charset=utf-8');
      expect(response.headers['cache-control']).toBe('no-store');
      expect(response.headers['content-disposition']).toMatch(
        /^attachment; filename="[ \w.,()+-]+\.md"; filename\*=UTF-8''%D9%86%D9%82%D8%B4%DB%81%D8%9F%20a%20b%20[\d-]+\.md$/,
      );
      expect(response.body).toContain(`## ${QUESTION}`);
      expect(response.body).toContain('(http://localhost:8000/book/nodes-topics-qos#late-joiners)');
    });

    it('takes the branch that is named', async () => {
      const { sessionId, headers, answer, ask } = await begin();
      const old = chatResponseSchema.parse((await ask({ sessionId, question: 'What does an executor do?' })).json());
      const edit = { sessionId, question: 'How far does a LiDAR measure?', parentMessageId: answer.messageId };
      expect((await ask(edit)).statusCode).toBe(200);
      const url = `/api/v1/chat/sessions/${sessionId}/export`;
      const latest = (await app.inject({ url, headers })).body;
      expect(latest).toContain('How far does a LiDAR measure?');
      expect(latest).not.toContain('What does an executor do?');
      const named = (await app.inject({ url: `${url}?leaf=${old.messageId}`, headers })).body;
      expect(named).toContain('What does an executor do?');
      const unknown = await app.inject({ url: `${url}?leaf=${crypto.randomUUID()}`, headers });
      expect(unknown.json()).toMatchObject({ code: 'MESSAGE_NOT_FOUND', status: 404 });
      expect((await app.inject({ url: `${url}?leaf=x`, headers })).json()).toMatchObject({ status: 400 });
    });

    it('is the owner’s alone', async () => {
      const { sessionId } = await begin();
      const { headers } = await begin();
      for (const other of [headers, {}]) {
        const response = await app.inject({ url: `/api/v1/chat/sessions/${sessionId}/export`, headers: other });
        expect(response.json()).toMatchObject({ code: 'SESSION_NOT_FOUND', status: 404 });
      }
    });
  });

  it('answers a question again over HTTP, and refuses when its text has changed', async () => {
    const { sessionId, headers, ask } = await begin();
    const url = `/api/v1/chat/sessions/${sessionId}`;
    const { messages } = (await app.inject({ url, headers })).json();
    const again = { sessionId, parentMessageId: messages[0].id };
    expect((await ask({ ...again, question: 'Another one?' })).json()).toMatchObject({ code: 'QUESTION_CHANGED' });
    expect((await ask(again)).statusCode).toBe(200);
    const detail = (await app.inject({ url, headers })).json();
    expect(detail.messageCount).toBe(3);
    expect(detail.messages.map(({ parentMessageId }: { parentMessageId: string }) => parentMessageId)).toEqual([
      null,
      messages[0].id,
      messages[0].id,
    ]);
  });

  describe('ratings', () => {
    const rate = (id: string, headers: Record<string, string>, payload: object) =>
      app.inject({ method: 'POST', url: `/api/v1/chat/messages/${id}/feedback`, headers, payload });

    it('take every tag of the contract, and the last word counts', async () => {
      const { answer, headers } = await begin();
      for (const tag of FEEDBACK_TAGS) {
        expect((await rate(answer.messageId, headers, { rating: 'down', tags: [tag] })).statusCode).toBe(204);
      }
      const last = { rating: 'up', tags: ['helpful', 'clear'], note: 'thanks' };
      expect((await rate(answer.messageId, headers, last)).statusCode).toBe(204);
      const rows = await book.database.sql`
        select rating, tags, note from message_feedback where message_id = ${answer.messageId}
      `;
      expect([...rows]).toEqual([last]);
    });

    it.each([
      ['a tag that is none', { rating: 'down', tags: ['rude'] }],
      ['another rating', { rating: 'sideways' }],
      ['a note that is too long', { rating: 'up', note: 'x'.repeat(1001) }],
      ['no rating', { tags: [] }],
    ])('refuse %s', async (_name, payload) => {
      const { answer, headers } = await begin();
      expect((await rate(answer.messageId, headers, payload)).json()).toMatchObject({ code: 'VALIDATION_FAILED' });
    });

    it('are for answers, not for questions', async () => {
      const { sessionId, headers } = await begin();
      const { messages } = (await app.inject({ url: `/api/v1/chat/sessions/${sessionId}`, headers })).json();
      expect((await rate(messages[0].id, headers, { rating: 'up' })).json()).toMatchObject({
        code: 'MESSAGE_NOT_FOUND',
      });
    });
  });

  it('are deleted with their messages and ratings when nobody went on with them for some days', async () => {
    const old = await begin();
    const recent = await begin();
    const rating = { method: 'POST', payload: { rating: 'up' } } as const;
    for (const { answer, headers } of [old, recent]) {
      await app.inject({ ...rating, url: `/api/v1/chat/messages/${answer.messageId}/feedback`, headers });
    }
    const { sql } = book.database;
    await sql`update chat_session set updated_at = now() - interval '31 days' where id = ${old.sessionId}`;
    expect(await sessions.retain(30)).toBe(1);
    const kept = async ({ sessionId, answer }: typeof old) => {
      const [row] = await sql`
        select (select count(*)::int from chat_session where id = ${sessionId}) as sessions,
          (select count(*)::int from chat_message where session_id = ${sessionId}) as messages,
          (select count(*)::int from message_feedback where message_id = ${answer.messageId}) as ratings
      `;
      return row;
    };
    expect(await kept(old)).toEqual({ sessions: 0, messages: 0, ratings: 0 });
    expect(await kept(recent)).toEqual({ sessions: 1, messages: 2, ratings: 1 });
  });

  it('are kept for ever when the days are 0', async () => {
    const { sessionId } = await begin();
    await book.database.sql`update chat_session set updated_at = '2000-01-01' where id = ${sessionId}`;
    expect(await sessions.retain(0)).toBe(0);
    await book.database.sql`delete from chat_session where id = ${sessionId}`;
  });
});
