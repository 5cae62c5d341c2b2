import { describe, expect, it } from 'vitest';
import { parseWeeks } from './learning-weeks.ts';

describe('weeks of a page', () => {
  it.each([
    ['1', [1]],
    ['8–9', [8, 9]],
    ['8-10', [8, 9, 10]],
    [' 3 , 5 ', [3, 5]],
    ['5; 3–4', [3, 4, 5]],
    ['9–8', []],
    ['0–2', [1, 2]],
    ['59–99', [59, 60]],
    ['soon', []],
    ['', []],
    [undefined, []],
  ])('reads %j as %j', (week, weeks) => {
    expect(parseWeeks(week)).toEqual(weeks);
  });
});
