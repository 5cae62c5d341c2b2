import { ENGLISH_FUNCTION_WORDS } from './function-words.ts';
import { splitSentences } from './sentence-splitter.ts';
import { antonyms, NEGATIONS, synonymGroups } from './support-lexicon.ts';
import { magnitudeOf, numberOf, type Quantity, unitOf } from './support-quantity.ts';
import { type WordSequence, wordSequence } from './support-runs.ts';
import { normalizeText } from './text-normalization.ts';
import { everydayCommonness } from './word-commonness.ts';
import { stemWord } from './word-stem.ts';

/** A word of matter, a number or a name, in its place. */
export interface SupportTerm {
  /** Form under which it is compared. */
  readonly stem: string;
  readonly surface: string;
  /** How much of a sentence's matter it is, 0…1. */
  readonly weight: number;
  /** Where it stands: words, and more for what parts clauses and sentences. */
  readonly place: number;
  readonly sentence: number;
  readonly clause: number;
  /** Whether its clause denies it. */
  readonly isNegated: boolean;
  readonly quantity?: Quantity;
  /** An identifier, an acronym, or a capitalised word within a sentence. */
  readonly isName: boolean;
  /** Stands for a pronoun: the term itself is before it. */
  readonly isEcho?: boolean;
}

/** A sentence of a text that was taken apart. */
export interface SupportSentence {
  readonly start: number;
  readonly end: number;
  readonly terms: readonly SupportTerm[];
  /** Leans on the sentence before it: "It", "This", "The former". */
  readonly isAnaphoric: boolean;
  /** Says nothing itself: a question, a supposition, an opinion in quotation marks. */
  readonly isOpen: boolean;
}

/** A text that was taken apart. */
export interface SupportText {
  readonly sentences: readonly SupportSentence[];
  readonly terms: readonly SupportTerm[];
  /** Places in `terms` by stem. */
  readonly byStem: ReadonlyMap<string, readonly number[]>;
  readonly sequence: WordSequence;
}

