import { ENGLISH_FUNCTION_WORDS } from './function-words.ts';
import { splitSentences, type TextSpan } from './sentence-splitter.ts';
import { magnitudeOf, numberOf, type Quantity, unitOf } from './support-quantity.ts';
import { normalizeText } from './text-normalization.ts';
import { everydayCommonness } from './word-commonness.ts';

/** What a sentence is cut into: numbers, marks, words with their inner signs, options of commands. */
const TOKEN =
  /\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?![\d\p{L}])|\d+(?:\.\d+)*(?![\p{L}\p{N}_.]*[\p{L}_])(?![\p{N}.]*\p{N})|[$€%°×]C?|[\p{L}\p{N}_](?:[\p{L}\p{N}\p{M}_]|[.:/@+·](?=[\p{L}\p{N}_])|['’](?=\p{L}))*(?:\+\+|#)?|(?<![\p{L}\p{N}])--?[a-z][\w-]*|[,;:()—–\n]|[.!?]/gu;
const IDENTIFIER = /[_/@]|\p{L}\p{N}|\p{N}\p{L}|\p{Ll}\p{Lu}|^\p{Lu}{2,}|\w\.\w|::|[+#]$|^--?\p{L}/u;
/** A new sentence may begin with a command or an identifier in small letters. */
const SMALL_START = /(?<=[\p{L}\p{N}%)]{3}[.])(?<!\b(?:etc|approx|resp|fig|incl)[.])\s+(?=\p{Ll})/gu;
/** Function words of questions that say something in a statement. */
const TELLING = new Set(
  'use used using make made work works help helps need before after above below more most few fewer less least only all both off over under once up down same other show definition difference happen happens out again means'.split(
    ' ',
  ),
);
const SKIPPED = new Set(
  "also just very really actually however therefore thus hence moreover furthermore yet although though while whereas since because there about around approximately roughly nearly almost typically usually often generally rather quite even still already too well simply merely namely e.g i.e etc via per whose whom among amongst within upon toward towards onto without might must may can could should would shall will cannot nor neither nothing none never no not it's that's its let".split(
    ' ',
  ),
);

/** Speeds in words: "kilometres an hour". */
const SPEED = /\b(kilo|)met(?:re|er)s? (?:an?|per) (hour|second)\b/giu;

/** Ranges are read as words, so that a dash does not part them. */
const readable = (raw: string): string =>
  normalizeText(raw)
    .replace(/n['’]t\b/gu, ' not')
    .replace(SPEED, (_whole, kilo: string, time: string) => `${kilo === '' ? 'm' : 'km'}/${time.charAt(0)}`)
    .replace(/\bkilowatt[ -]hours?\b/giu, 'kWh')
    .replace(/(?<=\d)\s?[–—-]\s?(?=\d)/gu, ' to ');

/** Cuts a sentence into words, numbers and marks. */
export const sentenceTokens = (raw: string): string[] => [...readable(raw).matchAll(TOKEN)].map(([token]) => token);

/** Where the sentences of a text stand. */
export function sentenceSpans(text: string): TextSpan[] {
  return splitSentences(text).flatMap(({ start, end }) => {
    const spans: TextSpan[] = [];
    let from = start;
    for (const match of text.slice(start, end).matchAll(SMALL_START)) {
      spans.push({ start: from, end: start + match.index });
      from = start + match.index + match[0].length;
    }
    return [...spans, { start: from, end }];
  });
}

/** Whether a word is the name of a thing in code, or an acronym. */
export const isIdentifier = (token: string): boolean => IDENTIFIER.test(token);

/** Whether a word in small letters says nothing of the matter. */
export const isFunctional = (word: string): boolean =>
  SKIPPED.has(word) || (ENGLISH_FUNCTION_WORDS.has(word) && !TELLING.has(word));

/** "not only", "no more than", "nothing but": these deny nothing. */
export const isLimited = (word: string, next: string): boolean =>
  ((word === 'not' || word === 'no') && /^(?:only|more|less|later|fewer|matter)$/u.test(next)) ||
  (word === 'nothing' && /^(?:but|except|other)$/u.test(next));

/** "instead of", "rather than": what comes next is not so. */
export const isContrast = (word: string, next: string): boolean =>
  (word === 'instead' && next === 'of') || (word === 'rather' && next === 'than');

/** A unit behind its number is a part of it. */
export const isUnitOf = (token: string, before: string): boolean =>
  unitOf(token) !== undefined && (numberOf(before) ?? magnitudeOf(before)) !== undefined;

/** The number at a place with its magnitude and its unit, and how many further tokens these take. */
export function quantityAt(
  tokens: readonly string[],
  at: number,
  value: number,
): { readonly quantity: Quantity; readonly used: number } {
  let used = 0;
  let amount = value;
  const magnitude = magnitudeOf(tokens[at + 1] ?? '');
  if (magnitude !== undefined) {
    amount *= magnitude;
    used++;
  }
  let next = tokens[at + used + 1] ?? '';
  // "10–40 kHz", "60 to 100 beats": the unit stands behind the second number.
  if (/^(?:[–—-]|to|and|or)$/u.test(next) && numberOf(tokens[at + used + 2] ?? '') !== undefined)
    next = tokens[at + used + 3] ?? '';
  const unit = (tokens[at - 1] ?? '').match(/^[$€]$/u) ? unitOf(tokens[at - 1] ?? '') : unitOf(next);
  return { quantity: { value: amount, unit: unit ?? '' }, used };
}

/** Commonness from which on a word with a denying part is a word of its own. */
const OWN_WORD = 0.6;

/** The word that a prefix or an ending denies, where that is a word of its own: "unreliable", "useless". */
export function deniedWord(word: string): string | undefined {
  const bare = bareOf(word);
  return bare !== undefined && everydayCommonness(bare) > 0 && everydayCommonness(word) <= OWN_WORD ? bare : undefined;
}

function bareOf(word: string): string | undefined {
  if (/^(?:un|non-?)(?=\p{L}{4})/u.test(word)) return word.replace(/^(?:un|non-?)/u, '');
  return /^\p{L}{3,}less$/u.test(word) ? word.slice(0, -'less'.length) : undefined;
}
