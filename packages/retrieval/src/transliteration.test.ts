import { describe, expect, it } from 'vitest';
import { buildIndex, search } from './index.ts';
import { tokenize } from './text-tokenizer.ts';
import { transliterate } from './transliteration.ts';

const urduBook = buildIndex([
  { id: 'chess', title: 'تضاد', path: [], locale: 'ur', text: 'روبوٹ کے لیے چلنا شطرنج کھیلنے سے زیادہ مشکل ہے۔' },
  { id: 'lidar', title: 'LiDAR', path: [], locale: 'ur', text: 'لائیڈار لیزر سے فاصلہ ناپتا ہے۔' },
  { id: 'imu', title: 'IMU', path: [], locale: 'ur', text: 'جائروسکوپ اور ایکسلرومیٹر مل کر جھکاؤ بتاتے ہیں۔' },
  {
    id: 'track',
    title: 'راستے',
    path: [],
    locale: 'ur',
    text: 'لیپ ٹاپ کافی ہے، کیمرا ضروری نہیں۔ quaternion بھی سیکھیں۔',
  },
]);
const written = (text: string): string[] | undefined =>
  transliterate(urduBook, tokenize(text))?.map(({ surface }) => surface);

describe('transliterate', () => {
  it.each([
    ['shatranj', 'شطرنج'],
    ['shatrunj', 'شطرنج'],
    ['mushkil', 'مشکل'],
    ['mushkal', 'مشکل'],
    ['khelne', 'کہیلنے'],
    ['fasla', 'فاصلہ'],
    ['faasla', 'فاصلہ'],
    ['naapta', 'ناپتا'],
    ['gyroscope', 'جایروسکوپ'],
    ['accelerometer', 'ایکسلرومیٹر'],
    ['camera', 'کیمرا'],
    ['zaroori', 'ضروری'],
  ])('hears %s as %s', (typed, word) => {
    expect(written(typed)).toEqual([word]);
  });

  it('hears one word that Urdu writes as two', () => {
    expect(written('laptop')).toEqual(['لیپ', 'ٹاپ']);
  });

  it('hears an English name in Urdu letters', () => {
    expect(written('کواٹرنین')).toEqual(['quaternion']);
  });

  it.each(['cricket', 'biryani', 'kal'])('leaves %j alone, which sounds like nothing there', (typed) => {
    expect(written(typed)).toBeUndefined();
  });

  it('lets Roman Urdu find what Urdu finds', () => {
    for (const [roman, urdu] of [
      ['robot ke liye chalna shatranj se mushkil kyon hai', 'روبوٹ کے لیے چلنا شطرنج سے مشکل کیوں ہے؟'],
      ['lidar fasla kaisay napta hai', 'لائیڈار فاصلہ کیسے ناپتا ہے؟'],
    ] as const) {
      expect(search(urduBook, roman).hits[0]?.id).toBe(search(urduBook, urdu).hits[0]?.id);
    }
  });
});
