/** The client against a real HTTP server that streams, breaks off, and speaks nonsense. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ChatEvent } from '@lectern/contracts';
import { afterEach, expect, test } from 'vitest';
import { type ClientOptions, createClient, type LecternClient } from './api-client.ts';
import { ApiError, isAbort, NetworkError, ProtocolError } from './client-errors.ts';

const MESSAGE = '0f8fad5b-d9cb-469f-a165-70867728950e';
const META = { messageId: MESSAGE, sessionId: MESSAGE, mode: 'extractive', context: [] };
const USAGE = { cached: false };
const DONE = { finishReason: 'stop', suggestions: ['And then?'] };

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function clientOf(handler: Handler, options: ClientOptions = {}): Promise<LecternClient> {
  const listening = createServer(handler);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return createClient({ ...options, baseUrl: `http://127.0.0.1:${address.port}/` });
}

const frame = (seq: number, event: string, data: unknown) =>
  `id: ${MESSAGE}.${seq}\nevent: ${event}\ndata: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;

function streamOf(...frames: string[]): Handler {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    for (const text of frames) response.write(text);
    response.end();
  };
}

async function collect(client: LecternClient, signal?: AbortSignal): Promise<ChatEvent[]> {
  const events: ChatEvent[] = [];
  for await (const event of client.askStream({ question: 'Why?' }, { signal })) events.push(event);
  return events;
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

test('gives the events of a stream in order, and skips comments and unknown events', async () => {
  const client = await clientOf(
    streamOf(
      ': hello\n\n',
      frame(1, 'meta', META),
      frame(2, 'delta', { text: 'سلام 🤖' }),
      frame(3, 'weather', { rain: true }),
      frame(4, 'usage', USAGE),
      frame(5, 'done', DONE),
      frame(6, 'delta', { text: 'after the end' }),
    ),
  );
  const events = await collect(client);
  expect(events.map(({ event }) => event)).toEqual(['meta', 'delta', 'usage', 'done']);
  expect(events[1]).toEqual({ id: `${MESSAGE}.2`, event: 'delta', data: { text: 'سلام 🤖' } });
});

test('puts events together that arrive byte by byte, cut inside a character', async () => {
  const bytes = Buffer.from(
    [frame(1, 'meta', META), frame(2, 'delta', { text: 'π ≈ 3' }), frame(3, 'done', DONE)].join(''),
  );
  const client = await clientOf(async (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const byte of bytes) await new Promise((resolve) => response.write(Buffer.from([byte]), resolve));
    response.end();
  });
  const events = await collect(client);
  expect(events[1]).toMatchObject({ event: 'delta', data: { text: 'π ≈ 3' } });
});

test('sends the question as JSON and asks for a stream', async () => {
  let seen = '';
  let accept: string | undefined;
  const client = await clientOf((request, response) => {
    accept = request.headers.accept;
    request.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
    });
    request.on('end', () => streamOf(frame(1, 'meta', META), frame(2, 'done', DONE))(request, response));
  });
  await collect(client);
  expect(JSON.parse(seen)).toEqual({ question: 'Why?' });
  expect(accept).toBe('text/event-stream');
});

test('drops events it has seen already, as after a replay', async () => {
  const client = await clientOf(
    streamOf(
      frame(1, 'meta', META),
      frame(2, 'delta', { text: 'a' }),
      frame(2, 'delta', { text: 'a' }),
      frame(3, 'done', DONE),
    ),
  );
  expect((await collect(client)).map(({ event }) => event)).toEqual(['meta', 'delta', 'done']);
});

test.each([
  ['a gap', [frame(1, 'meta', META), frame(3, 'delta', { text: 'a' })]],
  ['no id', ['event: meta\ndata: {}\n\n']],
  ['data that is not JSON', [frame(1, 'meta', '{oops')]],
  ['a wrong shape', [frame(1, 'meta', { ...META, context: [{ id: 1 }] })]],
  ['a number as text', [frame(1, 'meta', META), frame(2, 'delta', { text: 7 })]],
])('refuses a stream with %s', async (_name, frames) => {
  const client = await clientOf(streamOf(...frames));
  expect(await failureOf(collect(client))).toBeInstanceOf(ProtocolError);
});

test('a stream that ends before done is a network error midway', async () => {
  const client = await clientOf(streamOf(frame(1, 'meta', META), frame(2, 'delta', { text: 'half' })));
  const error = await failureOf(collect(client));
  expect(error).toBeInstanceOf(NetworkError);
  expect(error).toMatchObject({ midway: true });
});

test('a connection that is torn down is a network error midway', async () => {
  const client = await clientOf((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(frame(1, 'meta', META), () => response.destroy());
  });
  expect(await failureOf(collect(client))).toMatchObject({ kind: 'network', midway: true });
});

test('an error event is given to the caller and ends the stream', async () => {
  const problem = {
    type: 'about:blank',
    title: 'Busy',
    status: 503,
    code: 'OVERLOADED',
    detail: 'Wait.',
    requestId: 'r1',
  };
  const client = await clientOf(streamOf(frame(1, 'meta', META), frame(2, 'error', { problem })));
  expect((await collect(client)).at(-1)).toMatchObject({ event: 'error', data: { problem } });
});

test('an abort ends the request on both sides', async () => {
  const closed = Promise.withResolvers<void>();
  const client = await clientOf((request, response) => {
    request.on('close', () => closed.resolve());
    response.on('close', () => closed.resolve());
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(frame(1, 'meta', META));
  });
  const abort = new AbortController();
  const events = client.askStream({ question: 'Why?' }, { signal: abort.signal });
  await events.next();
  abort.abort();
  expect(isAbort(await failureOf(events.next()))).toBe(true);
  await closed.promise;
});

test('leaving the loop early closes the connection', async () => {
  const closed = Promise.withResolvers<void>();
  const client = await clientOf((_request, response) => {
    response.on('close', () => closed.resolve());
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(frame(1, 'meta', META));
  });
  for await (const event of client.askStream({ question: 'Why?' })) {
    expect(event.event).toBe('meta');
    break;
  }
  await closed.promise;
});

test('a problem becomes an ApiError with its code, detail, request id and wait', async () => {
  const client = await clientOf((_request, response) => {
    response.writeHead(429, { 'content-type': 'application/problem+json', 'retry-after': '7', 'x-request-id': 'r9' });
    response.end(JSON.stringify({ title: 'Slow down', status: 429, code: 'RATE_LIMITED', detail: 'Wait a little.' }));
  });
  const error = await failureOf(collect(client));
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({
    status: 429,
    code: 'RATE_LIMITED',
    detail: 'Wait a little.',
    requestId: 'r9',
    retryAfterSeconds: 7,
  });
});

test('an error page of a proxy keeps its status', async () => {
  const client = await clientOf((_request, response) => {
    response.writeHead(502, { 'content-type': 'text/html' });
    response.end('<h1>Bad gateway</h1>');
  });
  expect(await failureOf(client.book())).toMatchObject({ kind: 'api', status: 502, code: 'INTERNAL' });
});

test('an HTML page in place of an answer is a protocol error', async () => {
  const client = await clientOf((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!doctype html>');
  });
  expect(await failureOf(client.book())).toBeInstanceOf(ProtocolError);
  expect(await failureOf(collect(client))).toBeInstanceOf(ProtocolError);
});

test('a server that is not there is a network error before any answer', async () => {
  const client = await clientOf(() => undefined);
  await new Promise((resolve) => server?.close(resolve));
  server = undefined;
  expect(await failureOf(client.search({ q: 'x' }))).toMatchObject({ kind: 'network', midway: false });
});

test('search sends its query and leaves out what is not given', async () => {
  let url: string | undefined;
  const client = await clientOf((request, response) => {
    url = request.url;
    response.end(JSON.stringify({ query: 'Q o S', hits: [] }));
  });
  expect(await client.search({ q: 'Q o S', limit: 3 })).toEqual({ query: 'Q o S', hits: [] });
  expect(url).toBe('/api/v1/search?q=Q+o+S&limit=3');
});

test('delete and feedback name their target in the path', async () => {
  const seen: string[] = [];
  const client = await clientOf((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.writeHead(204).end();
  });
  await client.deleteSession('a/b');
  await client.sendFeedback(MESSAGE, { rating: 'up' });
  expect(seen).toEqual(['DELETE /api/v1/chat/sessions/a%2Fb', `POST /api/v1/chat/messages/${MESSAGE}/feedback`]);
});
