/** Interpolation and plural forms. */
import { afterEach, expect, test } from 'vitest';
import { plural, setTranslator, t } from './messages.ts';

afterEach(() => setTranslator((_id, message) => message));

test('values go to their places; a place without a value stays', () => {
  expect(t({ id: 'x', message: '{a} and {b}' }, { a: 1 })).toBe('1 and {b}');
});

test('the form follows the language', () => {
  const message = { id: 'x', message: '{count} section|{count} sections' };
  expect(plural(message, 1, {}, 'en')).toBe('1 section');
  expect(plural(message, 3, {}, 'en')).toBe('3 sections');
});

test('a language with more forms than the text uses the last', () => {
  const message = { id: 'x', message: '{count} section|{count} sections' };
  expect(plural(message, 3, {}, 'ar')).toMatch(/sections$/);
});

test('a translation takes the place of the English', () => {
  setTranslator((id, message) => (id === 'x' ? '{count} کتاب|{count} کتابیں' : message));
  expect(plural({ id: 'x', message: 'a|b' }, 2, {}, 'ur')).toMatch(/کتابیں$/);
});
