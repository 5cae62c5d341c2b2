import { describe, expect, it } from 'vitest';
import { type BuilderPace, buildInStore } from './store-builder.ts';
import type { StoreVersion } from './store-version.ts';
import { StoreFault, type StorePoint, type VectorStore } from './vector-store.port.ts';

const PACE: BuilderPace = { attempts: 3, backOffMs: 0, longestBackOffMs: 0, watchMs: 0, patience: 3 };
const signal = new AbortController().signal;
const NO_TERMS = { indices: [], values: [] };
const point = (number: number): StorePoint => ({
  number,
  id: `s${number}`,
  language: 'en',
  place: { page: 'p', sections: [], segments: [] },
  words: NO_TERMS,
  grams: NO_TERMS,
  dense: [1, 0],
});
const version: StoreVersion = {
  suffix: '1_aaaaaaaaaa',
  points: 4,
  dimensions: 2,
  batches: async function* () {
    yield [point(0), point(1)];
    yield [point(2), point(3)];
  },
};

/** A store in memory that says what was done to it. */
const memoryStore = (over: Partial<VectorStore> = {}) => {
  const collections = new Map<string, Set<number>>();
  const done: string[] = [];
  let current: string | undefined;
  const store: VectorStore = {
    label: 'memory',
    keepsWords: true,
    list: async () => ({ current, names: [...collections.keys()] }),
    describe: async (name) => {
      const points = collections.get(name);
      return points && { points: points.size, dimensions: 2 };
    },
    create: async (name) => {
      if (collections.has(name)) return false;
      collections.set(name, new Set());
      return true;
    },
    upsert: async (name, points) => {
      done.push(`upsert ${points.length}`);
      for (const { number } of points) collections.get(name)?.add(number);
    },
    activate: async (name) => {
      done.push(`activate ${name} of ${collections.get(name)?.size}`);
      current = name;
    },
    drop: async (name) => {
      done.push(`drop ${name}`);
      collections.delete(name);
    },
    score: async () => [],
    close: async () => {},
    ...over,
  };
  return { store, collections, done };
};

describe('a version in a store', () => {
  it('is whole before it answers', async () => {
    const { store, done } = memoryStore();
    await buildInStore(store, 'book_1', version, { signal, pace: PACE });
    expect(done).toEqual(['upsert 2', 'upsert 2', 'activate book_1 of 4']);
  });

  it('is not written again when it is there', async () => {
    const { store, done } = memoryStore();
    await buildInStore(store, 'book_1', version, { signal, pace: PACE });
    done.length = 0;
    await buildInStore(store, 'book_1', version, { signal, pace: PACE });
    expect(done).toEqual([]);
  });

  it('is taken over from a process that ended in the middle', async () => {
    const { store, collections, done } = memoryStore();
    collections.set('book_1', new Set([0, 1]));
    await buildInStore(store, 'book_1', version, { signal, pace: PACE });
    expect(done).toEqual(['upsert 2', 'upsert 2', 'activate book_1 of 4']);
  });

  it('is left to the process that fills it', async () => {
    const { store, collections, done } = memoryStore();
    const points = new Set<number>();
    collections.set('book_1', points);
    const grows: VectorStore = {
      ...store,
      describe: async () => {
        points.add(points.size);
        return { points: points.size, dimensions: 2 };
      },
    };
    await buildInStore(grows, 'book_1', version, { signal, pace: PACE });
    expect(done).toEqual(['activate book_1 of 4']);
  });

  it('makes the other ones go but that of before', async () => {
    const { store, done } = memoryStore();
    for (const name of ['book_1', 'book_2', 'book_3']) await buildInStore(store, name, version, { signal, pace: PACE });
    expect(done.filter((step) => step.startsWith('drop'))).toEqual(['drop book_1']);
  });

  it('is tried again while the store is away, and not for ever', async () => {
    let faults = 2;
    const { store } = memoryStore();
    const away: VectorStore = {
      ...store,
      create: async (...given) => {
        if (faults-- > 0) throw new StoreFault('unreachable', 'away');
        return store.create(...given);
      },
    };
    await expect(buildInStore(away, 'book_1', version, { signal, pace: PACE })).resolves.toEqual([]);
    faults = 3;
    await expect(buildInStore(away, 'book_2', version, { signal, pace: PACE })).rejects.toThrow('away');
  });

  it('does not answer when points got lost on the way', async () => {
    const { store, done } = memoryStore({ upsert: async () => {} });
    await expect(buildInStore(store, 'book_1', version, { signal, pace: PACE })).rejects.toThrow('fewer points');
    expect(done).toEqual([]);
  });

  it('ends when the server stops', async () => {
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(buildInStore(memoryStore().store, 'x', version, { signal: stopped, pace: PACE })).rejects.toThrow(
      'stopped',
    );
  });
});
