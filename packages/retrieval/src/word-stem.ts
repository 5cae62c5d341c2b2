import { stemmer } from 'stemmer';
import { foldDiacritics } from './text-normalization.ts';

/** How words in Latin letters are brought to one form: English suffixes removed, or the beginning kept. */
export type LatinStemming = 'english' | 'prefix';

const ASCII_WORD = /^[a-z]+$/;
const LATIN_LETTER = /\p{Script=Latin}/u;
const ARABIC_LETTER = /\p{Script=Arabic}/u;
const UNSTEMMED =
  /[\p{N}_]|[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Hangul}]/u;
/** The article and the conjunctions and prepositions written together with it. */
const ARABIC_PREFIX = /^(?:وال|بال|کال|فال|لل|ال)(?=.{3})/u;
/** Beginning kept of a word whose language has no stemmer here, in characters. */
const PREFIX_LENGTH = 5;

const prefix = (word: string): string => Array.from(word).slice(0, PREFIX_LENGTH).join('');

/**
 * Brings a normalized, lower-cased word to the form under which it is indexed.
 *
 * Porter's stem for English; for other languages the first five characters, in Arabic script without the article.
 * Words with digits and words of scripts without blanks stay as they are.
 *
 * @see https://tartarus.org/martin/PorterStemmer/
 */
export function stemWord(word: string, latin: LatinStemming): string {
  if (ASCII_WORD.test(word)) return latin === 'english' ? stemmer(word) : prefix(word);
  if (UNSTEMMED.test(word)) return word;
  if (ARABIC_LETTER.test(word)) return prefix(word.replace(ARABIC_PREFIX, ''));
  if (LATIN_LETTER.test(word)) {
    const folded = foldDiacritics(word);
    return latin === 'english' && ASCII_WORD.test(folded) ? stemmer(folded) : prefix(folded);
  }
  return prefix(word);
}
