import { expect, test, vi } from 'vitest';
import { inGroups } from './grouped.ts';

/** Groups that end when they are told to. */
const heldGroups = () => {
  const groups: { readonly items: readonly number[]; readonly end: () => void }[] = [];
  const run = (items: readonly number[]): Promise<number[]> => {
    const { promise, resolve } = Promise.withResolvers<number[]>();
    groups.push({ items, end: () => resolve(items.map((item) => item * 10)) });
    return promise;
  };
  return { groups, run };
};

test('what comes while a group is under way makes the next one', async () => {
  const { groups, run } = heldGroups();
  const ask = inGroups(run, 10);
  const answers = [1, 2, 3].map(ask);
  expect(groups.map(({ items }) => items)).toEqual([[1]]);
  groups[0]?.end();
  expect(await answers[0]).toBe(10);
  await vi.waitFor(() => expect(groups.map(({ items }) => items)).toEqual([[1], [2, 3]]));
  groups[1]?.end();
  expect(await Promise.all(answers)).toEqual([10, 20, 30]);
});

test('a group is no larger than it may be', async () => {
  const sizes: number[] = [];
  const ask = inGroups(async (items: readonly number[]) => {
    sizes.push(items.length);
    return items;
  }, 4);
  const items = Array.from({ length: 10 }, (_, at) => at);
  expect(await Promise.all(items.map(ask))).toEqual(items);
  expect(sizes).toEqual([1, 4, 4, 1]);
});

test('a group that fails fails for its items, and for no others', async () => {
  const ask = inGroups(async (items: readonly number[]) => {
    if (items.includes(2)) throw new Error('the group failed');
    return items;
  }, 2);
  const settled = await Promise.allSettled([1, 2, 3, 4].map(ask));
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
  expect(await ask(5)).toBe(5);
});
