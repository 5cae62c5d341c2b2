/** What a text in each target language looks like: what the checks of a returned translation measure against. */
import type { SupportedLanguage } from '@lectern/contracts';

/** Traits of a language in writing. */
export interface LanguageProfile {
  /** One letter of its script. */
  readonly letter: RegExp;
  /** Characters of a translation for each character of its English source, outside placeholders: least and most. */
  readonly lengthRatio: readonly [number, number];
  /** 9.81 is written 9,81 and 1,000 is written 1.000 or 1 000. */
  readonly hasDecimalComma: boolean;
  /** A blank stands before a word that follows another one; none where endings join a Latin word or words are not parted. */
  readonly hasBlankBefore: boolean;
  /** A blank stands after a word, also after one in Latin letters, and before the next one. */
  readonly hasBlankAfter: boolean;
  /** High marks have a blank before them: `vrai ?`. */
  readonly setsMarksApart?: boolean;
}

const latin = {
  letter: /\p{Script=Latin}/u,
  lengthRatio: [0.4, 3],
  hasBlankBefore: true,
  hasBlankAfter: true,
} as const;

/**
 * Profiles by BCP 47 tag. Ratios are wide on purpose: short texts vary most.
 * @see https://www.w3.org/International/articles/article-text-size
 */
export const LANGUAGE_PROFILES: Readonly<Record<SupportedLanguage, LanguageProfile>> = {
  en: { ...latin, hasDecimalComma: false },
  // Measured on 1,485 segments translated by hand: 0.56 to 2.38.
  ur: {
    letter: /\p{Script=Arabic}/u,
    lengthRatio: [0.5, 2.6],
    hasDecimalComma: false,
    hasBlankBefore: true,
    hasBlankAfter: true,
  },
  es: { ...latin, hasDecimalComma: true },
  fr: { ...latin, hasDecimalComma: true, setsMarksApart: true },
  de: { ...latin, hasDecimalComma: true },
  zh: {
    letter: /\p{Script=Han}/u,
    lengthRatio: [0.12, 1.6],
    hasDecimalComma: false,
    hasBlankBefore: false,
    hasBlankAfter: false,
  },
  ja: {
    letter: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u,
    lengthRatio: [0.18, 2],
    hasDecimalComma: false,
    hasBlankBefore: false,
    hasBlankAfter: false,
  },
  pt: { ...latin, hasDecimalComma: true },
  ru: {
    letter: /\p{Script=Cyrillic}/u,
    lengthRatio: [0.4, 3],
    hasDecimalComma: true,
    hasBlankBefore: true,
    hasBlankAfter: true,
  },
  // Arabic joins و, ب, ل and ال to the next word.
  ar: {
    letter: /\p{Script=Arabic}/u,
    lengthRatio: [0.35, 2.6],
    hasDecimalComma: true,
    hasBlankBefore: false,
    hasBlankAfter: true,
  },
  hi: {
    letter: /\p{Script=Devanagari}/u,
    lengthRatio: [0.4, 3],
    hasDecimalComma: false,
    hasBlankBefore: true,
    hasBlankAfter: true,
  },
  // Bengali and Korean join case endings to the word before.
  bn: {
    letter: /\p{Script=Bengali}/u,
    lengthRatio: [0.4, 3],
    hasDecimalComma: false,
    hasBlankBefore: true,
    hasBlankAfter: false,
  },
  id: { ...latin, hasDecimalComma: true },
  ko: {
    letter: /\p{Script=Hangul}/u,
    lengthRatio: [0.2, 2],
    hasDecimalComma: false,
    hasBlankBefore: true,
    hasBlankAfter: false,
  },
  it: { ...latin, hasDecimalComma: true },
};
