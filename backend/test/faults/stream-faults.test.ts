/** What a reader sees when connections, Redis or a replica die in the middle of an answer: real processes, real Redis. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  readStream,
  type SeenEvent,
  sequencesOf,
  textOf,
} from '../../src/features/chat/streams/chat-stream.fixture.ts';
import { startRedis } from '../services/redis-service.ts';
import type { Service } from '../services/service-process.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** Starting processes takes long on a machine that does much else. */
const PROCESSES_MS = 120_000;
const WHOLE = Array.from({ length: 60 }, (_, word) => `w${word} `).join('');
const WHOLE_IDS = Array.from({ length: 62 }, (_, at) => at + 1);

interface Replica {
  readonly origin: string;
  readonly child: ChildProcess;
  readonly output: () => string;
}

// In the run with services only: it needs a Redis of its own, which it kills.
describe.skipIf(process.env['LECTERN_TEST_REDIS_URL'] === undefined)('with a Redis that can be killed', () => {
  let redis: Service;
  const replicas: Replica[] = [];

  async function startReplica(): Promise<Replica> {
    const args = ['--conditions=lectern-source', 'backend/test/faults/stream-replica.ts', redis.url];
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    const [line]: unknown[] = await Promise.race([
      once(child.stdout, 'data'),
      once(child, 'exit').then(() => [`replica ended: ${output}`]),
    ]);
    const replica = { origin: String(line).trim(), child, output: () => output };
    replicas.push(replica);
    return replica;
  }

  async function end({ child }: Replica, signal: NodeJS.Signals): Promise<number | null> {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    child.kill(signal);
    const [code]: unknown[] = await once(child, 'exit');
    return typeof code === 'number' ? code : null;
  }

  beforeAll(async () => {
    redis = await startRedis();
  }, PROCESSES_MS);
  afterAll(() => redis.stop());
  afterEach(async () => {
    await Promise.all(replicas.splice(0).map((replica) => end(replica, 'SIGKILL')));
  }, PROCESSES_MS);

  const ask = async ({ origin }: Replica, headers: Record<string, string> = {}) => {
    const response = await fetch(`${origin}/api/v1/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
      body: JSON.stringify({ question: 'What is a node?' }),
    });
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const stream = readStream(response);
    const [meta] = await stream.until(5);
    return { cookie, stream, messageId: meta?.data.messageId ?? '' };
  };
  const resume = ({ origin }: Replica, messageId: string, cookie: string, after?: SeenEvent) =>
    fetch(`${origin}/api/v1/chat/streams/${messageId}`, {
      headers: { cookie, ...(after?.id ? { 'last-event-id': after.id } : {}) },
    });
  const problemCode = (events: readonly SeenEvent[]) => events.at(-1)?.data.problem?.code;

  it(
    'a reader whose connection breaks goes on at the other replica, and finds the replay there',
    async () => {
      const [here, there] = await Promise.all([startReplica(), startReplica()]);
      const { cookie, stream, messageId } = await ask(here);
      await stream.leave();
      const events = [...stream.seen];
      const rest = readStream(await resume(there, messageId, cookie, events.at(-1)));
      await rest.until(10);
      await rest.leave();
      events.push(...rest.seen);
      events.push(...(await readStream(await resume(here, messageId, cookie, events.at(-1))).all()));
      expect(sequencesOf(events)).toEqual(WHOLE_IDS);
      expect(textOf(events)).toBe(WHOLE);
      expect(await readStream(await resume(there, messageId, cookie)).all()).toEqual(events);
      expect((await resume(there, messageId, '')).status).toBe(404);
    },
    PROCESSES_MS,
  );

  it(
    'is stopped from the other replica, and asked again there with its key it is the same answer',
    async () => {
      const [here, there] = await Promise.all([startReplica(), startReplica()]);
      const key = { 'idempotency-key': randomUUID() };
      const { cookie, stream, messageId } = await ask(here, key);
      const again = await ask(there, key);
      expect(again.messageId).toBe(messageId);
      const stop = await fetch(`${there.origin}/api/v1/chat/streams/${messageId}`, {
        method: 'DELETE',
        headers: { cookie, origin: there.origin },
      });
      expect(stop.status).toBe(204);
      expect((await stream.all()).at(-1)).toMatchObject({ event: 'done', data: { finishReason: 'stopped' } });
      expect((await again.stream.all()).at(-1)).toMatchObject({ event: 'done', data: { finishReason: 'stopped' } });
    },
    PROCESSES_MS,
  );

  it(
    'a replica that is killed leaves what it has written, and a clear end',
    async () => {
      const [here, there] = await Promise.all([startReplica(), startReplica()]);
      const { cookie, stream, messageId } = await ask(here);
      const elsewhere = readStream(await resume(there, messageId, cookie));
      await elsewhere.until(5);
      await end(here, 'SIGKILL');
      await expect(stream.all()).rejects.toThrow();
      const [live, late] = await Promise.all([
        elsewhere.all(),
        resume(there, messageId, cookie).then((response) => readStream(response).all()),
      ]);
      expect(sequencesOf(live)).toEqual(live.map((_event, at) => at + 1));
      expect([live.at(-1)?.event, problemCode(live)]).toEqual(['error', 'STREAM_CUT']);
      expect(sequencesOf(late)).toEqual(sequencesOf(live));
      expect(WHOLE.startsWith(textOf(late))).toBe(true);
    },
    PROCESSES_MS,
  );

  it(
    'a replica that is stopped lets the answer end, and the other one replays it',
    async () => {
      const [here, there] = await Promise.all([startReplica(), startReplica()]);
      const { cookie, stream, messageId } = await ask(here);
      await stream.leave();
      const code = await end(here, 'SIGTERM');
      expect(code, here.output()).toBe(0);
      const replay = await readStream(await resume(there, messageId, cookie)).all();
      expect([sequencesOf(replay), textOf(replay)]).toEqual([WHOLE_IDS, WHOLE]);
    },
    PROCESSES_MS,
  );

  it(
    'Redis that dies takes no answer with it, and is used again when it is back',
    async () => {
      const [here, there] = await Promise.all([startReplica(), startReplica()]);
      const { cookie, stream, messageId } = await ask(here);
      await redis.stop();
      const events = await stream.all();
      expect([sequencesOf(events), textOf(events)]).toEqual([WHOLE_IDS, WHOLE]);
      expect(await readStream(await resume(here, messageId, cookie)).all()).toEqual(events);
      const away = await resume(there, messageId, cookie);
      expect([away.status, away.headers.get('retry-after')]).toEqual([503, '2']);
      const during = await ask(there);
      expect(textOf(await during.stream.all())).toBe(WHOLE);

      redis = await startRedis(Number(new URL(redis.url).port));
      await expect
        .poll(async () => (await resume(there, messageId, cookie)).status, { timeout: 20_000, interval: 200 })
        .toBe(200);
      expect(await readStream(await resume(there, messageId, cookie)).all()).toEqual(events);
      const next = await ask(here);
      expect(textOf(await readStream(await resume(there, next.messageId, next.cookie)).all())).toBe(WHOLE);
      for (const { child, output } of [here, there]) expect(child.exitCode, output()).toBeNull();
    },
    PROCESSES_MS,
  );
});