const TOKEN =
  /\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?![\d\p{L}])|\d+(?:\.\d+)*(?![\p{L}\p{N}_.]*[\p{L}_])(?![\p{N}.]*\p{N})|[$€%°×]C?|[\p{L}\p{N}_](?:[\p{L}\p{N}\p{M}_]|[.:/@+·](?=[\p{L}\p{N}_])|['’](?=\p{L}))*(?:\+\+|#)?|(?<![\p{L}\p{N}])--?[a-z][\w-]*|[,;:()—–\n]|[.!?]/gu;
const IDENTIFIER = /[_/@]|\p{L}\p{N}|\p{N}\p{L}|\p{Ll}\p{Lu}|^\p{Lu}{2,}|\w\.\w|::|[+#]$|^--?\p{L}/u;
const ANAPHOR =
  /^(?:it|its|this|that|these|those|they|their|he|she|his|her|him|both|such|the (?:former|latter|first|second|third|reason|result|price|same|other|one)|each|there|then|so|but|and|or|here|one)\b/iu;
/** A question, an opinion in quotation marks, a supposition, an order to say something. */
const OPEN =
  /[?？؟]["'”’»)\]]*$|^["“«][^"”»]*["”»][.!]?$|^whether\b|^(?:if|suppose|imagine|assume)\b[^,]*\bwere\b|(?:^|[:,;>]\s?|\bmust |\bshould |\balways )(?:state|say|claim|pretend|answer|reply|respond|write|tell \w+(?: \w+)?) that\b/iu;
const BREAK =
  /^(?:but|while|whereas|although|though|because|since|which|who|whose|when|where|if|unless|whilst|and|or|so)$/u;
const PRONOUN =
  /^(?:it|its|they|them|their|theirs|he|his|she|her|him|this|these|those|which|who|whose|that|itself|themselves)$/u;
/** Terms of a sentence that a pronoun in the next one may stand for. */
const ECHOED = 4;
const LIST_GOES_ON = /^(?:or|nor|an?|any)$/iu;
const CLAUSE_END = /^[,;:()—–\n]$/u;
/** Distances between neighbours, in words. */
const COMMA = 2;
const SEMICOLON = 4;
const CONJUNCTION = 2;
const SENTENCE = 12;
const LEANING_SENTENCE = 3;
const NAME_WEIGHT = 1;
const NUMBER_WEIGHT = 1;
const LEAST_WEIGHT = 0.3;
/** Function words of questions that say something in a statement. */
const TELLING = new Set(
  'use used using make made work works help helps need before after above below more most few fewer less least only all both off over under once up down same other show definition difference happen happens out again means'.split(
    ' ',
  ),
);
const SKIPPED = new Set(
  "also just very really actually however therefore thus hence moreover furthermore yet although though while whereas since because there about around approximately roughly nearly almost typically usually often generally rather quite even still already too well simply merely namely e.g i.e etc via per whose whom among amongst within upon toward towards onto without might must may can could would should shall will cannot nor neither nothing none never no not it's that's its let".split(
    ' ',
  ),
);

/** Takes a text apart into sentences and their terms. */
export function analyzeSupportText(text: string): SupportText {
  const sentences: SupportSentence[] = [];
  let place = 0;
  let clause = 0;
  const spans = sentenceSpans(text);
  spans.forEach((span, index) => {
    const raw = text.slice(span.start, span.end);
    const isAnaphoric = ANAPHOR.test(raw);
    if (index > 0) place += isAnaphoric ? LEANING_SENTENCE : SENTENCE;
    const before = sentences.at(-1);
    const echoed = isAnaphoric ? leadingTerms(before?.terms ?? []) : [];
    const reader = readTerms(raw, index, place, clause, echoed);
    place = reader.place;
    clause = reader.clause + 1;
    sentences.push({
      start: span.start,
      end: span.end,
      terms: reader.terms,
      isAnaphoric,
      isOpen: OPEN.test(raw),
    });
  });
  const terms = sentences.flatMap((sentence) => sentence.terms);
  const byStem = new Map<string, number[]>();
  terms.forEach(({ stem }, at) => {
    const places = byStem.get(stem);
    if (places) places.push(at);
    else byStem.set(stem, [at]);
  });
  return { sentences, terms, byStem, sequence: wordSequence(text, spans) };
}

/** Ranges are read as words, so that a dash does not part them. */
const readable = (raw: string): string =>
  normalizeText(raw)
    .replace(/n['’]t\b/gu, ' not')
    .replace(/(?<=\d)\s?[–—-]\s?(?=\d)/gu, ' to ');

/** A new sentence may begin with a command or an identifier in small letters. */
const SMALL_START = /(?<=[\p{L}\p{N}%)]{3}[.])(?<!\b(?:etc|approx|resp|fig|incl)[.])\s+(?=\p{Ll})/gu;

function sentenceSpans(text: string): { start: number; end: number }[] {
  return splitSentences(text).flatMap(({ start, end }) => {
    const spans: { start: number; end: number }[] = [];
    let from = start;
    for (const match of text.slice(start, end).matchAll(SMALL_START)) {
      spans.push({ start: from, end: start + match.index });
      from = start + match.index + match[0].length;
    }
    return [...spans, { start: from, end }];
  });
}

interface Reading {
  readonly terms: SupportTerm[];
  readonly place: number;
  readonly clause: number;
}

/** What a pronoun may stand for: what the sentence before begins with. */
const leadingTerms = (terms: readonly SupportTerm[]): readonly SupportTerm[] => {
  const leading = terms.filter(({ isEcho }) => !isEcho).slice(0, ECHOED);
  return leading.length > 1 ? leading : [...leading, ...terms.filter(({ isEcho }) => isEcho)].slice(0, ECHOED);
};

function readTerms(
  raw: string,
  sentence: number,
  from: number,
  firstClause: number,
  echoed: readonly SupportTerm[],
): Reading {
  const terms: SupportTerm[] = echoed.map((term) => ({
    ...term,
    place: from + 1,
    sentence,
    clause: firstClause,
    isNegated: false,
    isEcho: true,
  }));
  let place = from;
  let clause = firstClause;
  let isNegated = false;
  let isFirst = true;
  const tokens = [...readable(raw).matchAll(TOKEN)].map(([token]) => token);
  const tokenAt = (at: number): string => tokens[at] ?? '';

  const push = (term: NewTerm, isDenied = false): void => {
    terms.push({ ...term, place, sentence, clause, isNegated: isNegated !== isDenied });
  };

  /** A mark that ends a clause. "You need no robot, a camera or a screen": a list goes on with what is denied. */
  const endClause = (token: string, next: string): void => {
    place += token === ',' ? COMMA : SEMICOLON;
    clause++;
    if (token !== ',' || !LIST_GOES_ON.test(next)) isNegated = false;
  };

  const echo = (pronoun: string): void => {
    const own = terms.filter((term) => !term.isEcho);
    const near = RELATIVE.test(pronoun) ? own.slice(-2) : own.slice(0, 2);
    const within = BREAK.test(pronoun) ? clause + 1 : clause;
    terms.push(...near.map((term) => ({ ...term, place, clause: within, isNegated, isEcho: true })));
  };

  /** A conjunction: a new clause with a subject of its own is not denied by the one before; "or" only goes on. */
  const conjoin = (word: string): void => {
    place += CONJUNCTION;
    if (word === 'or') return;
    clause++;
    isNegated = false;
  };

  const readWord = (token: string, lower: string): void => {
    const isIdentifier = IDENTIFIER.test(token);
    const isSilent = !isIdentifier && isFunctional(lower);
    const isName = isIdentifier || (/^\p{Lu}/u.test(token) && (!isFirst || everydayCommonness(lower) === 0));
    isFirst = false;
    if (isSilent) return;
    const surface = lower.replace(/['’]s$/u, '');
    const denied = deniedWord(surface);
    const stem = isIdentifier ? surface : stemWord(denied ?? surface, 'english');
    const common = COMMON_SHARE * everydayCommonness(denied ?? surface);
    push(
      { stem, surface, weight: isName ? NAME_WEIGHT : Math.max(LEAST_WEIGHT, 1 - common), isName },
      denied !== undefined,
    );
  };

  /** Reads what stands at a place that is no mark; gives how many further tokens belong to it. */
  const read = (at: number): number => {
    const token = tokenAt(at);
    const lower = token.toLowerCase();
    const next = tokenAt(at + 1).toLowerCase();
    if (lower === 'that') isNegated = false;
    if (PRONOUN.test(lower) && terms.length > 0) echo(lower);
    if (BREAK.test(lower)) {
      conjoin(lower);
      return 0;
    }
    if (isContrast(lower, next)) {
      isNegated = true;
      return 1;
    }
    if (NEGATIONS.has(lower)) {
      isNegated ||= !isLimited(lower, next);
      isFirst = false;
      return 0;
    }
    const value = numberOf(token);
    if (value === undefined) {
      if (!isUnitOf(token, tokenAt(at - 1))) readWord(token, lower);
      return 0;
    }
    const { quantity, used } = quantityAt(tokens, at, value);
    push({ stem: `#${quantity.value}`, surface: token, weight: NUMBER_WEIGHT, quantity, isName: false });
    isFirst = false;
    return used;
  };

  for (let at = 0; at < tokens.length; at++) {
    const token = tokenAt(at);
    if (CLAUSE_END.test(token)) endClause(token, tokenAt(at + 1));
    else if (!/^[.!?]$/u.test(token)) {
      place++;
      at += read(at);
    }
  }
  return { terms, place, clause };
}

type NewTerm = Pick<SupportTerm, 'stem' | 'surface' | 'weight' | 'isName' | 'quantity'>;

const RELATIVE = /^(?:which|who|whose|that)$/u;
/** What the commonest word of all loses of its weight. */
const COMMON_SHARE = 0.7;

const isFunctional = (word: string): boolean =>
  SKIPPED.has(word) || (ENGLISH_FUNCTION_WORDS.has(word) && !TELLING.has(word));

/** "not only", "no more than", "nothing but": these deny nothing. */
const isLimited = (word: string, next: string): boolean =>
  ((word === 'not' || word === 'no') && /^(?:only|more|less|later|fewer)$/u.test(next)) ||
  (word === 'nothing' && /^(?:but|except|other)$/u.test(next));

/** A unit behind its number is a part of it. */
const isUnitOf = (token: string, before: string): boolean =>
  unitOf(token) !== undefined && (numberOf(before) ?? magnitudeOf(before)) !== undefined;

/** "instead of", "rather than": what comes next is not so. */
const isContrast = (word: string, next: string): boolean =>
  (word === 'instead' && next === 'of') || (word === 'rather' && next === 'than');

/** The number at a place with its magnitude and its unit. */
function quantityAt(tokens: readonly string[], at: number, value: number): { quantity: Quantity; used: number } {
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

/** The word that a prefix or an ending denies, where that is a word of its own: "unreliable", "useless". */
function deniedWord(word: string): string | undefined {
  const bare = /^(?:un|non-?)(?=\p{L}{4})/u.test(word)
    ? word.replace(/^(?:un|non-?)/u, '')
    : /^\p{L}{3,}less$/u.test(word)
      ? word.slice(0, -4)
      : undefined;
  return bare !== undefined && everydayCommonness(bare) > 0 && everydayCommonness(word) <= 0.6 ? bare : undefined;
}

/** How far two terms say the same: 1 the same word, less for a synonym. */
export function termLikeness(one: SupportTerm, other: SupportTerm): number {
  if (one.stem === other.stem) {
    if (one.quantity && other.quantity && one.quantity.unit !== '' && other.quantity.unit !== '')
      return one.quantity.unit === other.quantity.unit ? 1 : 0.6;
    return 1;
  }
  if (one.quantity || other.quantity) return 0;
  if (
    one.stem.length > 4 &&
    other.stem.length > 4 &&
    (one.stem.startsWith(other.stem) || other.stem.startsWith(one.stem))
  )
    return 0.9;
  const groups = synonymGroups(one.stem);
  if (groups !== undefined) for (const group of synonymGroups(other.stem) ?? []) if (groups.has(group)) return 0.8;
  return 0;
}

/** Whether two terms say the opposite. */
export const isOpposite = (one: SupportTerm, other: SupportTerm): boolean => {
  const degree = degreeOf(one.surface);
  if (degree === degreeOf(other.surface) && antonyms(one.stem)?.has(other.stem) === true) return true;
  return (
    degree !== '' &&
    degree === degreeOf(other.surface) &&
    bareForms(one.surface).some((bare) => bareForms(other.surface).some((form) => antonyms(bare)?.has(form)))
  );
};

const degreeOf = (word: string): string => /(?:er|est)$/u.exec(word)?.[0] ?? '';
/** "larger", "finest", "biggest" without their endings. */
const bareForms = (word: string): string[] => {
  const bare = word.replace(/(?:er|est)$/u, '');
  return [bare, `${bare}e`, bare.replace(/(.)\1$/u, '$1'), bare.replace(/i$/u, 'y')].map((form) =>
    stemWord(form, 'english'),
  );
};
