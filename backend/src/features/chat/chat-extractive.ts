/**
 * The answer without a model: the book's own sentences, quoted under the heading that they stand under, with the code
 * that belongs to them. Nothing is worded anew, so that nothing can be invented. Pure and deterministic.
 */
import type { Citation } from '@lectern/contracts';
import { type AnswerSection, extractAnswer, type Quote, type SearchIndex, splitSentences } from '@lectern/retrieval';
import { type BlockSpan, type SectionSpan, type SourcePassage, segmentAt } from '../content/index.ts';

/** Most groups of an answer. */
const MAX_QUOTES = 3;
/** Longest quote, UTF-16 units, unless a sentence is longer. */
const MAX_QUOTE_CHARS = 900;
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
  /** Weighs the question's words by their rarity in the book. */
  readonly lexicon?: SearchIndex | undefined;
}

interface Candidate {
  readonly source: SourcePassage;
  readonly section: SectionSpan;
}

/** Chooses and cuts the quotes of an answer, best first. Empty when no sentence has anything of the question. */
export const quoteAnswer = ({ question, widened, sources, lexicon }: ExtractiveInput): QuotedGroup[] => {
  const candidates = sources.flatMap((source) => source.sections.map((section): Candidate => ({ source, section })));
  const sections = candidates.map(answerSection);
  const extract = (text: string): Quote[] =>
    // The length of one: the best sentence alone; its neighbours are chosen here, where blocks are known.
    extractAnswer(text, sections, { limit: MAX_QUOTES, maxLength: 1, ...(lexicon ? { index: lexicon } : {}) });
  const direct = extract(question);
  const quotes = direct.length > 0 || widened === undefined ? direct : extract(widened);
  const groups: QuotedGroup[] = [];
  for (const quote of quotes) {
    const candidate = candidates[Number(quote.id)];
    if (!candidate) continue;
    const group = makeGroup(candidate, quote, groups.length + 1);
    const repeated = groups.some(({ citation }) => citation.quote === group.citation.quote);
    if (!repeated) groups.push(group);
  }
  return groups;
};

const answerSection = ({ source, section }: Candidate, index: number): AnswerSection => ({
  id: String(index),
  text: source.passage.text.slice(section.start, section.end),
  score: source.passage.score,
  // What is not running text of the page is looked at last: code, and descriptions that only screen readers read.
  codeSpans: blocksIn(source, section)
    .filter((block) => block.kind === 'code' || isDescription(block))
    .map(({ start, end }) => ({ start: start - section.start, end: end - section.start })),
});

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
  const range =
    best.segmentKind === 'tableCell' ? cellRun(blocks, at) : widen(source, blocks, at, sentence, marker === 1);
  return withCode(candidate, range, blocks, at, marker);
};

interface Range {
  readonly start: number;
  readonly end: number;
}

const isDescription = ({ segmentKind }: BlockSpan): boolean =>
  segmentKind === 'imageAlt' || segmentKind === 'attribute';

const isProse = (block: BlockSpan): boolean =>
  block.kind === 'segment' && block.segmentKind !== 'tableCell' && !isDescription(block);

/** Ends in the middle: what it announces, asks or merely cites comes next. */
const IS_OPEN = /(?:[:：?؟]|^["“«].*["”»][.!]?)$/su;

/**
 * What is shown of a block for its best sentence. The first quote gets the sentences beside it; further ones are single
 * sentences, as leads to other sections. Whatever its place, a quote never ends on a sentence that only opens the next
 * one: a question, an announcement, or somebody's opinion ("LiDAR works on glass.") that is then set right.
 */
