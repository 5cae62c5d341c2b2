/**
 * The answer without a model: the book's own sentences, quoted under the heading that they stand under, with the code
 * that belongs to them. Nothing is worded anew, so that nothing can be invented. Pure and deterministic.
 */
import type { Citation } from '@lectern/contracts';
import { type AnswerSection, extractAnswer, type Quote, type SearchIndex } from '@lectern/retrieval';
import type { BlockSpan, SectionSpan, SourcePassage } from '../../content/index.ts';
import { citationOf } from './chat-citation.ts';
import { quoteLines } from './chat-quote-lines.ts';
import { isDescription, type Range, rowRange, unbrokenRun, widen } from './chat-quote-range.ts';

/** Most groups of an answer. */
const MAX_QUOTES = 3;
/** Longest code block that is shown with a quote, lines; the rest is one click away. */
const MAX_CODE_LINES = 40;

/** One quote with what is shown around it. */
export interface QuotedGroup {
  readonly citation: Citation;
  /** The quote as lines to show: its blocks, table cells joined. */
  readonly lines: readonly string[];
  /** The code that follows the quote, or that is the quote. */
  readonly code?: { readonly lang: string; readonly text: string };
}

/** What is quoted from. */
export interface ExtractiveInput {
  readonly question: string;
  /** Asked of the passages when no sentence has a word of the question: with the question before it, or the selection. */
  readonly widened?: string;
  readonly sources: readonly SourcePassage[];
  /** Ids of passages that are quoted before the others, even where these have more of the question. */
  readonly preferred?: ReadonlySet<string>;
  /** Weighs the question's words by their rarity in the book. */
  readonly lexicon?: SearchIndex | undefined;
}

interface Candidate {
  readonly source: SourcePassage;
  readonly section: SectionSpan;
}

/** Beside preferred passages another is worth a quote from this share of the best one's score on. */
const FURTHER_SHARE = 0.5;

/** Chooses and cuts the quotes of an answer, best first. Empty when no sentence has anything of the question. */
export const quoteAnswer = ({ question, widened, sources, preferred, lexicon }: ExtractiveInput): QuotedGroup[] => {
  const candidates = sources.flatMap((source) => source.sections.map((section): Candidate => ({ source, section })));
  const all = candidates.map(answerSection);
  const isPreferred = ({ id }: AnswerSection): boolean =>
    preferred?.has(candidates[Number(id)]?.source.passage.id ?? '') === true;
  const quotesIn = (sections: readonly AnswerSection[], text: string): Quote[] =>
    // The length of one: the best sentence alone; its neighbours are chosen here, where blocks are known.
    extractAnswer(text, sections, { limit: MAX_QUOTES, maxLength: 1, ...(lexicon ? { index: lexicon } : {}) });
  const extract = (sections: readonly AnswerSection[]): Quote[] => {
    const direct = quotesIn(sections, question);
    return direct.length > 0 || widened === undefined ? direct : quotesIn(sections, widened);
  };
  const first = extract(all.filter(isPreferred));
  const best = first[0]?.score ?? 0;
  const others = extract(all.filter((section) => !isPreferred(section)));
  const groups: QuotedGroup[] = [];
  for (const quote of [...first, ...others.filter(({ score }) => score >= best * FURTHER_SHARE)]) {
    const candidate = candidates[Number(quote.id)];
    if (!candidate || groups.length === MAX_QUOTES) continue;
    const group = makeGroup(candidate, quote, groups.length + 1);
    const repeated = groups.some(({ citation }) => citation.quote === group.citation.quote);
    if (!repeated) groups.push(group);
  }
  return groups;
};

const answerSection = ({ source, section }: Candidate, index: number): AnswerSection => ({
  id: String(index),
  text: withoutFormulas(source).slice(section.start, section.end),
  heading: section.headingPath.at(-1),
  score: source.passage.score,
  // What is not running text of the page is looked at last: code, and descriptions that only screen readers read.
  codeSpans: blocksIn(source, section)
    .filter((block) => block.kind === 'code' || isDescription(block))
    .map(({ start, end }) => ({ start: start - section.start, end: end - section.start })),
});

/**
 * The text as it is looked through, every other character in its place: TeX says nothing in words, and a sentence that
 * runs into a formula is whole, no announcement and no fragment.
 */
const withoutFormulas = ({ passage, blocks }: SourcePassage): string => {
  let { text } = passage;
  blocks.forEach((block, index) => {
    if (!block.formula) return;
    const before = blocks[index - 1];
    const gap = before ? text.slice(before.end - 1, block.start) : '';
    const closed = before?.kind === 'segment' ? gap.replace(/^[:：]|(?<=^[^.!?])\s/u, '.') : gap;
    const blank = ' '.repeat(block.end - block.start);
    text = text.slice(0, block.start - gap.length) + closed + blank + text.slice(block.end);
  });
  return text;
};

const blocksIn = (source: SourcePassage, section: SectionSpan): BlockSpan[] =>
  source.blocks.filter(({ start, end }) => start >= section.start && end <= section.end);

const makeGroup = (candidate: Candidate, quote: Quote, marker: number): QuotedGroup => {
  const { source, section } = candidate;
  const blocks = blocksIn(source, section);
  const at = blocks.findIndex(({ end }) => end > section.start + quote.start);
  const best = blocks[at];
  const sentenceEnd = Math.min(section.start + quote.end, best?.end ?? section.end);
  const sentence = { start: section.start + quote.start, end: sentenceEnd };
  if (!best || best.kind === 'code') return withCode(candidate, sentence, blocks, at, marker);
  const run = unbrokenRun(blocks, at);
  const place = run.indexOf(best);
  const range =
    best.segmentKind === 'tableCell'
      ? rowRange(run, place)
      : widen(source.passage.text, run, place, sentence, marker === 1);
  return withCode(candidate, range, blocks, at, marker);
};

const withCode = (
  { source, section }: Candidate,
  range: Range,
  blocks: readonly BlockSpan[],
  at: number,
  marker: number,
): QuotedGroup => {
  const { passage } = source;
  const citation = citationOf(source, section, range, marker);
  const own = blocks[at];
  if (own?.kind === 'code') {
    return { citation, lines: [], code: { lang: own.lang ?? '', text: citation.quote } };
  }
  const lastBlock = blocks.findLastIndex(({ start }) => start < range.end);
  const next = blocks[lastBlock + 1];
  const lines = quoteLines(passage.text, blocks, range);
  if (next?.kind !== 'code' || next.afterGap) return { citation, lines };
  const text = firstLines(passage.text.slice(next.start, next.end));
  return { citation, lines, code: { lang: next.lang ?? '', text } };
};

const firstLines = (code: string): string => {
  const lines = code.split('\n');
  return lines.length <= MAX_CODE_LINES ? code : [...lines.slice(0, MAX_CODE_LINES), '…'].join('\n');
};
