import { expect, it } from 'vitest';
import { createMemoryStreamStore } from './memory-stream-store.ts';
import { describeStreamStore } from './stream-store.contract.ts';
import { type StoredEvent, StreamTooLongError } from './stream-store.port.ts';

const KEPT_MS = 600_000;

describeStreamStore('streams in memory', async () => {
  let now = 0;
  const store = createMemoryStreamStore({ keptMs: KEPT_MS, now: () => now });
  return {
    store,
    other: store,
    async expire() {
      now += KEPT_MS;
    },
    close: () => store.close(),
  };
});

const large = (name: string): StoredEvent => ({ name, data: 'x'.repeat(1_000) });

it('a store in memory drops what ended first when it is full, and never what runs', async () => {
  const store = createMemoryStreamStore({ keptMs: KEPT_MS, maxEndedBytes: 3_500 });
  for (const id of ['a', 'b', 'c', 'd']) {
    await store.write(id, { ownerId: null, at: 0, events: [large('delta')], ended: id !== 'a' });
  }
  const states = async () => Promise.all(['a', 'b', 'c', 'd'].map(async (id) => (await store.read(id, 0, 1))?.state));
  expect(await states()).toEqual(['running', 'ended', 'ended', 'ended']);
  await store.write('a', { ownerId: null, at: 1, events: [large('done')], ended: true });
  expect(await states()).toEqual(['ended', 'expired', 'expired', 'ended']);
});

it('a store in memory takes no stream above its limit, but tells its end', async () => {
  const store = createMemoryStreamStore({ keptMs: KEPT_MS, maxStreamBytes: 2_500 });
  const write = (at: number, ended: boolean) =>
    store.write('a', { ownerId: null, at, events: [large('delta')], ended });
  await write(0, false);
  await write(1, false);
  await expect(write(2, false)).rejects.toThrow(StreamTooLongError);
  expect(await write(2, true)).toMatchObject({ held: 3 });
});
