import type { SupportedLanguage } from '@lectern/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeTranslation } from './normalize-translation.ts';

function mend(source: string, translated: string, language: SupportedLanguage = 'ur'): string {
  return normalizeTranslation({ text: source }, translated, { language });
}

describe('what an engine does to a text', () => {
  it.each<[string, string, string, string, SupportedLanguage]>([
    ['decodes entities', 'It’s "a"', 'C&#39;est &quot;a&quot;&hellip;', 'C\'est "a"…', 'fr'],
    ['keeps the text’s own escapes', 'a &lt; b', 'a &lt; b &amp; c', 'a &lt; b &amp; c', 'es'],
    ['escapes what an entity hid', 'a', '&#60;b&#62;', '&lt;b&gt;', 'es'],
    ['escapes a bare ampersand', 'a and b', 'a & b', 'a &amp; b', 'es'],
    ['escapes signs', 'a &lt; 5 -&gt; <x1/>', 'a < 5 -> <x1/>', 'a &lt; 5 -&gt; <x1/>', 'es'],
    ['leaves tags for the checks to find', 'a', 'a <b>c</b>', 'a <b>c</b>', 'es'],
    ['leaves what it does not know', 'a', '&unknownthing;', '&unknownthing;', 'es'],
    [
      'writes atoms as atoms',
      'Run <x1/> <x2/> <x3/>',
      'Corre <x1></x1> < X2 / > <x3>ls</x3>',
      'Corre <x1/> <x2/> <x3/>',
      'es',
    ],
    [
      'puts eaten blanks back',
      'run <x1/> now <g2>fast</g2> please',
      'چلائیں<x1/>ابھی<g2>تیز</g2>براہ',
      'چلائیں <x1/> ابھی <g2>تیز</g2> براہ',
      'ur',
    ],
    [
      'parts words from a placeholder that a mark followed',
      'run <x1/>.',
      'اسے <x1/>پر چلائیں۔',
      'اسے <x1/> پر چلائیں۔',
      'ur',
    ],
    ['leaves a word joined that is joined in the source', '<x1/>s run', '<x1/>es corren', '<x1/>es corren', 'es'],
    ['lets endings join in Korean', 'run <x1/> now', '지금 <x1/>를 실행', '지금 <x1/>를 실행', 'ko'],
    ['lets prefixes join in Arabic', 'with <x1/> now', 'الآن بـ<x1/> نعم', 'الآن بـ<x1/> نعم', 'ar'],
    ['moves blanks out of pairs', 'a <g1>b</g1> c', 'a<g1> b </g1>c', 'a <g1>b</g1> c', 'es'],
    [
      'moves blanks out of nested pairs',
      '<g1><g2>b</g2></g1> c',
      '<g1> <g2> b </g2> </g1> c',
      '<g1><g2>b</g2></g1> c',
      'es',
    ],
    ['closes up before a mark', 'see <x1/>.', 'دیکھیں <x1/> ۔', 'دیکھیں <x1/>۔', 'ur'],
    ['leaves French marks apart', 'see <x1/>?', 'voir <x1/> ?', 'voir <x1/> ?', 'fr'],
    ['keeps an inner blank of the source', '<g1>a </g1>b', '<g1>x </g1>y', '<g1>x </g1>y', 'es'],
    ['joins lines', 'a b', 'x\r\n y', 'x y', 'es'],
    ['takes quotes around the whole away', 'A robot', '“Un robot”', 'Un robot', 'es'],
    ['keeps the source’s quotes', '"A" robot', '"Un" robot', '"Un" robot', 'es'],
    ['drops what nobody sees', 'ab', '\uFEFFx\u200By\u202Bz', 'xyz', 'es'],
    ['writes Urdu in Urdu’s letters', 'a', 'يك هي ة', 'یک ہی ۃ', 'ur'],
    ['leaves Arabic as it is', 'a', 'يك هي', 'يك هي', 'ar'],
    ['writes 0-9', '10 and 20 and 30', '۱۰ ٢٠ ३०', '10 20 30', 'ur'],
    ['keeps other digits that the source shows', 'digits ۱۰', 'ہندسے ۱۰', 'ہندسے ۱۰', 'ur'],
  ])('%s', (_name, source, translated, expected, language) => {
    expect(mend(source, translated, language)).toBe(expected);
  });

  it('leaves a blank line for the checks to find', () => {
    expect(mend('a', 'x\n \ny')).toBe('x\n\ny');
  });

  it('changes nothing in what is already mended', () => {
    const piece = fc.constantFrom(
      '<x1/>',
      '<g2>',
      '</g2>',
      ' ',
      'لفظ',
      'word',
      '&amp;',
      '&#39;',
      '.',
      '۔',
      '"',
      '\n',
      '١',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const once = mend('A <x1/> <g2>b</g2>.', pieces.join(''));
        expect(mend('A <x1/> <g2>b</g2>.', once)).toBe(once);
      }),
      { seed: 20_261_121, numRuns: 300 },
    );
  });
});
