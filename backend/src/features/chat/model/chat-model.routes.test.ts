import type { AddressInfo } from 'node:net';
import { chatResponseSchema } from '@lectern/contracts';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { testDeps, testSettings } from '../../../app.fixture.ts';
import { buildApp } from '../../../app.ts';
import { RateLimitError } from '../../../config/app-error.ts';
import { createChat } from '../index.ts';
import { openModelBook, WRITER } from './chat-model.fixture.ts';

const QUESTION = 'Why does a late joiner miss the map?';
const ANSWER = 'A late joiner misses the map because the default durability is volatile [1].';
const silent = { warn: () => undefined, error: () => undefined };

describe('chat routes with a model', () => {
  let book: Awaited<ReturnType<typeof openModelBook>>;
  let app: FastifyInstance;
  let url: string;

  beforeAll(async () => {
    book = await openModelBook();
    const { content, database } = book;
    const settings = testSettings({ RATE_LIMIT_PER_MINUTE: '0' });
    const { publicUrl } = settings.server;
    const proofGate = {
      check: async (_payer: unknown, proof: string | undefined): Promise<void> => {
        if (proof === 'missing') throw new RateLimitError('PROOF_REQUIRED');
      },
    };
    const { service } = book.serviceWith({ proofGate });
    const chat = { ...createChat({ db: database.db, content: content.service, logger: silent, publicUrl }), service };
    app = await buildApp({ ...testDeps(settings), content, chat });
    await app.listen({ host: '127.0.0.1', port: 0 });
    url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/api/v1/chat`;
  });
  afterEach(() => book.server.script({}));
  afterAll(async () => {
    await app?.close();
    await book?.close();
  });

  const ask = (body: object, init: RequestInit = {}) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question: QUESTION, ...body }),
      ...init,
    });

  it('answer with the name of the model', async () => {
    book.server.script({ answer: () => ANSWER });
    const answer = chatResponseSchema.parse(await (await ask({ store: false })).json());
    expect(answer).toMatchObject({ mode: 'llm', text: ANSWER, writer: WRITER });
  });

  it.each([
    ['JSON', {}],
    ['a stream that nobody stores', { accept: 'text/event-stream' }],
  ])('let go of the provider when the reader of %s stops', async (_name, accept) => {
    book.server.script({ fault: { kind: 'hold', at: 'stream', until: new Promise(() => {}) } });
    const before = book.server.requests.length;
    const left = new AbortController();
    const headers = { 'content-type': 'application/json', ...accept };
    const asked = ask({ store: false }, { signal: left.signal, headers });
    await book.server.arrived(before + 1);
    const request = book.server.requests.at(-1);
    if ('accept' in accept) {
      // A stream goes on without its reader, until it is stopped.
      const response = await asked;
      const first = await response.body?.getReader().read();
      const messageId = /"messageId":"([^"]+)"/.exec(Buffer.from(first?.value ?? []).toString())?.[1];
      const stopped = await fetch(`${url}/streams/${messageId}`, { method: 'DELETE' });
      expect(stopped.status).toBe(204);
    } else {
      left.abort();
      await expect(asked).rejects.toThrow();
    }
    await request?.ended;
    expect(request?.end).toBe('client_closed');
  });

  it('tell a reader who asks a lot to solve a challenge, before anything is streamed', async () => {
    const response = await ask({ proof: 'missing' }, {});
    expect(response.status).toBe(429);
    expect(await response.json()).toMatchObject({ code: 'PROOF_REQUIRED' });
    expect(response.headers.get('set-cookie')).toBeNull();
  });
});
