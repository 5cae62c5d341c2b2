/** What is kept together in text that is read right to left. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { isRightToLeft, splitRuns } from './left-to-right-runs.ts';

const runsOf = (text: string) => splitRuns(text).flatMap(({ text: run, isRun }) => (isRun ? [run] : []));

describe('runs that the direction around them would take apart', () => {
  it.each([
    ['رفتار 9.81 m/s² ہے', '9.81 m/s²'],
    ['ہفتے 8–9)', '8–9'],
    ['فرق 0.5°/s تک', '0.5°/s'],
    ['سطح 10–40 kHz پر', '10–40 kHz'],
    ['تصویر 640 × 480 پکسل', '640 × 480'],
    ['قدر −1 نامعلوم', '−1'],
    ['غلطی ±2 % تک', '±2 %'],
    ['تقریباً ≈ 30 °C پر', '30 °C'],
    ['زبان C++ میں', 'C++'],
    ['یوں 3 · 3 = 9 جوڑے', '3 · 3 = 9'],
    ['یعنی Z²σ_d/(f b) = 4 · 0.25 / 60 = 0.0167 m ہے', 'Z²σ_d/(f b) = 4 · 0.25 / 60 = 0.0167 m'],
    ['تاخیر (33 ms) تک', '33 ms'],
    ['گھماؤ 0.1 rad/s رہا', '0.1 rad/s'],
  ])('%s: %s', (text, run) => {
    expect(runsOf(text)).toEqual([run]);
  });

  it.each([
    ['ROS 2 میں 20 بار'],
    ['یعنی σ_Z = 9'],
    ['node (topic) پر'],
    ['ڈومین ID 3 پر'],
    ['سن 2026-11-22 کو'],
    ['node اور topic'],
    ['10:30 بجے'],
  ])('nothing in: %s', (text) => {
    expect(runsOf(text)).toEqual([]);
  });

  it('nothing is lost, whatever the text', () => {
    const part = fc.constantFrom('9.81 m/s²', '8–9', 'C++', ' ', '۔', 'میں', '−', '×', 'a');
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string({ unit: 'grapheme', maxLength: 6 }))), (parts) => {
        const pieces = splitRuns(parts.join(''));
        expect(pieces.map(({ text }) => text).join('')).toBe(parts.join(''));
        expect(pieces.every(({ text }) => text !== '')).toBe(true);
      }),
      { seed: 20_261_122, numRuns: 500 },
    );
  });
});

test('Urdu with names in Latin letters is read right to left, English that quotes Urdu is not', () => {
  expect(isRightToLeft('ROS 2 کا node اپنے topic پر message بھیجتا ہے')).toBe(true);
  expect(isRightToLeft('The Urdu word for it is روبوٹ, which everybody understands.')).toBe(false);
  expect(isRightToLeft('9.81')).toBe(false);
});
