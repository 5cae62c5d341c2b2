/** Words of a model that are no words: addresses, keys, blobs. Pure. */

/** Longer runs without a blank are no word of any language written with blanks. */
export const MAX_WORD_CHARS = 200;
/** Stands for what was taken out. */
export const TAKEN_OUT = '…';

/** Letters of scripts whose words are parted by blanks, digits, and what addresses are made of. */
const WORD_CHARACTER = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}\p{M}_@:/?.=&%+#~\-：／．＠]/u;
const ADDRESS = /:\/\/|^www\.|(?:^|[^\p{L}])www\./iu;
const SCHEME = /^(?:javascript|vbscript|data|file|blob|mailto|tel|ftp|intent):(?=[^\s:])/iu;
const MAIL = /[\p{L}\p{N}_.+-]+@[\p{L}\p{N}-]+\.[\p{L}]{2,}/u;
/** Keys of well-known services, tokens, and blobs that may hold anything. */
const KEY =
  /^(?:(?:sk|pk|rk)[-_][\w-]{12,}|gh[pousr]_\w{16,}|github_pat_\w{16,}|xox[abprs]-[\w-]{10,}|AKIA\w{12,}|AIza[\w-]{20,}|eyJ[\w-]{10,}(?:\.[\w-]+)*|glpat-[\w-]{10,}|hf_\w{16,}|npm_\w{16,})$/u;
const BLOB = /^[A-Za-z0-9+/=_-]{40,}$/u;
const HEX = /^(?:0x)?[0-9a-f]{32,}$/iu;

/** Whether a character is held back until its word is whole. */
export const isWordCharacter = (character: string): boolean => WORD_CHARACTER.test(character);

/** How a word may be shown. */
export type WordJudgement = 'plain' | 'code' | 'taken_out';

/**
 * Judges a whole word. An address is shown, as code and so never as a link, only where a passage has it letter by
 * letter: an address with something appended to it carries that away.
 */
export const judgeWord = (word: string, isInPassages: (text: string) => boolean): WordJudgement => {
  if (word.length > MAX_WORD_CHARS) return 'taken_out';
  // "http：／／", and letters that only look Latin, are what they look like.
  const folded = word.normalize('NFKC');
  if (ADDRESS.test(folded) || SCHEME.test(folded) || MAIL.test(folded)) {
    return isInPassages(word.replace(/[.:?]+$/u, '')) && folded === word ? 'code' : 'taken_out';
  }
  const isSecret = KEY.test(folded) || HEX.test(folded) || (BLOB.test(folded) && looksEncoded(folded));
  return isSecret && !isInPassages(word) ? 'taken_out' : 'plain';
};

/** Long names are of one case and parted by _ or -; encoded bytes mix all kinds of characters. */
const looksEncoded = (word: string): boolean => {
  const parts = word.split(/[_-]/u).filter((part) => part.length > 16);
  return parts.some((part) => /[a-z]/u.test(part) && /[A-Z]/u.test(part) && (/\d/u.test(part) || part.length > 24));
};

/** Characters that nobody sees, and that turn, hide or smuggle what stands around them. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Variation_Selector}\u2028\u2029\u115F\u1160\u3164\uFFA0]/u;
/** Joiners belong to the words of these scripts. */
const JOINED_SCRIPT =
  /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}]/u;

/** Whether a character is taken out wherever it stands. */
export const isHidden = (character: string, before: string): boolean => {
  if (character === '\n' || character === '\t') return false;
  if (!HIDDEN.test(character)) return false;
  const isJoiner = character === '\u200c' || character === '\u200d';
  return !(isJoiner && JOINED_SCRIPT.test(before));
};
