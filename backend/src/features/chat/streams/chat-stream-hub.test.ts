import { randomUUID } from 'node:crypto';
import { type Problem, REPLAY_KEPT_MS } from '@lectern/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryStreamStore, type StreamStore } from '../../../providers/cache/index.ts';
import { scriptService } from './chat-stream.fixture.ts';
import { createStreamHub, type StreamHub, type StreamHubOptions } from './chat-stream-hub.ts';
import type { SequencedEvent } from './chat-stream-reader.ts';

const problem = (code: string): Problem => ({
  type: 't',
  title: 't',
  status: 500,
  code,
  detail: 'd',
  requestId: 'r',
});
const problemOf = (error: unknown): Problem =>
  problem(error instanceof Error && 'code' in error ? String(error.code) : 'INTERNAL');
const request = { question: 'What is a node?', scope: { type: 'book' }, store: true, quotesOnly: false } as const;

const memory = (): StreamStore => createMemoryStreamStore({ keptMs: REPLAY_KEPT_MS });
/** A store that other processes write to; away for as long as the test likes. */
function sharedStore() {
  const inner = memory();
  const state = { away: false };
  const guard = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    if (state.away) throw new Error('away');
    return work();
  };
  const store: StreamStore = {
    ...inner,
    write: (id, write) => guard(() => inner.write(id, write)),
    read: (id, from, maxBytes) => guard(() => inner.read(id, from, maxBytes)),
    attend: (id) => guard(() => inner.attend(id)),
    attended: (id) => guard(() => inner.attended(id)),
    askToStop: (id) => guard(() => inner.askToStop(id)),
  };
  return { store, inner, state };
}

/** A hub, and a way to start an answer in it. */
function makeHub(options: Partial<StreamHubOptions> = {}) {
  const hub = createStreamHub({ own: memory(), ...options });
  const script = scriptService();
  const start = async () => {
    const accepted = await script.service.accept({ ...request });
    const ownerId = randomUUID();
    const next = script.next();
    hub.start({
      messageId: accepted.messageId,
      ownerId,
      problemOf,
      run: (signal) => accepted.answer(ownerId, signal),
    });
    const answer = await next;
    return { answer, access: { messageId: answer.messageId, readerId: ownerId, problemOf } };
  };
  return { hub, start };
}

