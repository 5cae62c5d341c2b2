/** Resuming, stopping and silence, against a real HTTP server. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { type ClientOptions, createClient, type LecternClient, type StreamedChatEvent } from './api-client.ts';

const MESSAGE = '0f8fad5b-d9cb-469f-a165-70867728950e';
const META = { messageId: MESSAGE, sessionId: MESSAGE, mode: 'extractive', context: [] };
const DONE = { finishReason: 'stop', suggestions: [] };

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
  return createClient({ ...options, baseUrl: `http://127.0.0.1:${address.port}` });
}

const frame = (seq: number, event: string, data: unknown) =>
  `id: ${MESSAGE}.${seq}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

async function collect(events: AsyncIterable<StreamedChatEvent>): Promise<string[]> {
  const collected: string[] = [];
  for await (const { id, event } of events) collected.push(`${event} ${id.slice(MESSAGE.length + 1)}`);
  return collected;
}

test('a question carries its key', async () => {
  let key: unknown;
  const client = await clientOf((request, response) => {
    key = request.headers['idempotency-key'];
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(frame(1, 'meta', META) + frame(2, 'done', DONE));
  });
  await collect(client.askStream({ question: 'Why?' }, { idempotencyKey: MESSAGE }));
  expect(key).toBe(MESSAGE);
});

test('a stream is taken up after the last event, and what is replayed is not given twice', async () => {
  const seen: unknown[] = [];
  const client = await clientOf((request, response) => {
    seen.push(request.method, request.url, request.headers['last-event-id']);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end([2, 3].map((seq) => frame(seq, 'delta', { text: 'a' })).join('') + frame(4, 'done', DONE));
  });
  expect(await collect(client.resumeStream(MESSAGE, `${MESSAGE}.2`))).toEqual(['delta 3', 'done 4']);
  expect(seen).toEqual(['GET', `/api/v1/chat/streams/${MESSAGE}`, `${MESSAGE}.2`]);
});

test('a stream taken up after a gap is refused', async () => {
  const client = await clientOf((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(frame(5, 'done', DONE));
  });
  await expect(collect(client.resumeStream(MESSAGE, `${MESSAGE}.2`))).rejects.toThrow('event 5 came after 2');
});

test('a stream without a word for too long counts as dropped', async () => {
  const client = await clientOf(
    (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(frame(1, 'meta', META));
    },
    // Long enough for the answer to begin on a busy machine.
    { silenceLimitMs: 500 },
  );
  await expect(collect(client.askStream({ question: 'Why?' }))).rejects.toMatchObject({
    kind: 'network',
    midway: true,
  });
});

test('a server that takes the question and never answers counts as not reached', async () => {
  const client = await clientOf(() => undefined, { silenceLimitMs: 20 });
  await expect(collect(client.askStream({ question: 'Why?' }))).rejects.toMatchObject({ kind: 'network' });
});

test('an answer is stopped by its id', async () => {
  const seen: string[] = [];
  const client = await clientOf((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.writeHead(204).end();
  });
  await client.stopStream(MESSAGE);
  expect(seen).toEqual([`DELETE /api/v1/chat/streams/${MESSAGE}`]);
});

test('a conversation is renamed, and saved as Markdown', async () => {
  const seen: string[] = [];
  const session = { id: MESSAGE, title: 'New', createdAt: 'c', updatedAt: 'u', messageCount: 2 };
  const client = await clientOf((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    if (request.method === 'PATCH') response.end(JSON.stringify(session));
    else response.writeHead(200, { 'content-type': 'text/markdown' }).end('# New');
  });
  expect(await client.renameSession(MESSAGE, 'New')).toEqual(session);
  expect(await client.exportSession(MESSAGE)).toBe('# New');
  await client.exportSession(MESSAGE, { leaf: MESSAGE });
  const path = `/api/v1/chat/sessions/${MESSAGE}`;
  expect(seen).toEqual([`PATCH ${path}`, `GET ${path}/export`, `GET ${path}/export?leaf=${MESSAGE}`]);
});

test('a conversation of another shape is refused', async () => {
  const client = await clientOf((_request, response) => {
    response.end(JSON.stringify({ id: MESSAGE, messages: [{ id: 1 }] }));
  });
  await expect(client.session(MESSAGE)).rejects.toMatchObject({ kind: 'protocol' });
});
