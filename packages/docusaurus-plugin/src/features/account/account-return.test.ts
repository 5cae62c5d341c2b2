/** Signing in leads back into this site, whatever a link says. */
import { expect, test } from 'vitest';
import { safeReturnPath } from './account-return.ts';

const ORIGIN = 'https://book.example';
const back = (wanted: string | null, baseUrl = '/') => safeReturnPath(wanted, baseUrl, ORIGIN);

test.each(['/book/intro', '/book/intro?ask=why#nodes', '/account/profile', '/learn'])('goes back to %s', (path) => {
  expect(back(path)).toBe(path);
});

test.each([
  null,
  '',
  'book/intro',
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '/\t/evil.example',
  '/book\\..\\..\\evil',
  'javascript:alert(1)',
  ' /book',
  '/account/sign-in?from=/book',
  '/account/reset?token=x',
])('goes to the start instead of %j', (path) => {
  expect(back(path)).toBe('/');
});

test('stays within the site’s own base URL', () => {
  expect(back('/course/ur/book/intro', '/course/ur/')).toBe('/course/ur/book/intro');
  expect(back('/elsewhere', '/course/ur/')).toBe('/course/ur/');
  expect(back('/course/ur/../../elsewhere', '/course/ur/')).toBe('/course/ur/');
});
