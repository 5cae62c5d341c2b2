import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { problemSchema } from '@lectern/contracts';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { testApp } from './app.fixture.ts';
import type { Lifecycle } from './config/lifecycle.ts';

const open: FastifyInstance[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((app) => app.close()));
});

/** The app on a real socket, with a route whose answer waits until it is let go. */
async function listen(variables: Record<string, string> = {}) {
  let letGo = () => {};
  const released = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let arrived = () => {};
  const waiting = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const parts: { lifecycle?: Lifecycle } = {};
  const app = await testApp(variables, (instance, deps) => {
    parts.lifecycle = deps.lifecycle;
    instance.get('/api/v1/slow', async () => {
      arrived();
      await released;
      return { done: true };
    });
    instance.post('/api/v1/body', async () => ({}));
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  open.push(app);
  const { port } = app.server.address() as AddressInfo;
  return { app, port, letGo, waiting, lifecycle: parts.lifecycle };
}

/** Sends raw bytes and reads until the server closes. */
async function raw(port: number, bytes: string): Promise<{ head: string; body: string }> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  socket.write(bytes);
  await once(socket, 'close');
  const [head = '', body = ''] = text.split('\r\n\r\n');
  return { head, body };
}

describe('broken HTTP', () => {
  it.each([
    ['garbage', 'HELLO WORLD\r\n\r\n', 400, 'MALFORMED_REQUEST'],
    [
      'too large headers',
      `GET / HTTP/1.1\r\nHost: x\r\nCookie: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
      'HEADERS_TOO_LARGE',
    ],
  ])('%s gets a problem and the connection is closed', async (_name, bytes, status, code) => {
    const { port } = await listen();
    const { head, body } = await raw(port, bytes);
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toContain('application/problem+json');
    expect(problemSchema.parse(JSON.parse(body))).toMatchObject({ status, code });
  });

  it('a body that is larger than announced limits is refused before it is read', async () => {
    const { port } = await listen({ BODY_LIMIT_KB: '1' });
    const head =
      'POST /api/v1/body HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 999999\r\n\r\n';
    const answer = await raw(port, head);
    expect(answer.head).toMatch(/^HTTP\/1.1 413 /);
  });

  it('a client that goes away in mid-body leaves the server up', async () => {
    const { app, port } = await listen();
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'POST /api/v1/body HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a"',
    );
    await once(socket, 'ready');
    socket.destroy();
    await once(socket, 'close');
    expect((await app.inject('/health/live')).statusCode).toBe(200);
  });
});

describe('stopping', () => {
  it('closes connections that nobody has used yet, which browsers open ahead', async () => {
    const { app, port } = await listen();
    const accepted = once(app.server, 'connection');
    const socket = connect(port, '127.0.0.1');
    await accepted;
    const closed = once(socket.resume(), 'close');
    await app.close();
    await closed;
    expect(socket.bytesRead).toBe(0);
  });

  it('lets a running answer finish', async () => {
    const { app, port, letGo, waiting } = await listen();
    const answer = fetch(`http://127.0.0.1:${port}/api/v1/slow`);
    await waiting;
    const closed = app.close();
    letGo();
    expect(await (await answer).json()).toEqual({ done: true });
    await closed;
    open.pop();
    await expect(fetch(`http://127.0.0.1:${port}/health/live`)).rejects.toThrow();
  });

  it('refuses new work on connections that are still open, and answers probes', async () => {
    const { app, lifecycle } = await listen();
    lifecycle?.markReady();
    lifecycle?.markStopping();
    const refused = await app.inject('/api/v1/book');
    expect(refused.statusCode).toBe(503);
    expect(refused.headers.connection).toBe('close');
    expect(problemSchema.parse(refused.json()).code).toBe('SHUTTING_DOWN');
    expect((await app.inject('/health/live')).statusCode).toBe(200);
    expect((await app.inject('/health/ready')).json().status).toBe('stopping');
  });
});

describe('pressure', () => {
  it('refuses work with a time to come back, and answers probes', async () => {
    // Any delay is above a limit of one thousandth: the loop has just been building the app.
    const app = await testApp({ MAX_EVENT_LOOP_DELAY_MS: '1' });
    open.push(app);
    await busyFor(app);
    const refused = await app.inject('/api/v1/book');
    expect(problemSchema.parse(refused.json()).code).toBe('OVERLOADED');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await app.inject('/health/live')).statusCode).toBe(200);
  });
});

/** Keeps the event loop busy until the app sees it. */
async function busyFor(app: FastifyInstance): Promise<void> {
  while (!app.isUnderPressure()) {
    const until = performance.now() + 30;
    while (performance.now() < until);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('HEAD', () => {
  it('is answered like GET, without a body', async () => {
    const { port } = await listen();
    const request = httpRequest({ port, host: '127.0.0.1', method: 'HEAD', path: '/health/live' }).end();
    const [response] = await once(request, 'response');
    response.resume();
    expect(response.statusCode).toBe(200);
  });
});
