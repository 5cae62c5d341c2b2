/** What every store of streams does: one suite, run over each adapter. */
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { StoredEvent, StreamStore } from './stream-store.port.ts';

/** A store that is opened for one test. */
export interface OpenStore {
  readonly store: StreamStore;
  /** A store of another process, over the same streams; the same one for what one process has for itself. */
  readonly other: StreamStore;
  /** Goes on until streams that have ended are not kept any more. */
  expire(): Promise<void>;
  close(): Promise<void>;
}

const ALL = 1_000_000;
const delta = (text: string): StoredEvent => ({ name: 'delta', data: JSON.stringify({ text }) });
const owner = randomUUID();

/** Runs the suite. */
export function describeStreamStore(name: string, open: () => Promise<OpenStore>): void {
  describe(name, () => {
    const opened: OpenStore[] = [];
    const start = async () => {
      const store = await open();
      opened.push(store);
      return { ...store, id: randomUUID() };
    };
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((store) => store.close()));
    });

    it('gives what was written, from any place, to whoever looks', async () => {
      const { store, other, id } = await start();
      const texts = ['a', 'ب\n "quoted" ', '🤖'];
      const first = await store.write(id, {
        ownerId: owner,
        at: 0,
        events: texts.slice(0, 2).map(delta),
        ended: false,
      });
      expect(first).toEqual({ held: 2, stopAsked: false });
      expect(await other.read(id, 0, ALL)).toMatchObject({ ownerId: owner, state: 'running', length: 2 });
      await store.write(id, { ownerId: owner, at: 2, events: texts.slice(2).map(delta), ended: true });
      const whole = await other.read(id, 0, ALL);
      expect(whole).toMatchObject({ state: 'ended', events: texts.map(delta), length: 3 });
      expect(await other.read(id, 2, ALL)).toMatchObject({ events: [delta('🤖')], length: 3, bytes: whole?.bytes });
      expect(await other.read(id, 3, ALL)).toMatchObject({ events: [], length: 3 });
    });

    it('does not know a stream that nobody has written', async () => {
      const { store } = await start();
      expect(await store.read(randomUUID(), 0, ALL)).toBeUndefined();
    });

    it('keeps a stream that belongs to nobody, and one that has nothing yet', async () => {
      const { store, other, id } = await start();
      await store.write(id, { ownerId: null, at: 0, events: [], ended: false });
      expect(await other.read(id, 0, ALL)).toMatchObject({ ownerId: null, state: 'running', events: [], length: 0 });
    });

    it('writes nothing twice, and nothing behind a gap', async () => {
      const { store, id } = await start();
      const write = (at: number, ...texts: string[]) =>
        store.write(id, { ownerId: owner, at, events: texts.map(delta), ended: false });
      await write(0, 'a', 'b');
      expect((await write(1, 'b', 'c')).held).toBe(3);
      expect((await write(1, 'b')).held).toBe(3);
      expect((await write(5, 'f')).held).toBe(3);
      expect((await store.read(id, 0, ALL))?.events).toEqual(['a', 'b', 'c'].map(delta));
    });

    it('takes nothing after the end', async () => {
      const { store, id } = await start();
      await store.write(id, { ownerId: owner, at: 0, events: [delta('a')], ended: true });
      await store.write(id, { ownerId: owner, at: 1, events: [delta('b')], ended: true });
      expect(await store.read(id, 0, ALL)).toMatchObject({ state: 'ended', length: 1 });
    });

    it('gives a long stream in pieces, one event at least', async () => {
      const { store, other, id } = await start();
      const texts = Array.from({ length: 400 }, (_, at) => `${at} ${'x'.repeat(200)}`);
      await store.write(id, { ownerId: owner, at: 0, events: texts.map(delta), ended: true });
      const read: StoredEvent[] = [];
      for (let looks = 0; read.length < texts.length && looks < texts.length; looks += 1) {
        const slice = await other.read(id, read.length, 1_000);
        expect(slice?.events.length).toBeLessThan(10);
        read.push(...(slice?.events ?? []));
      }
      expect(read).toEqual(texts.map(delta));
      expect((await other.read(id, 0, 1))?.events).toHaveLength(1);
    });

    it('tells who watches that a stream has grown, until the watching ends', async () => {
      const { store, other, id } = await start();
      const sizes: number[] = [];
      const grown = Promise.withResolvers<void>();
      const end = other.watch(id, (bytes) => {
        sizes.push(bytes);
        grown.resolve();
      });
      // A subscription may take a moment to be there; what was written before is read, not told.
      for (let at = 0; sizes.length === 0; at += 1) {
        await store.write(id, { ownerId: owner, at, events: [delta('a')], ended: false });
        await new Promise(setImmediate);
      }
      await grown.promise;
      expect((await other.read(id, 0, ALL))?.bytes).toBeGreaterThanOrEqual(sizes[0] ?? Number.NaN);
      end();
    });

    it('tells who writes that it is to stop', async () => {
      const { store, other, id } = await start();
      const stopped = Promise.withResolvers<string>();
      const end = store.onStop((stoppedId) => stopped.resolve(stoppedId));
      await store.write(id, { ownerId: owner, at: 0, events: [], ended: false });
      await other.askToStop(id);
      expect(await store.write(id, { ownerId: owner, at: 0, events: [], ended: false })).toMatchObject({
        stopAsked: true,
      });
      await other.askToStop(id);
      expect(await stopped.promise).toBe(id);
      end();
    });

    it('knows whether somebody attends', async () => {
      const { store, other, id } = await start();
      await store.write(id, { ownerId: owner, at: 0, events: [], ended: false });
      expect(await store.attended(id)).toBe(false);
      await other.attend(id);
      expect(await store.attended(id)).toBe(true);
    });

    it('knows of a stream that is not kept any more whose it was', async () => {
      const kept = await start();
      const { store, other, id } = kept;
      await store.write(id, { ownerId: owner, at: 0, events: [delta('a')], ended: true });
      await kept.expire();
      expect(await other.read(id, 0, ALL)).toMatchObject({ ownerId: owner, state: 'expired', events: [] });
    });
  });
}
