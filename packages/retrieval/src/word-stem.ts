import { stemmer } from 'stemmer';
import { foldDiacritics } from './text-normalization.ts';
import { stemUrdu } from './urdu-stem.ts';

/** How words in Latin letters are brought to one form: English suffixes removed, or the beginning kept. */
export type LatinStemming = 'english' | 'prefix';
/** How all words of a text are brought to one form; `urdu`: Urdu words as such, words in Latin letters as English. */
export type Stemming = LatinStemming | 'urdu';

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
 * Porter's stem for English, also inside of Urdu; the word without its endings for Urdu; for other languages the first
 * five characters, in Arabic script without the article. Words with digits and words of scripts without blanks stay as they are.
 *
 * @see https://tartarus.org/martin/PorterStemmer/
 */
export function stemWord(word: string, stemming: Stemming): string {
  if (ASCII_WORD.test(word)) return stemming === 'prefix' ? prefix(word) : stemmer(word);
  if (UNSTEMMED.test(word)) return word;
  if (ARABIC_LETTER.test(word) && stemming === 'urdu') return stemUrdu(word);
  if (ARABIC_LETTER.test(word)) return prefix(word.replace(ARABIC_PREFIX, ''));
  if (LATIN_LETTER.test(word)) {
    const folded = foldDiacritics(word);
    return stemming !== 'prefix' && ASCII_WORD.test(folded) ? stemmer(folded) : prefix(folded);
  }
  return prefix(word);
}
