import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { WEB_SOCKET_CLOSE, type WebSocketFrame, webSocketFrameSchema, webSocketTicketSchema } from '@lectern/contracts';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { openStreamApp, type StreamAppOptions } from './chat-stream.fixture.ts';

const opened: Awaited<ReturnType<typeof openStreamApp>>[] = [];
const sockets: WebSocket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await Promise.all(opened.splice(0).map((app) => app.close()));
});

async function start(options: StreamAppOptions = {}) {
  const app = await openStreamApp(options);
  opened.push(app);
  const ticket = async (headers: Record<string, string> = {}) => {
    const response = await fetch(`${app.origin}/api/v1/chat/ws-ticket`, { method: 'POST', headers });
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    return { cookie, ...webSocketTicketSchema.parse(await response.json()) };
  };
  const connect = (query = '', headers: Record<string, string> = {}) => {
    const socket = new WebSocket(`ws://127.0.0.1:${app.port}/api/v1/chat/ws${query}`, { headers });
    sockets.push(socket);
    return listen(socket);
  };
  const enter = async () => connect(`?ticket=${(await ticket()).ticket}`);
  return { ...app, ticket, connect, enter };
}

/** Collects frames; waits for those that a test is after. */
function listen(socket: WebSocket) {
  const frames: WebSocketFrame[] = [];
  const waiting = new Set<() => void>();
  const isOpen = new Promise<void>((resolve) => socket.once('open', resolve));
  const code = once(socket, 'close').then(([number]: unknown[]) => number);
  const lookAll = (): void => {
    for (const look of waiting) look();
  };
  code.then(lookAll).catch(() => undefined);
  socket.on('message', (data) => {
    frames.push(webSocketFrameSchema.parse(JSON.parse(Buffer.isBuffer(data) ? data.toString() : '')));
    lookAll();
  });
  const until = (enough: (all: readonly WebSocketFrame[]) => boolean): Promise<readonly WebSocketFrame[]> =>
    new Promise((resolve) => {
      const look = () => {
        if (!enough(frames) && socket.readyState <= WebSocket.OPEN) return;
        waiting.delete(look);
        resolve(frames);
      };
      waiting.add(look);
      look();
    });
  return {
    socket,
    frames,
    code,
    until,
    opened: () => isOpen,
    send: (message: unknown) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    /** The reply to a message. */
    reply: async (requestId: string) => {
      const isReply = (frame: WebSocketFrame) => 'type' in frame && frame.requestId === requestId;
      return (await until((all) => all.some(isReply))).find(isReply);
    },
  };
}

const question = { question: 'What is a node?' };
const isLast = (frame: WebSocketFrame | undefined): boolean =>
  frame !== undefined && 'event' in frame && ['done', 'error'].includes(frame.event);
const ids = (frames: readonly WebSocketFrame[]) => frames.flatMap((frame) => ('id' in frame ? [frame.id] : []));

