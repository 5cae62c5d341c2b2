/** Headings in the table of contents, which are HTML: nothing of a translation may become markup. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tocLabel } from './toc-label.ts';

test('the translation takes the place of the words, code stays the original’s in the translation’s order', () => {
  expect(tocLabel('<code>a</code> before <code>b</code>', '<x2/> کے بعد <g3><x1/></g3>')).toBe(
    '<code>b</code> کے بعد <code>a</code>',
  );
});

test('without a translation, or where atoms don’t fit, the heading stays as it is', () => {
  expect(tocLabel('Title', undefined)).toBe('Title');
  expect(tocLabel('Title of x²', 'عنوان <x1/>')).toBe('Title of x²');
});

test('any text is text', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const atoms = /<x\d+\/>/.test(text);
      expect(atoms ? '' : tocLabel('Title', text)).not.toMatch(/<(?!\/?g\d)/);
    }),
    { seed: 20_261_121 },
  );
  expect(tocLabel('Title', '<img src=x onerror=alert(1)>')).toBe('&lt;img src=x onerror=alert(1)&gt;');
});
