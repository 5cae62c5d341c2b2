import { askedStems, headingStems } from './asked-term.ts';
import { numberQuestion } from './number-question.ts';
import { inverseDocumentFrequency } from './posting-table.ts';
import { questionStems, questionTerms, readingStems } from './question-analysis.ts';
import type { SearchIndex } from './search-index.ts';
import { type QuestionWeights, type QuotableUnit, quotableUnits } from './sentence-score.ts';
import { type SentenceSpan, splitSentences, type TextSpan } from './sentence-splitter.ts';
import { isEvidence, termWeight } from './term-weight.ts';
import { tokenize } from './text-tokenizer.ts';
import { type Stemming, stemWord } from './word-stem.ts';

/** A section from which an answer may quote. */
export interface AnswerSection {
  readonly id: string;
  readonly text: string;
  /** Heading that the text stands under: what a sentence is about without saying so. */
  readonly heading?: string | undefined;
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

const SECTION_FLOOR = 0.4;
const DEFAULT_QUOTES = 3;
const DEFAULT_MAX_LENGTH = 1200;
/** A further section is quoted only when its best sentence reaches this share of the first one's score and matter. */
const FURTHER_SCORE_SHARE = 0.6;
const FURTHER_COVERAGE_SHARE = 0.6;

interface ScoredUnit extends QuotableUnit {
  readonly section: AnswerSection;
  readonly sentences: readonly SentenceSpan[];
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
  const best: ScoredUnit[] = [];
  for (const section of sections) {
    const share = top > 0 ? Math.max(0, section.score ?? 1) / top : 1;
    const unit = bestUnit(section, weights, SECTION_FLOOR + (1 - SECTION_FLOOR) * share, options.index);
    if (unit !== undefined) best.push(unit);
  }
  best.sort((a, b) => b.score - a.score);
  const [first] = best;
  return best
    .filter((unit) => first === unit || isWorthQuoting(unit, first))
    .slice(0, Math.max(0, limit))
    .map((unit) => quoteAround(unit, options.maxLength ?? DEFAULT_MAX_LENGTH));
}

function isWorthQuoting(unit: ScoredUnit, first: ScoredUnit | undefined): boolean {
  if (first === undefined) return true;
  return unit.score >= first.score * FURTHER_SCORE_SHARE && unit.coverage >= first.coverage * FURTHER_COVERAGE_SHARE;
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
  const readings = readingStems(question, stemming, index);
  return { shares, readings, stemming, number: numberQuestion(question), asked: askedStems(question, stemming, index) };
}

interface TermWeights {
  readonly weights: ReadonlyMap<string, number>;
  readonly stemming: Stemming;
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
  stemming: Stemming,
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

function bestUnit(
  section: AnswerSection,
  question: QuestionWeights,
  factor: number,
  index: SearchIndex | undefined,
): ScoredUnit | undefined {
  const heading = headingStems(section.heading ?? '', question.stemming, index);
  const sentences = splitSentences(section.text, section.codeSpans);
  let best: QuotableUnit | undefined;
  for (const unit of quotableUnits({ text: section.text, heading }, sentences, question)) {
    if (best === undefined || unit.score > best.score) best = unit;
  }
  return best && { ...best, score: best.score * factor, section, sentences };
}

/** The sentences with a neighbour on each side as far as the length allows, and the code behind them. */
function quoteAround({ section, sentences, first, last, score }: ScoredUnit, maxLength: number): Quote {
  const lengthOf = (from: number, to: number): number => (sentences[to]?.end ?? 0) - (sentences[from]?.start ?? 0);
  const isRow = (place: number): boolean => sentences[place]?.row !== undefined;
  let from = first;
  let to = last;
  const next = sentences[to + 1];
  if (next?.isCode === true) to++;
  // A row of a table is quoted with the head when that stands next to it, else alone.
  else if (next !== undefined && !isRow(last) && !isRow(to + 1) && lengthOf(from, to + 1) <= maxLength) to++;
  const before = sentences[from - 1];
  const belongs = isRow(first) ? before?.row === 'header' : before?.isCode === false && !isRow(from - 1);
  if (belongs && lengthOf(from - 1, to) <= maxLength) from--;
  const start = sentences[from]?.start ?? 0;
  const end = sentences[to]?.end ?? 0;
  return { id: section.id, start, end, text: section.text.slice(start, end), score };
}
