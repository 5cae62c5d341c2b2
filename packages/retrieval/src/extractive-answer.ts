import { inverseDocumentFrequency } from './posting-table.ts';
import { questionStems, questionTerms } from './question-analysis.ts';
import type { SearchIndex } from './search-index.ts';
import { type SentenceSpan, splitSentences, type TextSpan } from './sentence-splitter.ts';
import { isEvidence, termWeight } from './term-weight.ts';
import { tokenize } from './text-tokenizer.ts';
import { type LatinStemming, stemWord } from './word-stem.ts';

/** A section from which an answer may quote. */
export interface AnswerSection {
  readonly id: string;
  readonly text: string;
  /** Score of the search; default: all sections alike. */
  readonly score?: number | undefined;
  /** Blocks of code in `text` that carry no Markdown fence, ascending. */
  readonly codeSpans?: readonly TextSpan[] | undefined;
}

/** A verbatim piece of a section. */
export interface Quote {
  /** Id of the section. */
  readonly id: string;
  /** First UTF-16 unit of the quote in the section's text. */
  readonly start: number;
  /** Unit behind the last one. */
  readonly end: number;
  /** `section.text.slice(start, end)` */
  readonly text: string;
  /** Score of its best sentence; comparable inside one answer. */
  readonly score: number;
}

/** How an answer is quoted. */
export interface ExtractOptions {
  /** Most quotes, each of another section; default 3. */
  readonly limit?: number | undefined;
  /** Index that the sections are from: weighs the question's words by their rarity in the whole book. */
  readonly index?: SearchIndex | undefined;
  /** Longest quote in UTF-16 units, unless a single sentence is longer; default 1200. */
  readonly maxLength?: number | undefined;
}

const NEIGHBOUR_WEIGHT = 0.4;
const PAIR_WEIGHT = 0.05;
const TYPE_BONUS = 0.1;
const SECTION_FLOOR = 0.4;
const DEFAULT_QUOTES = 3;
const DEFAULT_MAX_LENGTH = 1200;
/** A further section is quoted only when its best sentence reaches this share of the first one's score. */
const FURTHER_QUOTE_SHARE = 0.5;
/** Two question words at most this far apart in a sentence are a pair. */
const PAIR_WINDOW = 4;
const NUMBER_QUESTION =
  /\b(?:how (?:many|much|long|far|fast|old|often|large|big|high|tall|deep|wide)|when|what year|which year|number of|percentage|rate)\b|کتن|کب|كم|متى|сколько|когда|कितन|कब|多少|几|何年|いくつ|いつ/iu;

interface ScoredSentence {
  readonly section: AnswerSection;
  readonly sentences: readonly SentenceSpan[];
  readonly place: number;
  readonly score: number;
}

interface QuestionWeights {
  /** Share of each term in the question's idf; the shares add up to 1. */
  readonly shares: ReadonlyMap<string, number>;
  readonly stemming: LatinStemming;
  readonly wantsNumber: boolean;
}

/**
 * Quotes the sentences that answer a question best: the best one with a neighbour on each side, then up to two more
 * from other sections. A block of code that follows a quoted sentence belongs to the quote.
 *
 * @param sections - what the search found, best first
 * @returns quotes, best first; none when no sentence has a word of the question
 */
export function extractAnswer(
  question: string,
  sections: readonly AnswerSection[],
  options: ExtractOptions = {},
): Quote[] {
  const limit = options.limit ?? DEFAULT_QUOTES;
  const weights = weighQuestion(question, sections, options.index);
  const top = sections.reduce((best, section) => Math.max(best, section.score ?? 1), 0);
  const best: ScoredSentence[] = [];
  for (const section of sections) {
    const share = top > 0 ? Math.max(0, section.score ?? 1) / top : 1;
    const sentence = bestSentence(section, weights, SECTION_FLOOR + (1 - SECTION_FLOOR) * share);
    if (sentence !== undefined) best.push(sentence);
  }
  best.sort((a, b) => b.score - a.score);
  const threshold = (best[0]?.score ?? 0) * FURTHER_QUOTE_SHARE;
  return best
    .filter((sentence) => sentence.score >= threshold)
    .slice(0, Math.max(0, limit))
    .map((sentence) => quoteAround(sentence, options.maxLength ?? DEFAULT_MAX_LENGTH));
}

