import { expect, test } from 'vitest';
import type { PageTerm } from './glossary-data.ts';
import { termMatcher } from './glossary-match.ts';

const term = (name: string, ...forms: string[]): PageTerm => ({ term: name, forms, definition: '', translated: {} });
const find = termMatcher([
  term('callback'),
  term('callback group'),
  term('force/torque sensor', 'F/T sensor'),
  term('IMU', 'inertial measurement unit', 'جمودی پیمائش کا آلہ'),
  term('C++'),
  term('sim-to-real'),
]);
const found = (text: string) =>
  find(text).map(({ term: { term: name }, start, end }) => [name, text.slice(start, end)]);

test.each([
  [
    'A callback group has callbacks.',
    [
      ['callback group', 'callback group'],
      ['callback', 'callbacks'],
    ],
  ],
  ['Each Inertial\nmeasurement unit drifts.', [['IMU', 'Inertial\nmeasurement unit']]],
  [
    'An F/T sensor in C++',
    [
      ['force/torque sensor', 'F/T sensor'],
      ['C++', 'C++'],
    ],
  ],
  ['The sim-to-real gap', [['sim-to-real', 'sim-to-real']]],
  ['یہ جمودی پیمائش کا آلہ ہے۔', [['IMU', 'جمودی پیمائش کا آلہ']]],
  ['IMUX, my_callback and recallback are other words', []],
])('%j', (text, matches) => {
  expect(found(text)).toEqual(matches);
});

test('a glossary without terms finds none', () => {
  expect(termMatcher([])('callback')).toEqual([]);
});
