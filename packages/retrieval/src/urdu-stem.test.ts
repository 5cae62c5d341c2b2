import { describe, expect, it } from 'vitest';
import { normalizeText } from './text-normalization.ts';
import { stemWord } from './word-stem.ts';

const stem = (word: string): string => stemWord(normalizeText(word), 'urdu');

describe('stems of Urdu words', () => {
  it.each([
    ['one of a kind and several', ['موٹر', 'موٹریں', 'موٹروں']],
    ['a noun and its oblique forms', ['کیمرا', 'کیمرے', 'کیمروں']],
    ['a noun on heh', ['نقشہ', 'نقشے', 'نقشوں']],
    ['a noun on yeh', ['پالیسی', 'پالیسیاں', 'پالیسیوں']],
    ['an Arabic plural', ['پیغام', 'پیغامات', 'پیغاموں']],
    ['a noun that ends as infinitives do', ['نمونہ', 'نمونے', 'نمونوں']],
    ['the forms of a verb', ['ناپنا', 'ناپتا', 'ناپتے', 'ناپتی', 'ناپیں', 'ناپنے']],
    ['a verb and its causative', ['چلنا', 'چلا', 'چلائیں', 'چلاؤں', 'چلانے']],
    ['hamza on yeh and without', ['چلائیے', 'چلایے']],
    ['words with and without a hamza at the end', ['اجزاء', 'اجزا']],
    ['English words inside of Urdu', ['topic', 'topics']],
  ])('bring together %s', (_, words) => {
    expect(new Set(words.map(stem)).size).toBe(1);
  });

  it.each([
    ['سینسر', 'سنسنی'],
    ['مشین', 'مشق'],
    ['زمین', 'زمانہ'],
  ])('keep %s and %s apart', (one, other) => {
    expect(stem(one)).not.toBe(stem(other));
  });
});
