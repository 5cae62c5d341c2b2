/** The contract of a store of vectors: every store outside the process passes this suite. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StorePoint, StoreScope, StoreSearch, VectorStore } from './vector-store.port.ts';

const NOTHING = { indices: [], values: [] };
const point = (number: number, dense: readonly number[] | undefined, page = 'sensors'): StorePoint => ({
  number,
  id: `section ${number}`,
  language: 'en',
  place: { page, sections: [`s${number}`], segments: [] },
  words: { indices: [number, 100], values: [1, 0.5] },
  grams: { indices: [number], values: [1] },
  dense,
});
const POINTS = [point(0, [1, 0]), point(1, [0.6, 0.8], 'ros'), point(2, [0, 1], 'ros')];
const scope = (numbers?: readonly number[]): StoreScope => ({
  language: 'en',
  ...(numbers === undefined ? {} : { ids: numbers }),
  numbers: () => numbers,
  from: 0,
  to: 100,
});
const search = (overrides: Partial<StoreSearch>): StoreSearch => ({
  scope: scope(),
  readings: [],
  grams: NOTHING,
  dense: [1, 0],
  nearest: [],
  count: 2,
  ...overrides,
});

/** A store for a test: its collections have a prefix of their own. */
export interface StoreUnderTest {
  readonly store: VectorStore;
  readonly prefix: string;
  /** Removes what is left. */
  readonly clear: () => Promise<void>;
}

/** Declares the suite. */
export const describeVectorStore = (name: string, make: () => Promise<StoreUnderTest>): void => {
  describe(`store of vectors: ${name}`, () => {
    let store: VectorStore;
    let clear: StoreUnderTest['clear'];
    let first: string;
    let second: string;
    beforeEach(async () => {
      const made = await make();
      ({ store, clear } = made);
      const { prefix } = made;
      first = `${prefix}_1_aaaaaaaaaa`;
      second = `${prefix}_2_bbbbbbbbbb`;
    });
    afterEach(() => clear());

    it('has nothing at first', async () => {
      expect(await store.list()).toEqual({ current: undefined, names: [] });
      expect(await store.describe(first)).toBeUndefined();
    });

    it('makes a collection once, and counts its points', async () => {
      expect(await store.create(first, 2)).toBe(true);
      expect(await store.create(first, 2)).toBe(false);
      expect(await store.describe(first)).toEqual({ points: 0, dimensions: 2 });
      await store.upsert(first, POINTS.slice(0, 2));
      await store.upsert(first, POINTS.slice(1));
      expect(await store.describe(first)).toEqual({ points: 3, dimensions: 2 });
    });

    it('switches from one version to the next, and keeps the old one until it is dropped', async () => {
      for (const collection of [first, second]) {
        await store.create(collection, 2);
        await store.upsert(collection, POINTS);
      }
      await store.activate(first);
      expect((await store.list()).current).toBe(first);
      await store.activate(second);
      const { current, names } = await store.list();
      expect([current, names.toSorted()]).toEqual([second, [first, second]]);
      expect((await store.score(first, [search({})]))[0]?.dense.size).toBe(2);
      await store.drop(first);
      await store.drop(first);
      expect((await store.list()).names).toEqual([second]);
    });

    it('scores by meaning: the nearest, and those that others found', async () => {
      await store.create(first, 2);
      await store.upsert(first, POINTS);
      await store.activate(first);
      const [answer] = await store.score(first, [search({ count: 1, nearest: [2] })]);
      expect(new Set(answer?.dense.keys())).toEqual(new Set([0, 2]));
      expect(answer?.dense.get(0)).toBeCloseTo(1);
      expect(answer?.dense.get(2)).toBeCloseTo(0);
    });

    it('keeps to the scope, and answers several searches in their order', async () => {
      await store.create(first, 2);
      await store.upsert(first, POINTS);
      await store.activate(first);
      const [one, two, none] = await store.score(first, [
        search({ scope: scope([1]) }),
        search({ scope: scope([0, 2]), dense: [0, 1], count: 1 }),
        search({ scope: scope([]) }),
      ]);
      expect([...(one?.dense.keys() ?? [])]).toEqual([1]);
      expect([...(two?.dense.keys() ?? [])]).toEqual([2]);
      expect(none?.dense.size).toBe(0);
    });

    it('says that a collection is missing, and takes no vector of another length', async () => {
      await expect(store.score(first, [search({})])).rejects.toMatchObject({ kind: 'missing' });
      await store.create(first, 2);
      await expect(store.upsert(first, [point(0, [1, 0, 0])])).rejects.toMatchObject({ name: 'StoreFault' });
      expect((await store.describe(first))?.points).toBe(0);
    });
  });
};
