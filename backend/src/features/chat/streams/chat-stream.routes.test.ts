import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chatResponseSchema } from '@lectern/contracts';
import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryStreamStore } from '../../../providers/cache/index.ts';
import { openStreamApp, readStream, type StreamAppOptions, sequencesOf, textOf } from './chat-stream.fixture.ts';

const opened: Awaited<ReturnType<typeof openStreamApp>>[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((app) => app.close()));
});

async function start(options: StreamAppOptions = {}) {
  const app = await openStreamApp(options);
  opened.push(app);
  const url = `${app.origin}/api/v1/chat`;
  const ask = (headers: Record<string, string> = {}, body: object = { question: 'What is a node?' }) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', origin: app.origin, ...headers },
      body: JSON.stringify(body),
    });
  const resume = (messageId: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/streams/${messageId}`, { headers });
  const stop = (messageId: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/streams/${messageId}`, { method: 'DELETE', headers: { origin: app.origin, ...headers } });
  return { ...app, url, ask, resume, stop };
}

const cookieOf = (response: Response): string => response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
const codeOf = async (response: Response): Promise<unknown> => {
  const problem: unknown = await response.json();
  return [response.status, typeof problem === 'object' && problem !== null && Reflect.get(problem, 'code')];
};

describe('a reader whose connection broke', () => {
  it('goes on after the last event it saw: nothing is lost and nothing comes twice', async () => {
    const { script, ask, resume } = await start();
    const first = await ask();
    const cookie = cookieOf(first);
    const answer = await script.next();
    answer.write('One ');
    const before = readStream(first);
    await before.until(2);
    await before.leave();
    answer.write('two ');
    answer.write('three');
    const lastEventId = before.seen.at(-1)?.id ?? '';
    const after = readStream(await resume(answer.messageId, { cookie, 'last-event-id': lastEventId }));
    await after.until(2);
    answer.finish();
    await after.all();
    const events = [...before.seen, ...after.seen];
    expect(sequencesOf(events)).toEqual([1, 2, 3, 4, 5]);
    expect(textOf(events)).toBe('One two three');
    expect(events.at(-1)).toMatchObject({ event: 'done', data: { finishReason: 'stop' } });
  });

  it('reads from the start without the id of an event, also after the end', async () => {
    const { script, ask, resume } = await start();
    const asked = await ask();
    const answer = await script.next();
    answer.write('All of it');
    answer.finish();
    const whole = await readStream(asked).all();
    const replay = await resume(answer.messageId, { cookie: cookieOf(asked) });
    expect(replay.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(replay.headers.get('cache-control')).toBe('no-store, no-transform');
    expect(await readStream(replay).all()).toEqual(whole);
    const end = await resume(answer.messageId, { cookie: cookieOf(asked), 'last-event-id': whole.at(-1)?.id ?? '' });
    expect([end.status, await end.text()]).toEqual([200, '']);
  });

  it('is told of an id that is of no event of the stream', async () => {
    const { script, ask, resume } = await start();
    const asked = await ask();
    const { messageId } = await script.next();
    const wrong = await resume(messageId, { cookie: cookieOf(asked), 'last-event-id': '7' });
    expect(await codeOf(wrong)).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('finds an answer that nobody else may read or stop', async () => {
    const { script, ask, resume, stop } = await start();
    const asked = await ask();
    const other = await ask();
    const { messageId } = await script.next();
    const stranger = cookieOf(other);
    for (const headers of [{}, { cookie: stranger }, { cookie: 'lectern-id=forged' }]) {
      expect(await codeOf(await resume(messageId, headers))).toEqual([404, 'STREAM_NOT_FOUND']);
      expect(await codeOf(await stop(messageId, headers))).toEqual([404, 'STREAM_NOT_FOUND']);
    }
    expect(await codeOf(await resume(randomUUID(), { cookie: cookieOf(asked) }))).toEqual([404, 'STREAM_NOT_FOUND']);
    expect(await codeOf(await resume('nonsense'))).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('needs no identity for an answer of which nothing is stored: it knows the id', async () => {
    const { script, ask, resume } = await start();
    const asked = await ask({}, { question: 'What is a node?', store: false });
    expect(asked.headers.getSetCookie()).toEqual([]);
    const answer = await script.next();
    expect(answer.ownerId).toBeNull();
    answer.finish();
    expect(await readStream(await resume(answer.messageId)).all()).toHaveLength(2);
  });

  it('learns that an answer is not kept any more ten minutes after its end', async () => {
    let now = Date.now();
    const { script, ask, resume, stop } = await start({
      own: createMemoryStreamStore({ keptMs: 600_000, now: () => now }),
    });
    const asked = await ask();
    const answer = await script.next();
    answer.finish();
    await readStream(asked).all();
    const cookie = cookieOf(asked);
    now += 599_999;
    expect((await resume(answer.messageId, { cookie })).status).toBe(200);
    now += 1;
    expect(await codeOf(await resume(answer.messageId, { cookie }))).toEqual([410, 'STREAM_EXPIRED']);
    expect(await codeOf(await resume(answer.messageId))).toEqual([404, 'STREAM_NOT_FOUND']);
    expect((await stop(answer.messageId, { cookie })).status).toBe(204);
  });
});

describe('two readers', () => {
  it('of one answer see the same', async () => {
    const { script, ask, resume } = await start();
    const asked = await ask();
    const answer = await script.next();
    const second = await resume(answer.messageId, { cookie: cookieOf(asked) });
    answer.write('Both ');
    answer.write('see this');
    answer.finish();
    const [one, two] = await Promise.all([readStream(asked).all(), readStream(second).all()]);
    expect(one).toEqual(two);
    expect(textOf(one)).toBe('Both see this');
  });

  it('are told that the answer broke off, with what was written before', async () => {
    const { script, ask, resume } = await start();
    const asked = await ask();
    const answer = await script.next();
    answer.write('Half');
    answer.fail(new Error('secret cause'));
    const events = await readStream(asked).all();
    expect(events.at(-1)).toMatchObject({ event: 'error', data: { problem: { code: 'INTERNAL' } } });
    expect(JSON.stringify(events)).not.toContain('secret');
    expect(await readStream(await resume(answer.messageId, { cookie: cookieOf(asked) })).all()).toEqual(events);
  });
});

describe('stopping', () => {
  it('ends the work and tells the readers so; again, it changes nothing', async () => {
    const { script, ask, stop } = await start();
    const asked = await ask();
    const cookie = cookieOf(asked);
    const answer = await script.next();
    answer.write('Enough');
    expect((await stop(answer.messageId, { cookie })).status).toBe(204);
    expect(answer.signal.aborted).toBe(true);
    const events = await readStream(asked).all();
    expect(events.at(-1)).toMatchObject({ event: 'done', data: { finishReason: 'stopped' } });
    expect((await stop(answer.messageId, { cookie })).status).toBe(204);
  });
});

describe('a question for JSON', () => {
  const json = { accept: 'application/json' };

  it('stops at once when its reader leaves, and is then answered anew', async () => {
    const { script, url, origin, ask } = await start();
    const key = { 'idempotency-key': randomUUID() };
    const leaving = new AbortController();
    const body = JSON.stringify({ question: 'What is a node?' });
    const headers = { 'content-type': 'application/json', origin, ...json, ...key };
    const asked = fetch(url, { method: 'POST', headers, body, signal: leaving.signal });
    const answer = await script.next();
    leaving.abort();
    await expect(asked).rejects.toThrow();
    if (!answer.signal.aborted) await once(answer.signal, 'abort');
    const again = ask({ ...json, ...key });
    const second = await script.next();
    second.write('Anew');
    second.finish();
    expect(await (await again).json()).toMatchObject({ messageId: second.messageId, text: 'Anew' });
  });

  it('gets the problem of an answer that broke off', async () => {
    const { script, ask } = await start();
    const asked = ask(json);
    (await script.next()).fail(new Error('cause'));
    expect(await codeOf(await asked)).toEqual([500, 'INTERNAL']);
  });
});

describe('a question with an Idempotency-Key', () => {
  it('gets the same answer when it is asked again, as a stream and as JSON', async () => {
    const { script, ask } = await start();
    const key = { 'idempotency-key': randomUUID() };
    const asked = await ask(key);
    const cookie = cookieOf(asked);
    const answer = await script.next();
    answer.write('Once');
    const again = await ask({ ...key, cookie });
    const json = ask({ ...key, cookie, accept: 'application/json' });
    answer.finish();
    const events = await readStream(asked).all();
    expect(await readStream(again).all()).toEqual(events);
    const folded = chatResponseSchema.parse(await (await json).json());
    expect(folded).toMatchObject({ messageId: answer.messageId, text: 'Once' });
    expect(script.asked).toBe(1);
  });

  it('is answered once when it is asked twice at the same moment', async () => {
    const { script, ask } = await start({ onAccept: () => new Promise((resolve) => setImmediate(resolve)) });
    const key = { 'idempotency-key': randomUUID() };
    const both = await Promise.all([ask(key), ask(key), ask(key)]);
    const answer = await script.next();
    answer.finish();
    const read = await Promise.all(both.map((response) => readStream(response).all()));
    expect(new Set(read.map(([meta]) => meta?.data.messageId))).toEqual(new Set([answer.messageId]));
    for (const response of both) expect(cookieOf(response)).toContain(answer.ownerId);
    expect(script.asked).toBe(1);
  });

  it('keeps its reader when the connection was lost before the cookie came', async () => {
    const { script, ask, resume } = await start();
    const key = { 'idempotency-key': randomUUID() };
    await ask(key);
    const answer = await script.next();
    const again = await ask(key);
    const cookie = cookieOf(again);
    expect(cookie).toContain(answer.ownerId);
    answer.finish();
    expect((await readStream(again).all())[0]?.data.messageId).toBe(answer.messageId);
    expect((await resume(answer.messageId, { cookie })).status).toBe(200);
  });

  it('is refused with another body, and with a key that is none', async () => {
    const { script, ask } = await start();
    const key = { 'idempotency-key': randomUUID() };
    const asked = await ask(key);
    await script.next();
    const other = { question: 'What is a topic?' };
    expect(await codeOf(await ask(key, other))).toEqual([409, 'IDEMPOTENCY_MISMATCH']);
    expect(await codeOf(await ask({ ...key, cookie: cookieOf(asked) }, other))).toEqual([409, 'IDEMPOTENCY_MISMATCH']);
    expect(await codeOf(await ask({ 'idempotency-key': 'again' }))).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('gives no stranger the answer', async () => {
    const { script, ask } = await start();
    const key = { 'idempotency-key': randomUUID() };
    const stranger = cookieOf(await ask());
    await script.next();
    await ask(key);
    const first = await script.next();
    await ask({ ...key, cookie: stranger });
    const second = await script.next();
    expect(second.messageId).not.toBe(first.messageId);
  });

  it('may be asked again after it was refused', async () => {
    let refuse = true;
    const { script, ask } = await start({
      onAccept: async () => {
        if (refuse) throw new Error('not now');
      },
    });
    const key = { 'idempotency-key': randomUUID() };
    expect((await ask(key)).status).toBe(500);
    refuse = false;
    const asked = await ask(key);
    (await script.next()).finish();
    expect(await readStream(asked).all()).toHaveLength(2);
  });
});