function weighQuestion(
  question: string,
  sections: readonly AnswerSection[],
  index: SearchIndex | undefined,
): QuestionWeights {
  const { weights, stemming } =
    index === undefined ? sectionWeights(question, sections) : indexWeights(question, index);
  let total = 0;
  for (const weight of weights.values()) total += weight;
  const shares = new Map([...weights].map(([term, weight]) => [term, total > 0 ? weight / total : 0]));
  return { shares, stemming, wantsNumber: NUMBER_QUESTION.test(question) };
}

interface TermWeights {
  readonly weights: ReadonlyMap<string, number>;
  readonly stemming: LatinStemming;
}

function indexWeights(question: string, index: SearchIndex): TermWeights {
  const { terms, stemming } = questionTerms(question, index);
  const unseenIdf = inverseDocumentFrequency(index.ids.length, 0);
  const known = terms.filter(isEvidence);
  const weights = new Map(known.map((term) => [index.words.terms[term.termId] ?? '', termWeight(term, unseenIdf)]));
  return { weights, stemming };
}

function sectionWeights(question: string, sections: readonly AnswerSection[]): TermWeights {
  return { weights: sectionIdfs(questionStems(question), sections, 'english'), stemming: 'english' };
}

function sectionIdfs(
  terms: ReadonlySet<string>,
  sections: readonly AnswerSection[],
  stemming: LatinStemming,
): Map<string, number> {
  const frequencies = new Map([...terms].map((term) => [term, 0]));
  for (const section of sections) {
    for (const term of new Set(tokenize(section.text).map((token) => stemWord(token.surface, stemming)))) {
      const frequency = frequencies.get(term);
      if (frequency !== undefined) frequencies.set(term, frequency + 1);
    }
  }
  return new Map([...frequencies].map(([term, df]) => [term, inverseDocumentFrequency(sections.length, df)]));
}

function bestSentence(section: AnswerSection, question: QuestionWeights, factor: number): ScoredSentence | undefined {
  const sentences = splitSentences(section.text, section.codeSpans);
  const matches = sentences.map((span) => matchSentence(section.text.slice(span.start, span.end), question));
  let best: ScoredSentence | undefined;
  sentences.forEach((span, place) => {
    const match = matches[place];
    if (match === undefined || match.coverage === 0 || (span.isCode && sentences.some((other) => !other.isCode)))
      return;
    const around = (matches[place - 1]?.coverage ?? 0) + (matches[place + 1]?.coverage ?? 0);
    const bonus = question.wantsNumber && match.hasDigit ? TYPE_BONUS : 0;
    const score = (match.coverage + NEIGHBOUR_WEIGHT * around + PAIR_WEIGHT * match.pairs + bonus) * factor;
    if (best === undefined || score > best.score) best = { section, sentences, place, score };
  });
  return best;
}

interface SentenceMatch {
  /** Share of the question's idf that the sentence has. */
  readonly coverage: number;
  /** Neighbouring question terms that are neighbours here. */
  readonly pairs: number;
  readonly hasDigit: boolean;
}

function matchSentence(sentence: string, question: QuestionWeights): SentenceMatch {
  const places = new Map<string, number>();
  for (const token of tokenize(sentence)) {
    const term = stemWord(token.surface, question.stemming);
    if (question.shares.has(term) && !places.has(term)) places.set(term, token.position);
  }
  let coverage = 0;
  let pairs = 0;
  let previous: number | undefined;
  for (const [term, share] of question.shares) {
    const place = places.get(term);
    if (place !== undefined) {
      coverage += share;
      if (previous !== undefined && Math.abs(place - previous) <= PAIR_WINDOW) pairs++;
    }
    previous = place;
  }
  return { coverage, pairs, hasDigit: /\p{N}/u.test(sentence) };
}

/** The sentence with a neighbour on each side as far as the length allows, and the code behind it. */
function quoteAround({ section, sentences, place, score }: ScoredSentence, maxLength: number): Quote {
  const fits = (first: number, last: number): boolean =>
    (sentences[last]?.end ?? 0) - (sentences[first]?.start ?? 0) <= maxLength;
  let first = place;
  let last = place;
  if (sentences[last + 1]?.isCode === true) last++;
  else if (sentences[last + 1] !== undefined && fits(first, last + 1)) last++;
  if (sentences[first - 1]?.isCode === false && fits(first - 1, last)) first--;
  const start = sentences[first]?.start ?? 0;
  const end = sentences[last]?.end ?? 0;
  return { id: section.id, start, end, text: section.text.slice(start, end), score };
}