async function collect(batches: AsyncIterable<readonly SequencedEvent[] | null>): Promise<SequencedEvent[]> {
  const events: SequencedEvent[] = [];
  for await (const batch of batches) events.push(...(batch ?? []));
  return events;
}
const readAll = async (hub: StreamHub, access: Parameters<StreamHub['open']>[0]) =>
  collect((await hub.open(access)).batches);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('an answer without a reader', () => {
  it('goes on for half a minute, and is then abandoned', async () => {
    const { hub, start } = makeHub();
    const { answer, access } = await start();
    const reader = await hub.open(access);
    reader.close();
    await vi.advanceTimersByTimeAsync(29_999);
    expect(answer.signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(answer.signal.reason).toMatchObject({ finishReason: 'abandoned' });
    const events = await readAll(hub, access);
    expect(JSON.parse(events.at(-1)?.data ?? '')).toMatchObject({ finishReason: 'abandoned' });
    expect(hub.running).toBe(0);
  });

  it('goes on for good when somebody comes back in time, and as long as one of two readers stays', async () => {
    const { hub, start } = makeHub();
    const { answer, access } = await start();
    await vi.advanceTimersByTimeAsync(29_000);
    const [one, two] = [await hub.open(access), await hub.open(access)];
    one.close();
    one.close();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(answer.signal.aborted).toBe(false);
    two.close();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(answer.signal.aborted).toBe(true);
  });

  it('stops at once when its only reader will not come back, and not when another reads', async () => {
    const { hub, start } = makeHub();
    const { answer, access } = await start();
    const [one, two] = [await hub.open(access), await hub.open(access)];
    one.desert();
    expect(answer.signal.aborted).toBe(false);
    two.desert();
    expect(answer.signal.reason).toMatchObject({ finishReason: 'stopped' });
  });
});

describe('an answer', () => {
  it('that does not end when it is told to is ended for its readers', async () => {
    const hub = createStreamHub({ own: memory() });
    const access = { messageId: randomUUID(), readerId: null, problemOf };
    hub.start({
      ...access,
      ownerId: null,
      async *run() {
        await new Promise<never>(() => undefined);
        yield { event: 'delta', data: { text: 'never' } };
      },
    });
    const read = readAll(hub, access);
    await hub.stop(access);
    await vi.advanceTimersByTimeAsync(10_000);
    expect((await read).map(({ name }) => name)).toEqual(['error']);
  });

  it('that ends without its end is told as broken off', async () => {
    const hub = createStreamHub({ own: memory() });
    const access = { messageId: randomUUID(), readerId: null, problemOf };
    hub.start({ ...access, ownerId: null, async *run() {} });
    expect((await readAll(hub, access)).map(({ name }) => name)).toEqual(['error']);
  });

  it('that grows without bounds is ended with an error, and costs no more memory than its limit', async () => {
    const hub = createStreamHub({ own: createMemoryStreamStore({ keptMs: 1, maxStreamBytes: 10_000 }) });
    const access = { messageId: randomUUID(), readerId: null, problemOf };
    let written = 0;
    hub.start({
      ...access,
      ownerId: null,
      async *run() {
        for (;;) {
          written += 1;
          yield { event: 'delta', data: { text: 'x'.repeat(1_000) } };
        }
      },
    });
    const events = await readAll(hub, access);
    expect(events.at(-1)?.name).toBe('error');
    expect(written).toBeLessThan(12);
  });

  it('ends when the server must end, and draining waits for that', async () => {
    const cut = new AbortController();
    const { hub, start } = makeHub({ cut: cut.signal });
    await start();
    let drained = false;
    const draining = hub.drain().then(() => {
      drained = true;
    });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(drained).toBe(false);
    cut.abort();
    await draining;
    expect(hub.running).toBe(0);
  });
});

describe('a slow reader', () => {
  it('is cut when it is more than 256 kB behind; the answer and the other readers go on', async () => {
    const { hub, start } = makeHub();
    const { answer, access } = await start();
    const onCut = vi.fn();
    const slow = await hub.open({ ...access, onCut });
    const quick = readAll(hub, access);
    await slow.batches.next();
    for (let part = 0; part < 20; part += 1) answer.write('x'.repeat(16_000));
    answer.finish();
    const events = await quick;
    expect(events.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 22 }, (_, at) => at + 1));
    expect(onCut).toHaveBeenCalledTimes(1);
    expect((await readAll(hub, { ...access, from: 1 })).map(({ sequence }) => sequence)).toEqual(
      events.slice(1).map(({ sequence }) => sequence),
    );
  });

  it('is cut when it takes nothing for more than a minute', async () => {
    const { hub, start } = makeHub();
    const { access } = await start();
    const onCut = vi.fn();
    const slow = await hub.open({ ...access, onCut });
    await slow.batches.next();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(onCut).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(onCut).toHaveBeenCalledTimes(1);
  });

  it('may read a long replay as slowly as it likes to take its pieces', async () => {
    const { hub, start } = makeHub();
    const { answer, access } = await start();
    for (let part = 0; part < 100; part += 1) answer.write('x'.repeat(8_000));
    answer.finish();
    await readAll(hub, access);
    const onCut = vi.fn();
    const reader = await hub.open({ ...access, onCut });
    let seen = 0;
    for await (const batch of reader.batches) {
      seen += batch?.length ?? 0;
      await vi.advanceTimersByTimeAsync(10_000);
    }
    expect([seen, onCut.mock.calls.length]).toEqual([102, 0]);
  });

  it('hears a heartbeat each 15 s of silence', async () => {
    const { hub, start } = makeHub();
    const { answer, access } = await start();
    const { batches } = await hub.open(access);
    await batches.next();
    for (let beat = 0; beat < 3; beat += 1) {
      const next = batches.next();
      await vi.advanceTimersByTimeAsync(15_000);
      expect((await next).value).toBeNull();
    }
    answer.write('a');
    expect((await batches.next()).value).toMatchObject([{ sequence: 2, name: 'delta' }]);
  });
});