describe('a socket', () => {
  it('carries the events of an answer, as a stream does', async () => {
    const { script, enter } = await start();
    const client = await enter();
    await client.opened();
    const requestId = randomUUID();
    client.send({ type: 'ask', requestId, request: question });
    const answer = await script.next();
    expect(await client.reply(requestId)).toEqual({ type: 'ack', requestId, messageId: answer.messageId });
    answer.write('A node is a process');
    answer.finish();
    const frames = await client.until((all) => isLast(all.at(-1)));
    expect(ids(frames)).toEqual([1, 2, 3].map((sequence) => `${answer.messageId}.${sequence}`));
    expect(frames[2]).toMatchObject({ event: 'delta', data: { text: 'A node is a process' } });
  });

  it('goes on with an answer that another one began, and its question asked again starts nothing', async () => {
    const { script, ticket, connect } = await start();
    const { cookie, ticket: first } = await ticket();
    const before = connect(`?ticket=${first}`);
    await before.opened();
    const requestId = randomUUID();
    before.send({ type: 'ask', requestId, request: question });
    const answer = await script.next();
    answer.write('One ');
    await before.until((all) => ids(all).length === 2);
    before.socket.terminate();
    answer.write('two');
    const after = connect('', { cookie, origin: 'http://localhost:8000' });
    await after.opened();
    const resumed = randomUUID();
    after.send({
      type: 'resume',
      requestId: resumed,
      messageId: answer.messageId,
      lastEventId: `${answer.messageId}.2`,
    });
    expect(await after.reply(resumed)).toMatchObject({ type: 'ack' });
    answer.finish();
    const frames = await after.until((all) => isLast(all.at(-1)));
    expect(ids(frames)).toEqual([3, 4].map((sequence) => `${answer.messageId}.${sequence}`));
    after.send({ type: 'ask', requestId, request: question });
    expect(await after.reply(requestId)).toMatchObject({ type: 'ack', messageId: answer.messageId });
    expect(script.asked).toBe(1);
  });

  it('stops an answer, and answers pings', async () => {
    const { script, enter } = await start();
    const client = await enter();
    await client.opened();
    client.send({ type: 'ask', requestId: randomUUID(), request: question });
    const { messageId } = await script.next();
    await client.until((all) => ids(all).length > 0);
    const stop = randomUUID();
    client.send({ type: 'stop', requestId: stop, messageId });
    expect(await client.reply(stop)).toEqual({ type: 'ack', requestId: stop, messageId });
    const frames = await client.until((all) => all.some(isLast));
    expect(frames.find(isLast)).toMatchObject({ event: 'done', data: { finishReason: 'stopped' } });
    const ping = randomUUID();
    client.send({ type: 'ping', requestId: ping });
    expect(await client.reply(ping)).toEqual({ type: 'pong', requestId: ping });
  });

  it('is told what is refused: an answer of somebody else, too many questions', async () => {
    const { script, enter } = await start({ variables: { RATE_LIMIT_ASK_PER_MINUTE: '1' } });
    const owner = await enter();
    await owner.opened();
    const asked = randomUUID();
    owner.send({ type: 'ask', requestId: asked, request: question });
    const { messageId } = await script.next();
    const stranger = await enter();
    await stranger.opened();
    const requestIds = [randomUUID(), randomUUID(), randomUUID()] as const;
    stranger.send({ type: 'resume', requestId: requestIds[0], messageId });
    stranger.send({ type: 'stop', requestId: requestIds[1], messageId });
    stranger.send({ type: 'ask', requestId: requestIds[2], request: question });
    const replies = await Promise.all(requestIds.map((id) => stranger.reply(id)));
    expect(replies).toMatchObject(
      ['STREAM_NOT_FOUND', 'STREAM_NOT_FOUND', 'RATE_LIMITED'].map((code) => ({ type: 'refused', problem: { code } })),
    );
  });

  it('shares the limit of asking with POST /chat', async () => {
    const { script, enter, origin } = await start({ variables: { RATE_LIMIT_ASK_PER_MINUTE: '1' } });
    const client = await enter();
    await client.opened();
    const requestId = randomUUID();
    client.send({ type: 'ask', requestId, request: question });
    await script.next();
    const response = await fetch(`${origin}/api/v1/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(question),
    });
    expect(response.status).toBe(429);
  });
});

describe('who may enter', () => {
  it('a ticket lets one socket in, once', async () => {
    const { ticket, connect } = await start();
    const { ticket: once_, cookie, expiresAt } = await ticket();
    expect(cookie).toContain('lectern-id=');
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(61_000);
    await connect(`?ticket=${once_}`).opened();
    expect(await connect(`?ticket=${once_}`).code).toBe(WEB_SOCKET_CLOSE.unidentified);
  });

  it.each([
    ['no ticket and no cookie', ''],
    ['a forged one', '?ticket=x'],
    ['an unknown parameter', '?token=x'],
  ])('not: %s', async (_name, query) => {
    const { connect } = await start();
    expect(await connect(query).code).toBe(WEB_SOCKET_CLOSE.unidentified);
  });

  it('not: a page of another site, nor a cookie without a page; they get no socket at all', async () => {
    const { ticket, connect } = await start();
    const { cookie } = await ticket();
    const statusOf = async (headers: Record<string, string>) => {
      const { socket } = connect('', headers);
      const [error]: unknown[] = await once(socket, 'error');
      return error instanceof Error ? error.message : '';
    };
    expect(await statusOf({ cookie, origin: 'https://elsewhere.example' })).toContain('403');
    expect(await statusOf({ cookie })).toContain('403');
  });
});

describe('bad frames', () => {
  it.each([
    ['what is not JSON', '{'],
    ['an unknown type', '{"type":"shout"}'],
    ['a question without an id', { type: 'ask', request: question }],
    ['an empty question', { type: 'ask', requestId: randomUUID(), request: { question: '' } }],
  ])('%s closes the socket with 4400', async (_name, frame) => {
    const { enter } = await start();
    const client = await enter();
    await client.opened();
    client.send(frame);
    expect(await client.code).toBe(WEB_SOCKET_CLOSE.invalid);
  });

  it('bytes close it with 4400, and a frame that is too large with 1009', async () => {
    const { enter } = await start();
    const bytes = await enter();
    await bytes.opened();
    bytes.socket.send(Buffer.from([1, 2, 3]));
    expect(await bytes.code).toBe(WEB_SOCKET_CLOSE.invalid);
    const large = await enter();
    await large.opened();
    large.send('x'.repeat(65_537));
    expect(await large.code).toBe(1009);
  });

  it('too many of them close it with 4429', async () => {
    const { enter } = await start();
    const client = await enter();
    await client.opened();
    for (let frame = 0; frame < 100; frame += 1) client.send({ type: 'ping', requestId: randomUUID() });
    expect(await client.code).toBe(WEB_SOCKET_CLOSE.tooMany);
  });

  it('and an upgrade of another address gets its answer and no socket that stays', async () => {
    const { port, app } = await start();
    const client = new WebSocket(`ws://127.0.0.1:${port}/api/v1/book`);
    sockets.push(client);
    client.on('error', () => undefined);
    await once(client, 'close');
    expect(await new Promise((resolve) => app.server.getConnections((_error, count) => resolve(count)))).toBe(0);
  });
});

describe('a server that stops', () => {
  it('closes idle sockets with 1012, the others when their answer has ended', async () => {
    const { script, enter, app } = await start();
    const idle = await enter();
    const reading = await enter();
    await Promise.all([idle.opened(), reading.opened()]);
    reading.send({ type: 'ask', requestId: randomUUID(), request: question });
    const answer = await script.next();
    await reading.until((all) => ids(all).length > 0);
    const closed = app.close();
    expect(await idle.code).toBe(WEB_SOCKET_CLOSE.restarting);
    answer.finish();
    expect(await reading.code).toBe(WEB_SOCKET_CLOSE.restarting);
    expect(reading.frames.some(isLast)).toBe(true);
    await closed;
  });
});
