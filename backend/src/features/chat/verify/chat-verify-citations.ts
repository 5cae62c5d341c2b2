/** Citations of a model's answer: numbered in the order of their first use, each with the quote that bears out. Pure. */
import type { Citation } from '@lectern/contracts';
import { splitSentences } from '@lectern/retrieval';
import type { SourcePassage } from '../../content/index.ts';
import { citationOf } from '../quotes/chat-citation.ts';
import type { Range } from '../quotes/chat-quote-range.ts';

/** Longest quote, UTF-16 units, unless its first sentence is longer. */
const MAX_QUOTE_CHARS = 600;

/** A citation with whether it is told for the first time. */
export interface Cited {
  readonly citation: Citation;
  readonly isNew: boolean;
}

/** Gives out markers. */
export type CitationBook = ReturnType<typeof createCitationBook>;

/**
 * Makes a book of citations. A marker stands for a quote and not for a passage: two sentences that rest on different
 * sentences of one passage get two numbers, so that each number leads to the very words that bear it out.
 */
export const createCitationBook = () => {
  const byQuote = new Map<string, Citation>();
  /** Cites a range of a passage; undefined when nothing is in it. */
  const cite = (source: SourcePassage, range: Range): Cited | undefined => {
    const { start, end } = quoteRange(source, range);
    const quote = source.passage.text.slice(start, end);
    const section = source.sections.find((each) => start >= each.start && start < each.end) ?? source.sections[0];
    if (quote.trim() === '' || !section) return undefined;
    const key = `${source.passage.id}:${start}:${end}`;
    const before = byQuote.get(key);
    if (before) return { citation: before, isNew: false };
    const citation = citationOf(source, section, { start, end }, byQuote.size + 1);
    byQuote.set(key, citation);
    return { citation, isNew: true };
  };
  return { cite };
};

/** A range without blanks at its ends that stays in one run of blocks, and is not too long to be read. */
const quoteRange = ({ passage, blocks }: SourcePassage, { start, end }: Range): Range => {
  const gap = blocks.find((block) => block.afterGap === true && block.start > start && block.start < end);
  const limit = gap ? gap.start : end;
  const text = passage.text.slice(start, limit);
  const sentences = splitSentences(text);
  const first = sentences[0];
  const last = sentences.findLast((sentence) => sentence.end <= MAX_QUOTE_CHARS) ?? first;
  return first && last ? { start: start + first.start, end: start + last.end } : { start, end: limit };
};
