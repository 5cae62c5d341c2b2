/** Random choices that a seed repeats: a round that fails can be run again as it was. */

/** A source of numbers in [0, 1). */
export type SeededRandom = () => number;

/**
 * Makes a source: mulberry32, 32 bits of state, good enough to pick moments.
 * @see https://gist.github.com/tommyettinger/46a874533244883189143505d203312c
 */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from `least` to `most`, both included. */
export function pickWhole(random: SeededRandom, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}
