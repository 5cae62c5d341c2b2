import { expect, test } from 'vitest';
import { createLoopTurns } from './chat-stream-turns.ts';

/** A loop that turns when it is told to, and a clock that stands still. */
const heldLoop = (givesWay = true) => {
  const callbacks: (() => void)[] = [];
  const clock = { ms: 0 };
  const turns = createLoopTurns({
    givesWay,
    nextTurn: (callback) => callbacks.push(callback),
    now: () => clock.ms,
  });
  const turn = async (): Promise<void> => {
    for (const callback of callbacks.splice(0)) callback();
    await Promise.resolve();
  };
  return { turns, clock, turn, isIdle: () => callbacks.length === 0 };
};

test('work goes on at once while the slice of this turn lasts', () => {
  const { turns, clock } = heldLoop();
  expect(turns.take()).toBeUndefined();
  clock.ms = 1;
  expect(turns.take()).toBeUndefined();
});

test('work beyond the slice waits for the next turn, first come first served', async () => {
  const { turns, clock, turn } = heldLoop();
  void turns.take();
  clock.ms = 5;
  const done: string[] = [];
  const work = async (name: string): Promise<void> => {
    await turns.take();
    done.push(name);
    clock.ms += 5;
  };
  /** A turn in which nothing else is done. */
  const quietTurn = async (): Promise<void> => {
    await turn();
    await turn();
  };
  const all = Promise.all([work('a'), work('b'), work('c')]);
  expect(done).toEqual([]);
  await quietTurn();
  expect(done).toEqual(['a']);
  await quietTurn();
  expect(done).toEqual(['a', 'b']);
  await quietTurn();
  await all;
  expect(done).toEqual(['a', 'b', 'c']);
});

test('a turn that is busy with other work is left to it, for a while', async () => {
  const { turns, clock, turn } = heldLoop();
  void turns.take();
  clock.ms = 2;
  let isDone = false;
  const work = Promise.resolve(turns.take()).then(() => {
    isDone = true;
  });
  for (const ms of [12, 22]) {
    clock.ms = ms;
    await turn();
    expect(isDone).toBe(false);
  }
  clock.ms = 32;
  await turn();
  await work;
  expect(isDone).toBe(true);
});

test('nothing turns when nobody waits', async () => {
  const { turns, turn, isIdle } = heldLoop();
  void turns.take();
  await turn();
  expect(isIdle()).toBe(true);
  expect(turns.take()).toBeUndefined();
});

test('questions go on in a busy turn, one slice of them', async () => {
  const { turns, clock, turn } = heldLoop(false);
  void turns.take();
  clock.ms = 5;
  const done: string[] = [];
  const ask = async (name: string): Promise<void> => {
    await turns.take();
    done.push(name);
  };
  const all = Promise.all([ask('a'), ask('b')]);
  clock.ms = 30;
  await turn();
  expect(done).toEqual(['a']);
  clock.ms = 60;
  await turn();
  await all;
  expect(done).toEqual(['a', 'b']);
});
