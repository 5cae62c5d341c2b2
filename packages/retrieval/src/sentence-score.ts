import { isAskedFor } from './asked-term.ts';
import { type NumberQuestion, numberFit } from './number-question.ts';
import type { SentenceSpan } from './sentence-splitter.ts';
import { tokenize } from './text-tokenizer.ts';
import { type Stemming, stemWord } from './word-stem.ts';

const NEIGHBOUR_WEIGHT = 0.4;
const PAIR_WEIGHT = 0.05;
/** Bonus of a sentence that has just the number asked for. */
const NUMBER_BONUS = 0.3;
/** What the heading's words add to a sentence under it that does not have them. */
const HEADING_WEIGHT = 0.9;
/** Bonus of the first sentence under a heading that is what the question asks the meaning of. */
const DEFINITION_BONUS = 0.6;
/** Two question words at most this far apart in a sentence are a pair. */
const PAIR_WINDOW = 4;
/** What a sentence is worth that only opens what comes next: an announcement, a question. */
const OPENING_SHARE = 0.6;
/** What a question with the sentence behind it is worth: that may answer it, or be the next exercise. */
const QUESTION_SHARE = 0.85;
/** What a heading or a fragment is worth. */
const FRAGMENT_SHARE = 0.6;
/** What a row of a table is worth unless a number is asked for: it names, prose explains. */
const ROW_SHARE = 0.8;
/** A sentence of fewer words says little. */
const SHORTEST_SENTENCE = 4;
/** A line without a mark at its end is a sentence only from this length on, in words. */
const SHORTEST_UNMARKED = 8;