describe('another process', () => {
  const processes = () => {
    const shared = sharedStore();
    const [here, there] = [makeHub({ shared: shared.store }), makeHub({ shared: shared.store })];
    return { shared, here, there };
  };

  it('goes on with an answer that runs here, and replays it after its end', async () => {
    const { here, there } = processes();
    const { answer, access } = await here.start();
    await vi.advanceTimersByTimeAsync(100);
    const reading = readAll(there.hub, { ...access, from: 1 });
    answer.write('One');
    answer.finish();
    await vi.advanceTimersByTimeAsync(2_000);
    const own = await readAll(here.hub, access);
    expect(await reading).toEqual(own.slice(1));
    expect(await readAll(there.hub, access)).toEqual(own);
  });

  it('keeps it from being abandoned while it reads', async () => {
    const { here, there } = processes();
    const { answer, access } = await here.start();
    await vi.advanceTimersByTimeAsync(100);
    const reader = await there.hub.open(access);
    const read = collect(reader.batches);
    await vi.advanceTimersByTimeAsync(300_000);
    expect(answer.signal.aborted).toBe(false);
    reader.close();
    await read;
    await vi.advanceTimersByTimeAsync(90_000);
    expect(answer.signal.reason).toMatchObject({ finishReason: 'abandoned' });
  });

  it('stops it, and lets no stranger do so', async () => {
    const { here, there } = processes();
    const { answer, access } = await here.start();
    await vi.advanceTimersByTimeAsync(100);
    const stranger = { ...access, readerId: randomUUID() };
    await expect(there.hub.stop(stranger)).rejects.toMatchObject({ code: 'STREAM_NOT_FOUND' });
    await expect(there.hub.open(stranger)).rejects.toMatchObject({ code: 'STREAM_NOT_FOUND' });
    expect(answer.signal.aborted).toBe(false);
    await there.hub.stop(access);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(answer.signal.reason).toMatchObject({ finishReason: 'stopped' });
  });

  it('is told that the answer was cut off when the process that wrote it is gone', async () => {
    const { shared, here, there } = processes();
    const { answer, access } = await here.start();
    answer.write('Half');
    await vi.advanceTimersByTimeAsync(100);
    const { inner } = shared;
    shared.store.read = async (id, from, maxBytes) => {
      const slice = await inner.read(id, from, maxBytes);
      return slice && { ...slice, state: 'lost' };
    };
    const events = await readAll(there.hub, access);
    expect(events.map(({ sequence, name }) => [sequence, name])).toEqual([
      [1, 'meta'],
      [2, 'delta'],
      [3, 'error'],
    ]);
    expect(JSON.parse(events[2]?.data ?? '')).toEqual({ problem: problem('STREAM_CUT') });
  });
});

describe('while the shared store is away', () => {
  it('an answer goes on for its readers here, and everything is shared when it is back', async () => {
    const shared = sharedStore();
    const [here, there] = [makeHub({ shared: shared.store }), makeHub({ shared: shared.store })];
    const { answer, access } = await here.start();
    await vi.advanceTimersByTimeAsync(100);
    shared.state.away = true;
    for (let part = 0; part < 50; part += 1) answer.write(`${part} `);
    await vi.advanceTimersByTimeAsync(5_000);
    const reader = await here.hub.open(access);
    expect((await reader.batches.next()).value).toHaveLength(51);
    await expect(there.hub.open(access)).rejects.toMatchObject({ code: 'OVERLOADED' });
    await expect(there.hub.stop(access)).rejects.toMatchObject({ code: 'OVERLOADED' });
    answer.finish();
    await vi.advanceTimersByTimeAsync(1_000);
    shared.state.away = false;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await readAll(there.hub, access)).toEqual(await readAll(here.hub, access));
  });

  it('a reader of another process is told so after a while, and not left waiting', async () => {
    const shared = sharedStore();
    const [here, there] = [makeHub({ shared: shared.store }), makeHub({ shared: shared.store })];
    const { access } = await here.start();
    await vi.advanceTimersByTimeAsync(100);
    const reading = readAll(there.hub, access);
    await vi.advanceTimersByTimeAsync(100);
    shared.state.away = true;
    await vi.advanceTimersByTimeAsync(15_000);
    expect((await reading).map(({ name }) => name)).toEqual(['meta', 'error']);
  });

  it('draining waits for no store', async () => {
    const shared = sharedStore();
    shared.state.away = true;
    const { hub, start } = makeHub({ shared: shared.store });
    const { answer } = await start();
    answer.finish();
    const drained = hub.drain();
    await vi.advanceTimersByTimeAsync(1_000);
    await drained;
  });
});