const widen = (
  { passage }: SourcePassage,
  blocks: readonly BlockSpan[],
  at: number,
  sentence: Range,
  withNeighbours: boolean,
): Range => {
  const sentencesOf = (block: BlockSpan | undefined): Range[] =>
    block && isProse(block)
      ? splitSentences(passage.text.slice(block.start, block.end)).map(({ start, end }) => ({
          start: block.start + start,
          end: block.start + end,
        }))
      : [];
  const own = sentencesOf(blocks[at]);
  const later = blocks.slice(at + 1, firstNonProse(blocks, at + 1)).flatMap(sentencesOf);
  const isOpen = ({ start, end }: Range): boolean => IS_OPEN.test(passage.text.slice(start, end));
  const fits = (range: Range): boolean => range.end - range.start <= MAX_QUOTE_CHARS;
  const before = own.findLast(({ end }) => end <= sentence.start);
  let range = sentence;
  if (withNeighbours && before && fits({ start: before.start, end: range.end })) {
    range = { start: before.start, end: range.end };
  }
  const following = [...own, ...later].filter(({ start }) => start >= sentence.end);
  const wanted = withNeighbours && (own.length === 1 || own.some(({ start }) => start >= sentence.end)) ? 1 : 0;
  let last = sentence;
  for (const [index, next] of following.entries()) {
    if ((index >= wanted && !isOpen(last)) || !fits({ start: range.start, end: next.end })) break;
    range = { start: range.start, end: next.end };
    last = next;
  }
  return listAfter(blocks, at, range, isOpen(sentence), fits);
};

const firstNonProse = (blocks: readonly BlockSpan[], from: number): number => {
  const at = blocks.findIndex((block, index) => index >= from && !isProse(block));
  return at < 0 ? blocks.length : at;
};

/** An announced list is shown whole, as far as it fits. */
const listAfter = (
  blocks: readonly BlockSpan[],
  at: number,
  range: Range,
  announced: boolean,
  fits: (range: Range) => boolean,
): Range => {
  if (!announced) return range;
  let end = range.end;
  for (const block of blocks.slice(at + 1)) {
    if (block.segmentKind !== 'listItem' || !fits({ start: range.start, end: block.end })) break;
    end = Math.max(end, block.end);
  }
  return { start: range.start, end };
};

/** A table cell says nothing alone: the cells around it, as many as fit. */
const cellRun = (blocks: readonly BlockSpan[], at: number): Range => {
  const isCell = (index: number): boolean => blocks[index]?.segmentKind === 'tableCell';
  const length = (from: number, to: number): number => (blocks[to]?.end ?? 0) - (blocks[from]?.start ?? 0);
  let first = at;
  let last = at;
  for (;;) {
    const later = isCell(last + 1) && length(first, last + 1) <= MAX_QUOTE_CHARS / 2;
    if (later) last += 1;
    const earlier = isCell(first - 1) && length(first - 1, last) <= MAX_QUOTE_CHARS / 2;
    if (earlier) first -= 1;
    if (!later && !earlier) break;
  }
  return { start: blocks[first]?.start ?? 0, end: blocks[last]?.end ?? 0 };
};

const withCode = (
  { source, section }: Candidate,
  range: Range,
  blocks: readonly BlockSpan[],
  at: number,
  marker: number,
): QuotedGroup => {
  const { passage } = source;
  const citation: Citation = {
    marker,
    passageId: passage.id,
    chapterId: passage.chapterId,
    chapterTitle: passage.chapterTitle,
    headingPath: [...section.headingPath],
    url: section.permalink,
    segmentId: segmentAt(source, range.start),
    quote: passage.text.slice(range.start, range.end),
    start: range.start,
    end: range.end,
  };
  const own = blocks[at];
  if (own?.kind === 'code') {
    return { citation, lines: [], code: { lang: own.lang ?? '', text: citation.quote } };
  }
  const lastBlock = blocks.findLastIndex(({ start }) => start < range.end);
  const next = blocks[lastBlock + 1];
  const lines = quoteLines(passage.text, blocks, range);
  if (next?.kind !== 'code') return { citation, lines };
  const text = firstLines(passage.text.slice(next.start, next.end));
  return { citation, lines, code: { lang: next.lang ?? '', text } };
};

const firstLines = (code: string): string => {
  const lines = code.split('\n');
  return lines.length <= MAX_CODE_LINES ? code : [...lines.slice(0, MAX_CODE_LINES), '…'].join('\n');
};

const quoteLines = (text: string, blocks: readonly BlockSpan[], range: Range): string[] => {
  const lines: string[] = [];
  let inTable = false;
  for (const block of blocks) {
    const start = Math.max(block.start, range.start);
    const end = Math.min(block.end, range.end);
    if (start >= end) continue;
    const isCell = block.segmentKind === 'tableCell';
    const piece = text.slice(start, end).trim();
    if (isCell && inTable) lines.push(`${lines.pop() ?? ''} · ${piece}`);
    else lines.push(piece);
    inTable = isCell;
  }
  return lines;
};
