/** How much of a section is quoted around the sentence that answers best. Pure. */
import { splitSentences } from '@lectern/retrieval';
import { type BlockSpan, isSameRow } from '../../content/index.ts';

/** A sentence of fewer UTF-16 units seldom explains what it states: the next one is quoted with it. */
const SHORT_SENTENCE_CHARS = 100;
/** Longest quote, UTF-16 units, unless a sentence is longer. */
const MAX_QUOTE_CHARS = 900;

/** A half-open range of a passage's text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

interface Sentence extends Range {
  readonly isFormula: boolean;
}

/** Whether a block is what only screen readers read. */
export const isDescription = ({ segmentKind }: BlockSpan): boolean =>
  segmentKind === 'imageAlt' || segmentKind === 'attribute';

/** Whether a block is in the header of a cell's table. */
export const isHeader = (block: BlockSpan | undefined, cell: BlockSpan['cell']): boolean =>
  cell !== undefined && isSameRow(block?.cell, { ...cell, row: 1 });

const isProse = (block: BlockSpan): boolean =>
  block.kind === 'segment' && block.segmentKind !== 'tableCell' && !isDescription(block);

/** Ends in the middle: what it announces, asks or merely cites comes next. */
const IS_OPEN = /(?:[:：?؟]|^["“«].*["”»][.!]?)$/su;
const ENDS = /[.!?؟۔。！？…]["'”’»)\]]*$/u;
const GOES_ON = /^\p{Ll}/u;

/**
 * What is shown of a block for its best sentence. The first quote gets the sentences beside it; further ones are single
 * sentences, as leads to other sections, or two when the first is short. Whatever its place, a quote never ends on a sentence that only opens the next
 * one (a question, an announcement, somebody's opinion, "LiDAR works on glass.", that is then set right), and a formula
 * goes with the sentence around it.
 */
export const widen = (
  text: string,
  blocks: readonly BlockSpan[],
  at: number,
  sentence: Range,
  withNeighbours: boolean,
): Range => {
  const sentencesOf = (block: BlockSpan | undefined): Sentence[] => (block ? sentencesIn(text, block) : []);
  const textOf = ({ start, end }: Range): string => text.slice(start, end);
  const isOpen = (one: Sentence, next: Sentence | undefined): boolean => {
    if (next && one.isFormula) return GOES_ON.test(textOf(next));
    return IS_OPEN.test(textOf(one)) || (next?.isFormula === true && !ENDS.test(textOf(one)));
  };
  const fits = (range: Range): boolean => range.end - range.start <= MAX_QUOTE_CHARS;
  const own = sentencesOf(blocks[at]);
  const later = blocks.slice(at + 1, firstNonProse(blocks, at + 1)).flatMap(sentencesOf);
  const following = [...own, ...later].filter(({ start }) => start >= sentence.end);
  let last: Sentence = { ...sentence, isFormula: blocks[at]?.formula === true };
  const isAnnouncement = isOpen(last, following[0]);
  const above = blocks.slice(0, at);
  const earlier = above.slice(above.findLastIndex((block) => !isProse(block)) + 1).flatMap(sentencesOf);
  const start = firstStart(textOf, [...earlier, ...own], last, withNeighbours ? own[0]?.start : undefined);
  let range = fits({ start, end: sentence.end }) ? { start, end: sentence.end } : sentence;
  const endsBlock = !own.some((one) => one.start >= sentence.end);
  const isShort = sentence.end - sentence.start < SHORT_SENTENCE_CHARS;
  const wanted = withNeighbours ? own.length === 1 || !endsBlock : isShort && !endsBlock;
  for (const [index, next] of following.entries()) {
    if ((index >= Number(wanted) && !isOpen(last, next)) || !fits({ start: range.start, end: next.end })) break;
    range = { start: range.start, end: next.end };
    last = next;
  }
  return isAnnouncement ? listAfter(blocks, at, range, fits) : range;
};

/** The blocks that stand behind each other in the page around one: a quote never reaches over what was left out. */
export const unbrokenRun = (blocks: readonly BlockSpan[], at: number): BlockSpan[] => {
  const first = blocks.findLastIndex(({ afterGap }, index) => index <= at && afterGap === true);
  const end = blocks.findIndex(({ afterGap }, index) => index > at && afterGap === true);
  return blocks.slice(Math.max(0, first), end < 0 ? blocks.length : end);
};

/** Sentences of a block of prose; a formula is one. */
const sentencesIn = (text: string, block: BlockSpan): Sentence[] => {
  if (!isProse(block)) return [];
  if (block.formula) return [{ start: block.start, end: block.end, isFormula: true }];
  return splitSentences(text.slice(block.start, block.end)).map(({ start, end }) => ({
    start: block.start + start,
    end: block.start + end,
    isFormula: false,
  }));
};

/**
 * Where a quote begins: with the sentence before, where one stands in the same block, or with the formula that it
 * speaks of; never within a formula's sentence.
 */
const firstStart = (
  textOf: (range: Range) => string,
  sentences: readonly Sentence[],
  best: Sentence,
  blockStart: number | undefined,
): number => {
  let at = sentences.findLastIndex(({ end }) => end <= best.start);
  const before = sentences[at];
  let first = best;
  if (before && blockStart !== undefined && (before.start >= blockStart || before.isFormula)) {
    first = before;
    at -= 1;
  }
  for (let above = sentences[at]; above; at -= 1, above = sentences[at]) {
    const isInside = first.isFormula ? !ENDS.test(textOf(above)) : above.isFormula && GOES_ON.test(textOf(first));
    if (!isInside) break;
    first = above;
  }
  return first.start;
};

const firstNonProse = (blocks: readonly BlockSpan[], from: number): number => {
  const at = blocks.findIndex((block, index) => index >= from && !isProse(block));
  return at < 0 ? blocks.length : at;
};

/** An announced list is shown whole, as far as it fits. */
const listAfter = (blocks: readonly BlockSpan[], at: number, range: Range, fits: (range: Range) => boolean): Range => {
  let end = range.end;
  for (const block of blocks.slice(at + 1)) {
    if (block.segmentKind !== 'listItem' || !fits({ start: range.start, end: block.end })) break;
    end = Math.max(end, block.end);
  }
  return { start: range.start, end };
};

/** A cell says nothing alone: its row, with the header where that stands right above it in the page. */
export const rowRange = (blocks: readonly BlockSpan[], at: number): Range => {
  const cell = blocks[at]?.cell;
  const isOwn = (index: number): boolean => isSameRow(blocks[index]?.cell, cell);
  let first = at;
  let last = at;
  while (isOwn(first - 1)) first -= 1;
  while (isOwn(last + 1)) last += 1;
  if (cell?.row === 2) while (isHeader(blocks[first - 1], cell)) first -= 1;
  return { start: blocks[first]?.start ?? 0, end: blocks[last]?.end ?? 0 };
};