const OPENING = /[:：?؟？]["”’»)\]]*$/u;
const QUESTION = /[?？؟]["'”’»)\]]*$/u;
const END_MARK = /[.!。！۔।॥…؟?]["'”’»)\]*_]*$/u;
/** Wholly in quotation marks: somebody's opinion, set right by what follows. */
const QUOTATION = /^(?:"[^"]+"|“[^“”]+”|«[^«»]+»|„[^„“”]+[“”])[.!]?$/su;

/** What sentences are measured by. */
export interface QuestionWeights {
  /** Share of each term in the question's matter; the shares add up to 1. */
  readonly shares: ReadonlyMap<string, number>;
  /** Stems of the question's words, once for each of its readings. */
  readonly readings: readonly ReadonlySet<string>[];
  readonly stemming: Stemming;
  readonly number: NumberQuestion | undefined;
  /** Stems of what it asks the meaning of, once for each of its readings; none when it asks something else. */
  readonly asked: readonly ReadonlySet<string>[];
}

/** What the sentences are from. */
export interface QuotableText {
  readonly text: string;
  /** Stems of the heading's words, once for each of its readings. */
  readonly heading: readonly ReadonlySet<string>[];
}

/** One or two sentences that can be quoted. */
export interface QuotableUnit {
  /** Places of the first and the last sentence. */
  readonly first: number;
  readonly last: number;
  /** Share of the question's matter that it has, 0…1. */
  readonly coverage: number;
  readonly score: number;
}

interface SentenceMatch {
  /** Question terms with their places. */
  readonly places: ReadonlyMap<string, number>;
  /** Share of the question's matter that the sentence has. */
  readonly coverage: number;
}

/**
 * Scores what can be quoted of a section, in its order: each sentence that has a word of the question. An opinion in
 * quotation marks or a question goes with the sentence behind it, the head of a table never alone, and code is only
 * taken where nothing else is.
 */
export function quotableUnits(
  { text, heading }: QuotableText,
  sentences: readonly SentenceSpan[],
  question: QuestionWeights,
): QuotableUnit[] {
  const textOf = (place: number): string => text.slice(sentences[place]?.start, sentences[place]?.end);
  const above = matchHeading(heading, question);
  const matches = sentences.map((_, place) => matchSentence(textOf(place), question));
  const isOnlyCode = sentences.every(({ isCode }) => isCode);
  const coverageAt = (place: number): number => matches[place]?.coverage ?? 0;
  const units: QuotableUnit[] = [];
  sentences.forEach(({ isCode, row }, first) => {
    if ((isCode && !isOnlyCode) || row === 'header') return;
    const last = lastOfUnit(sentences, first, textOf(first));
    if (last === undefined) return;
    const unit = text.slice(sentences[first]?.start, sentences[last]?.end);
    const match = last === first ? matches[first] : matchSentence(unit, question);
    if (match === undefined) return;
    const isDefinition = above.isAskedFor && sentences.slice(0, first).every((earlier) => earlier.isCode);
    if (match.coverage === 0 && !isDefinition) return;
    const { coverage, matter } = withHeading(match, above, isDefinition);
    const around = NEIGHBOUR_WEIGHT * (coverageAt(first - 1) + coverageAt(last + 1));
    const raw = matter + around + PAIR_WEIGHT * pairsOf(match, question) + numberBonus(unit, question);
    const asked = last > first && QUESTION.test(textOf(first)) ? QUESTION_SHARE : 1;
    const asRow = row !== undefined && question.number === undefined ? ROW_SHARE : 1;
    units.push({ first, last, coverage, score: raw * asked * asRow * formShare(sentences, last, textOf(last)) });
  });
  return units;
}

function numberBonus(unit: string, { number }: QuestionWeights): number {
  return number === undefined ? 0 : NUMBER_BONUS * numberFit(unit, number);
}

/** An opinion or a question goes with the sentence behind it; `undefined` for an opinion that nothing follows. */
function lastOfUnit(sentences: readonly SentenceSpan[], first: number, text: string): number | undefined {
  const isOpinion = QUOTATION.test(text);
  if (!isOpinion && !QUESTION.test(text)) return first;
  const next = sentences[first + 1];
  if (next !== undefined && !next.isCode && next.row === undefined) return first + 1;
  return isOpinion ? undefined : first;
}

function formShare(sentences: readonly SentenceSpan[], place: number, text: string): number {
  const next = sentences[place + 1];
  // The code behind it is what it announces, and is quoted with it.
  if (OPENING.test(text)) return next?.isCode === true ? 1 : OPENING_SHARE;
  if (sentences[place]?.row !== undefined || sentences[place]?.isCode === true) return 1;
  const words = text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  if (END_MARK.test(text)) return words < SHORTEST_SENTENCE && isAlphabetic(text) ? FRAGMENT_SHARE : 1;
  return words < SHORTEST_UNMARKED && sentences.length > 1 ? FRAGMENT_SHARE : 1;
}

/** False for scripts without blanks, where one run of letters is a whole sentence. */
const isAlphabetic = (text: string): boolean => /\s/u.test(text) || /^[\p{Script=Latin}\P{L}]*$/u.test(text);

function matchSentence(sentence: string, question: QuestionWeights): SentenceMatch {
  const places = new Map<string, number>();
  let coverage = 0;
  for (const token of tokenize(sentence)) {
    const term = stemWord(token.surface, question.stemming);
    const share = question.shares.get(term);
    if (share === undefined || places.has(term)) continue;
    places.set(term, token.position);
    coverage += share;
  }
  return { places, coverage };
}

interface HeadingMatch {
  /** Share of each question term that the heading has. */
  readonly shares: ReadonlyMap<string, number>;
  /** Share of the question's matter that it has, in the question's closest reading. */
  readonly coverage: number;
  /** The question asks the meaning of just what the heading names. */
  readonly isAskedFor: boolean;
}

function matchHeading(readings: readonly ReadonlySet<string>[], question: QuestionWeights): HeadingMatch {
  const shares = new Map(Array.from(question.shares).filter(([term]) => readings.some((terms) => terms.has(term))));
  const isAsked = isAskedFor(readings, question.asked);
  // Where a term is asked about says nothing of what it is.
  const matter = isAsked ? question.asked : question.readings;
  const coverage = Math.max(0, ...matter.map((terms) => coverageOf(terms, shares, question.shares)));
  return { shares, coverage, isAskedFor: isAsked };
}

/** What a sentence has of the question, with what its heading says for it. */
function withHeading(
  match: SentenceMatch,
  above: HeadingMatch,
  isDefinition: boolean,
): { coverage: number; matter: number } {
  const besides = besidesOf(above.shares, match.places);
  if (!isDefinition) return { coverage: match.coverage, matter: match.coverage + HEADING_WEIGHT * besides };
  const coverage = Math.max(match.coverage + besides, above.coverage);
  return { coverage, matter: coverage + DEFINITION_BONUS * above.coverage };
}

/** Share of a reading's matter that the heading has: all of it for “coordinate frame” over “frame”, its name in the book. */
function coverageOf(
  reading: ReadonlySet<string>,
  found: ReadonlyMap<string, number>,
  shares: ReadonlyMap<string, number>,
): number {
  let has = 0;
  let total = 0;
  for (const term of reading) {
    has += found.get(term) ?? 0;
    total += shares.get(term) ?? 0;
  }
  return total > 0 ? has / total : 0;
}

/** Matter of the heading that a sentence does not have itself. */
function besidesOf(shares: ReadonlyMap<string, number>, places: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [term, share] of shares) if (!places.has(term)) sum += share;
  return sum;
}

/** Neighbouring question terms that are neighbours in the sentence. */
function pairsOf({ places }: SentenceMatch, question: QuestionWeights): number {
  let pairs = 0;
  let previous: number | undefined;
  for (const term of question.shares.keys()) {
    const place = places.get(term);
    if (place !== undefined && previous !== undefined && Math.abs(place - previous) <= PAIR_WINDOW) pairs++;
    previous = place;
  }
  return pairs;
}
