/** Texts for blocks: only for the version of the chapter that the page shows. */
import { beforeEach, expect, test } from 'vitest';
import { beginChapter, showSegments, viewOf } from './segment-store.ts';

const ENGLISH = { lang: 'en', dir: 'ltr' } as const;

beforeEach(() => beginChapter(undefined, ENGLISH));

test('texts of the version that is shown are shown', () => {
  beginChapter('default/current/a@1', ENGLISH);
  expect(showSegments('default/current/a@1', new Map([['s1', { text: 'الف' }]]))).toBe(true);
  expect(viewOf('s1')).toEqual({ text: 'الف' });
});

test('texts of another version, or of a chapter that was left, are dropped', () => {
  beginChapter('default/current/a@2', ENGLISH);
  expect(showSegments('default/current/a@1', new Map([['s1', { text: 'الف' }]]))).toBe(false);
  expect(viewOf('s1')).toBeUndefined();
});

test('another chapter begins with the author’s text', () => {
  beginChapter('default/current/a@1', ENGLISH);
  showSegments('default/current/a@1', new Map([['s1', { text: 'الف' }]]));
  beginChapter('default/current/b@1', ENGLISH);
  expect(viewOf('s1')).toBeUndefined();
});
