/** Soft hyphen, zero-width characters, joiners and bidirectional controls: never part of a word's identity. */
const INVISIBLE = /[\u00AD\u200B\u200E\u200F\u2060-\u206F\uFEFF]|\u200C|\u200D|[\u202A-\u202E]/gu;
/** Arabic vowel signs, superscript alef and tatweel. */
const ARABIC_MARKS = /[\u064B-\u065F\u0670\u0640]/gu;
const ARABIC_SCRIPT = /\p{Script=Arabic}/u;
const ARABIC_LETTERS = /[آأإٱيىېئۓكهةۃھۂۀؤ٠-٩۰-۹]/gu;
/** A hamza that stands alone: many leave it out. */
const BARE_HAMZA = /ء/gu;

/** Letters that Arabic, Persian and Urdu keyboards write with different code points, each to one form. */
const ARABIC_FORMS: Readonly<Record<string, string>> = {
  آ: 'ا',
  أ: 'ا',
  إ: 'ا',
  ٱ: 'ا',
  ي: 'ی',
  ى: 'ی',
  ې: 'ی',
  ئ: 'ی',
  ۓ: 'ے',
  ك: 'ک',
  ه: 'ہ',
  ة: 'ہ',
  ۃ: 'ہ',
  ھ: 'ہ',
  ۂ: 'ہ',
  ۀ: 'ہ',
  ؤ: 'و',
};

const unifyArabicLetter = (letter: string): string => {
  const code = letter.codePointAt(0) ?? 0;
  if (code >= 0x06f0 && code <= 0x06f9) return String(code - 0x06f0);
  if (code >= 0x0660 && code <= 0x0669) return String(code - 0x0660);
  return ARABIC_FORMS[letter] ?? letter;
};

/**
 * Brings text to the form in which words are compared, letter case aside.
 *
 * NFKC, invisible characters removed; in Arabic script vowel signs (with them the ezafe), tatweel and bare hamza
 * removed and the forms of alef, yeh, kaf, heh and teh marbuta unified, a hamza on yeh or waw left out, digits made
 * Latin.
 */
export function normalizeText(text: string): string {
  const composed = text.normalize('NFKC').replace(INVISIBLE, '');
  if (!ARABIC_SCRIPT.test(composed)) return composed;
  return composed.replace(ARABIC_MARKS, '').replace(BARE_HAMZA, '').replace(ARABIC_LETTERS, unifyArabicLetter);
}

/** Removes diacritics from Latin letters: `Größe` → `Große`, `kitabı` keeps its dotless i as `i`. */
export function foldDiacritics(word: string): string {
  return word
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/ı/g, 'i')
    .replace(/ß/g, 'ss')
    .replace(/ø/g, 'o')
    .replace(/æ/g, 'ae')
    .replace(/œ/g, 'oe')
    .replace(/ł/g, 'l')
    .replace(/đ/g, 'd');
}
