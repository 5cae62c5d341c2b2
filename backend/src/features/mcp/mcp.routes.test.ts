import type { AddressInfo } from 'node:net';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testDeps, testSettings } from '../../app.fixture.ts';
import { buildApp } from '../../app.ts';
import { openTestBook } from '../chat/chat.fixture.ts';
import { QOS_CHAPTER, SENSORS_CHAPTER, testBook } from '../content/content.fixture.ts';
import { MAX_READ_CHARS } from './mcp-tool-schemas.ts';

const QUESTION = 'Why does a late joiner miss the map?';
const LONG_CHAPTER = {
  id: 'long',
  title: 'A long chapter',
  body: Array.from({ length: 120 }, (_empty, at) => `Paragraph ${at}: ${'words of it '.repeat(25)}`).join('\n\n'),
};
const LOCALES = [
  { code: 'en', label: 'English', direction: 'ltr' as const },
  { code: 'ur', label: 'اردو', direction: 'rtl' as const },
];

describe('the Model Context Protocol', () => {
  let book: Awaited<ReturnType<typeof openTestBook>>;
  const apps: FastifyInstance[] = [];
  const clients: Client[] = [];

  beforeAll(async () => {
    const urdu = { ...SENSORS_CHAPTER, title: 'سینسر', locale: 'ur', permalink: '/book/ur/sensors' };
    book = await openTestBook(testBook([SENSORS_CHAPTER, QOS_CHAPTER, LONG_CHAPTER, urdu], { locales: LOCALES }));
  });
  afterEach(() => Promise.all(clients.splice(0).map((client) => client.close())));
  afterAll(async () => {
    for (const app of apps) {
      // A client that was closed may leave a connection without a request, which is not idle to Node.
      app.server.closeAllConnections();
      await app.close();
    }
    await book?.close();
  });

  const start = async (variables: Record<string, string> = {}, chat?: object) => {
    const settings = testSettings({
      RATE_LIMIT_PER_MINUTE: '0',
      RATE_LIMIT_ASK_PER_MINUTE: '0',
      PUBLIC_URL: 'https://book.example',
      ...variables,
    });
    const deps = testDeps(settings);
    const service = { ...book.service, ...chat };
    const app = await buildApp({ ...deps, content: book.content, chat: { ...deps.chat, service } });
    await app.listen({ host: '127.0.0.1', port: 0 });
    apps.push(app);
    return { app, url: new URL(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}/mcp`) };
  };

  const connect = async (url: URL) => {
    const client = new Client({ name: 'test', version: '1.0.0' });
    // Its optional members are typed otherwise than with exactOptionalPropertyTypes.
    await client.connect(new StreamableHTTPClientTransport(url) as Parameters<Client['connect']>[0]);
    clients.push(client);
    return client;
  };

  const open = async (variables?: Record<string, string>, chat?: object) => connect((await start(variables, chat)).url);

  /** What the tests look at of what any tool gives. */
  const structureSchema = z.looseObject({
    text: z.string().default(''),
    url: z.string().optional(),
    mode: z.string().optional(),
    nextOffset: z.number().optional(),
    chapters: z.array(z.unknown()).default([]),
    sections: z.array(z.unknown()).default([]),
    nearest: z.array(z.unknown()).default([]),
    hits: z.array(z.looseObject({ section: z.string() })).default([]),
    citations: z.array(z.looseObject({ quote: z.string() })).default([]),
  });

  const resultSchema = z.object({
    isError: z.boolean().optional(),
    content: z.array(z.object({ type: z.literal('text'), text: z.string() })),
    structuredContent: structureSchema.optional(),
  });

  const call = async (client: Client, name: string, args: Record<string, unknown> = {}) => {
    const {
      isError = false,
      content,
      structuredContent,
    } = resultSchema.parse(await client.callTool({ name, arguments: args }));
    return { isError, text: content[0]?.text ?? '', data: structuredContent ?? structureSchema.parse({}) };
  };

  it('offers four tools that only read, with schemas of what they take and give', async () => {
    const client = await open();
    expect(client.getServerVersion()).toMatchObject({ name: 'lectern' });
    expect(client.getInstructions()).toContain('This server is a book');
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['list_chapters', 'search_book', 'read_section', 'ask_book']);
    for (const { title, annotations, inputSchema, outputSchema } of tools) {
      expect(title).toBeTruthy();
      expect(annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false });
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(outputSchema).toMatchObject({ type: 'object' });
    }
  });

  it('lists the chapters in reading order, a part at a time', async () => {
    const client = await open();
    const first = await call(client, 'list_chapters', { limit: 2 });
    expect(first.data).toMatchObject({
      title: 'Test book',
      modules: [{ id: 'foundations' }, { id: 'ros' }],
      chapters: [
        {
          chapter: 'default/current/sensors',
          title: 'Sensor systems',
          url: 'https://book.example/book/sensors',
          module: 'foundations',
        },
        { chapter: 'default/current/nodes-topics-qos' },
      ],
      nextCursor: '2',
    });
    const { data } = await call(client, 'list_chapters', { cursor: '2' });
    expect(data).toMatchObject({ chapters: [{ title: 'A long chapter' }] });
    expect(data).not.toHaveProperty('nextCursor');
    expect((await call(client, 'list_chapters', { module: 'ros' })).data.chapters).toHaveLength(1);
    expect((await call(client, 'list_chapters', { locale: 'ur' })).data.chapters).toMatchObject([{ title: 'سینسر' }]);
  });

  it('finds sections, and reads what it has found', async () => {
    const client = await open();
    const { data } = await call(client, 'search_book', { query: 'late joiner', limit: 3 });
    expect(data.hits[0]).toMatchObject({
      section: 'default/current/nodes-topics-qos#late-joiners',
      url: 'https://book.example/book/nodes-topics-qos#late-joiners',
      headings: ['Nodes, topics and quality of service', 'Late joiners'],
    });
    expect(data.hits.length).toBeLessThanOrEqual(3);
    const read = await call(client, 'read_section', { section: data.hits[0]?.section });
    expect(read.data.text).toMatch(/^## Late joiners\n\nA late joiner misses the map because/);
    expect(read.text).toContain('Page: https://book.example/book/nodes-topics-qos#late-joiners');
    expect((await call(client, 'search_book', { query: 'zzzz qqqq' })).text).toContain('Nothing in the book fits');
  });

  it('reads a chapter whole, with its code and the list of its sections', async () => {
    const client = await open();
    const { data } = await call(client, 'read_section', { section: 'sensors' });
    expect(data.text).toMatch(/^# Sensor systems\n\nA robot that cannot sense/);
    expect(data.text).toContain('```python\ndef complementary(angle');
    expect(data.sections).toContainEqual({
      section: 'default/current/sensors#lidar',
      title: 'LiDAR',
      url: 'https://book.example/book/sensors#lidar',
    });
    const urdu = await call(client, 'read_section', { section: 'sensors', locale: 'ur' });
    expect(urdu.data).toMatchObject({ locale: 'ur', title: 'سینسر', url: 'https://book.example/book/ur/sensors' });
  });

  it('gives a long chapter in bounded parts that join to the whole', async () => {
    const client = await open();
    let text = '';
    let offset: number | undefined = 0;
    let parts = 0;
    while (offset !== undefined) {
      const { data } = await call(client, 'read_section', { section: 'long', offset });
      expect(data.text.length).toBeLessThanOrEqual(MAX_READ_CHARS);
      text += data.text;
      offset = data.nextOffset;
      parts += 1;
    }
    expect(parts).toBeGreaterThan(1);
    expect(text).toContain('Paragraph 0:');
    expect(text.match(/Paragraph \d+:/g)).toHaveLength(120);
  });

  it('answers with citations that lead to the page, and stores nothing', async () => {
    const client = await open();
    const { data, text } = await call(client, 'ask_book', { question: QUESTION });
    expect(data).toMatchObject({ mode: 'extractive', notice: 'keyless', nearest: [] });
    expect(data.citations[0]).toMatchObject({
      marker: 1,
      section: 'default/current/nodes-topics-qos#late-joiners',
      url: 'https://book.example/book/nodes-topics-qos#late-joiners',
    });
    expect(data.citations[0]?.quote).toContain('volatile');
    expect(text).toContain('[1] Nodes, topics and quality of service › Late joiners https://book.example/');
    const [stored] = await book.database.sql`select count(*)::int as sessions from chat_session`;
    expect(stored).toEqual({ sessions: 0 });
  });

  it('answers from a part of the book, or says that the book does not cover it', async () => {
    const client = await open();
    const within = await call(client, 'ask_book', { question: QUESTION, within: 'sensors' });
    expect(within.data).toMatchObject({ mode: 'refusal', citations: [] });
    expect(within.data.nearest.length).toBeGreaterThan(0);
    expect(within.text).toContain('Nearest sections:');
    const inModule = await call(client, 'ask_book', { question: QUESTION, within: 'module:ros' });
    expect(inModule.data.mode).toBe('extractive');
  });

  it.each([
    ['read_section', { section: 'sensors#nowhere' }, 'SECTION_NOT_FOUND'],
    ['read_section', { section: 'nowhere' }, 'CHAPTER_NOT_FOUND'],
    ['ask_book', { question: QUESTION, within: 'nowhere' }, 'CHAPTER_NOT_FOUND'],
    ['ask_book', { question: QUESTION, within: 'module:nowhere' }, 'MODULE_NOT_FOUND'],
    ['ask_book', { question: '?!' }, 'VALIDATION_FAILED'],
    ['list_chapters', { module: 'nowhere' }, 'MODULE_NOT_FOUND'],
    ['list_chapters', { cursor: 'x' }, 'INVALID_CURSOR'],
    ['ask_book', {}, 'question'],
    ['ask_book', { question: 'x'.repeat(4001) }, 'question'],
    ['search_book', { query: ' ' }, 'query'],
    ['search_book', { query: 'map', limit: 21 }, 'limit'],
    ['search_book', { query: 'map', colour: 'red' }, 'colour'],
    ['read_section', { section: 'sensors', offset: -1 }, 'offset'],
    ['delete_book', {}, 'not found'],
  ])('says what is wrong with %s %j', async (name, args, told) => {
    const { isError, text } = await call(await open(), name, args);
    expect(isError).toBe(true);
    expect(text).toContain(told);
    expect(text.length).toBeLessThan(2000);
  });

  it('hides the text of internal errors', async () => {
    const accept = async () => {
      throw new Error('password=hunter2 at /secret/place');
    };
    const { isError, text } = await call(await open({}, { accept }), 'ask_book', { question: QUESTION });
    expect(isError).toBe(true);
    expect(text).toContain('(INTERNAL)');
    expect(text).not.toMatch(/hunter2|secret/);
  });

  it.each([
    ['false', true],
    ['true', false],
  ])('with MCP_MODEL_ANSWERS=%s asks for quotes only: %s', async (MCP_MODEL_ANSWERS, quotesOnly) => {
    const seen: unknown[] = [];
    const accept: typeof book.service.accept = (request, ...rest) => {
      seen.push({ quotesOnly: request.quotesOnly, store: request.store });
      return book.service.accept(request, ...rest);
    };
    await call(await open({ MCP_MODEL_ANSWERS }, { accept }), 'ask_book', { question: QUESTION });
    expect(seen).toEqual([{ quotesOnly, store: false }]);
  });

  it('has the chapters as resources, in Markdown', async () => {
    const client = await open();
    const { resources } = await client.listResources();
    expect(resources[0]).toMatchObject({
      uri: 'lectern://chapters/en/default/current/sensors',
      title: 'Sensor systems',
      mimeType: 'text/markdown',
    });
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resourceTemplates[0]?.uriTemplate).toBe('lectern://chapters/{locale}/{+chapter}');
    for (const [uri, title] of [
      [resources[0]?.uri ?? '', '# Sensor systems'],
      ['lectern://chapters/ur/default/current/sensors', '# سینسر'],
    ] as const) {
      const { contents } = await client.readResource({ uri });
      expect(contents[0]).toMatchObject({ uri, mimeType: 'text/markdown', text: expect.stringContaining(title) });
    }
  });

  it.each([
    'lectern://chapters/en/nowhere',
    'lectern://chapters/ur/default/current/long',
    'lectern://chapters/en/%E0%A4%A',
    'lectern://chapters/en',
    'file:///etc/passwd',
  ])('has no resource %s', async (uri) => {
    const client = await open();
    await expect(client.readResource({ uri })).rejects.toMatchObject({ code: -32_002 });
  });

  it('stops an answer when its client is gone', async () => {
    const stopped = Promise.withResolvers<boolean>();
    const begun = Promise.withResolvers<void>();
    const accept: typeof book.service.accept = async (...args) => {
      const accepted = await book.service.accept(...args);
      return {
        ...accepted,
        async *answer(ownerId, signal) {
          begun.resolve();
          await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
          stopped.resolve(signal.aborted);
          yield* accepted.answer(ownerId, signal);
        },
      };
    };
    const client = await open({}, { accept });
    const asking = client.callTool({ name: 'ask_book', arguments: { question: QUESTION } }).catch(() => 'gone');
    await begun.promise;
    await client.close();
    expect(await stopped.promise).toBe(true);
    expect(await asking).toBe('gone');
  });

  it('answers 200 calls of ten clients at once, each with its own answer', async () => {
    const { url } = await start();
    const ten = await Promise.all(Array.from({ length: 10 }, () => connect(url)));
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_empty, at) => {
        const client = ten[at % 10];
        if (!client) throw new Error('no client');
        const section = at % 2 === 0 ? 'sensors#lidar' : 'nodes-topics-qos#executors';
        const { data } = await call(client, 'read_section', { section });
        return data.url === `https://book.example/book/${section}`;
      }),
    );
    expect(answers.filter(Boolean)).toHaveLength(200);
  });

  describe('over HTTP', () => {
    const message = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
    const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    const post = (app: FastifyInstance, body: unknown = message, more: Record<string, string> = {}) =>
      app.inject({ method: 'POST', url: '/mcp', headers: { ...headers, ...more }, payload: JSON.stringify(body) });

    it('needs no cookie and sets none, and keeps the security headers', async () => {
      const { app } = await start();
      const response = await post(app);
      expect(response.statusCode).toBe(200);
      expect(response.headers['content-type']).toContain('application/json');
      expect(response.headers['set-cookie']).toBeUndefined();
      expect(response.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
      expect(response.headers['x-request-id']).toBeTruthy();
    });

    it.each(['GET', 'DELETE', 'PUT'] as const)(
      'answers %s with 405: there are no streams and no sessions',
      async (method) => {
        const { app } = await start();
        const response = await app.inject({ method, url: '/mcp', headers: { accept: 'text/event-stream' } });
        expect(response.statusCode).toBe(405);
        expect(response.headers.allow).toBe('POST');
        expect(response.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED' });
      },
    );

    it.each([
      ['a page of elsewhere', { origin: 'https://evil.example' }],
      ['a page of no origin', { origin: 'null' }],
      ['a name that points here', { host: 'evil.example:8000', origin: 'http://evil.example:8000' }],
    ])('refuses %s', async (_name, more) => {
      const { app } = await start();
      const response = await post(app, message, more);
      expect(response.statusCode).toBe(403);
      expect(response.json()).toMatchObject({ code: 'ORIGIN_NOT_ALLOWED' });
    });

    it.each([{ origin: 'https://book.example' }, { origin: 'https://docs.example' }, { host: 'book.example' }])(
      'lets in %j',
      async (more) => {
        const { app } = await start({ CORS_ORIGINS: 'https://docs.example' });
        expect((await post(app, message, more)).statusCode).toBe(200);
      },
    );

    it('refuses batches, large bodies, other types, and what is no JSON-RPC', async () => {
      const { app } = await start();
      expect((await post(app, [message, message])).json()).toMatchObject({ code: 'VALIDATION_FAILED' });
      expect((await post(app, { ...message, params: { x: 'x'.repeat(70_000) } })).json()).toMatchObject({
        code: 'BODY_TOO_LARGE',
      });
      expect((await post(app, message, { 'content-type': 'text/plain' })).statusCode).toBe(415);
      expect((await post(app, { hello: 1 })).json()).toMatchObject({ error: { code: -32_700 } });
      expect((await post(app, message, { accept: 'text/html' })).statusCode).toBe(406);
      expect((await post(app, message, { 'mcp-protocol-version': '1999-01-01' })).statusCode).toBe(400);
    });

    it('counts requests as the API does, and questions as the chat does', async () => {
      const { app } = await start({ RATE_LIMIT_PER_MINUTE: '4', RATE_LIMIT_ASK_PER_MINUTE: '2' });
      const ask = { ...message, method: 'tools/call', params: { name: 'ask_book', arguments: { question: QUESTION } } };
      const told = [];
      for (let at = 0; at < 3; at += 1) told.push((await post(app, ask)).json().result.content[0].text);
      expect(told[1]).toContain('[1]');
      expect(told[2]).toMatch(/Try again in \d+ s\. \(RATE_LIMITED\)/);
      expect((await post(app)).statusCode).toBe(200);
      const fifth = await post(app);
      expect(fifth.statusCode).toBe(429);
      expect(fifth.json()).toMatchObject({ code: 'RATE_LIMITED' });
    });

    it.each([{ FEATURE_MCP: 'false' }, { FEATURE_CHAT: 'false' }])('is not there with %j', async (variables) => {
      const { app } = await start(variables);
      expect((await post(app)).statusCode).toBe(404);
    });
  });
});
