/** The languages of the menu, and which of them a reader is offered first. */
import { SUPPORTED_LANGUAGES } from '@lectern/contracts';
import { expect, test } from 'vitest';
import { READING_LANGUAGES, readingLanguage, suggestedLanguage } from './languages.ts';

test('the menu has the languages that the server knows, with their own names and directions', () => {
  const known = Object.entries(SUPPORTED_LANGUAGES).map(([code, { label, direction }]) => [code, label, direction]);
  expect(READING_LANGUAGES.map(({ code, label, dir }) => [code, label, dir])).toEqual(known);
});

test('a browser’s tag finds its language; Chinese in traditional characters is another', () => {
  expect(readingLanguage('ur-PK')?.code).toBe('ur');
  expect(readingLanguage('pt-BR')?.code).toBe('pt');
  expect(readingLanguage('zh-Hans-CN')?.code).toBe('zh');
  expect(readingLanguage('zh-TW')).toBeUndefined();
  expect(readingLanguage('xx')).toBeUndefined();
});

test('a reader is offered the first language of their browser that isn’t the book’s, else Urdu', () => {
  expect(suggestedLanguage('en', ['en-GB', 'de-AT', 'fr']).code).toBe('de');
  expect(suggestedLanguage('en', ['en-US']).code).toBe('ur');
  expect(suggestedLanguage('ur', ['ur-PK', 'en']).code).toBe('en');
});
