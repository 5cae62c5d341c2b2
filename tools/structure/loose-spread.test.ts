import { expect, test } from 'vitest';
import { looseSpreadLines } from './loose-spread.ts';

test.each([
  'const all = [...document.querySelectorAll("p")];',
  'const ends = [...text.matchAll(END)];',
  'const rects = [...range.getClientRects()].filter(Boolean);',
  'const entry = { checked: [...record.checked] };',
  'const sorted = [...cuts].sort();',
])('%s breaks on sites that are built with Babel', (line) => {
  expect(looseSpreadLines(line)).toEqual([1]);
});

test.each(['const both = [...first, ...second];', 'const keys = [...Object.keys(TABLE), "x"];', 'call(...values);'])(
  '%s is fine',
  (line) => {
    expect(looseSpreadLines(line)).toEqual([]);
  },
);
