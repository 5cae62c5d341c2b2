import { describe, expect, it } from 'vitest';
import { everydayCommonness } from './word-commonness.ts';

describe('everydayCommonness', () => {
  it('falls from the commonest words to the rare ones', () => {
    const falling = ['know', 'people', 'shirt', 'backwards', 'sourdough'].map(everydayCommonness);
    expect(falling).toEqual([...falling].sort((a, b) => b - a));
    expect(falling[0]).toBe(1);
    expect(falling.at(-1)).toBe(0);
  });

  it('knows a word in all its forms', () => {
    expect(everydayCommonness('scratching')).toBe(everydayCommonness('scratch'));
    expect(everydayCommonness('scratch')).toBeGreaterThan(0);
  });

  it.each(['moveit', 'kinematics', 'karachi', 'paris', 'ٹاپک', 'ros2', '2026', ''])('takes %j for rare', (word) => {
    expect(everydayCommonness(word)).toBe(0);
  });

  it('takes small numbers for common', () => {
    expect(everydayCommonness('10')).toBeGreaterThan(0);
  });
});
