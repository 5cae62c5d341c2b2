import { describe, expect, it } from 'vitest';
import { createMemoryRateCounter, withFallback } from './rate-counter.ts';

describe('the counter in memory', () => {
  it('counts in windows that begin with the first hit', async () => {
    let time = 0;
    const counter = createMemoryRateCounter(() => time);
    expect(await counter.hit('a', 1000)).toEqual({ count: 1, remainingMs: 1000 });
    time = 400;
    expect(await counter.hit('a', 1000)).toEqual({ count: 2, remainingMs: 600 });
    expect(await counter.hit('b', 1000)).toEqual({ count: 1, remainingMs: 1000 });
    time = 1000;
    expect(await counter.hit('a', 1000)).toEqual({ count: 1, remainingMs: 1000 });
  });

  it('forgets the oldest address when it holds too many', async () => {
    const counter = createMemoryRateCounter(() => 0);
    for (let index = 0; index <= 20_000; index += 1) await counter.hit(`address-${index}`, 1000);
    expect((await counter.hit('address-20000', 1000)).count).toBe(2);
    expect((await counter.hit('address-0', 1000)).count).toBe(1);
  });
});

describe('a counter with a fallback', () => {
  it('goes on counting while the first one is away', async () => {
    const broken = { hit: () => Promise.reject(new Error('away')) };
    const counter = withFallback(
      broken,
      createMemoryRateCounter(() => 0),
    );
    await counter.hit('a', 1000);
    expect((await counter.hit('a', 1000)).count).toBe(2);
  });
});
