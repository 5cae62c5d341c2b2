/**
 * What of the evidence is sent to a model: passages and earlier turns inside budgets of tokens. What is sent is what the
 * reader is shown as context, so passages are cut here, once, for both. Pure but for a memory of counts.
 */
import { isSameRow, type SourcePassage } from '../../content/index.ts';
import type { Turn } from '../conversations/chat-history.ts';

/** Counts the tokens of a text. */
export type CountTokens = (text: string) => number;

/** Tokens of what stands around a passage in the prompt: tags, chapter, section. */
const PASSAGE_OVERHEAD = 60;
/** Tokens between two blocks. */
const BLOCK_OVERHEAD = 2;
/** Passages whose counts are remembered. */
const MAX_REMEMBERED = 4000;
/** Longest question of an earlier turn, UTF-16 units. */
const MAX_TURN_QUESTION = 600;
/** Longest answer of an earlier turn, UTF-16 units. */
const MAX_TURN_ANSWER = 1600;

/** Fits passages and turns into budgets. */
export type ContextFitter = ReturnType<typeof createContextFitter>;

/** Makes a fitter; counting is the dear part, so that the counts of a passage are remembered. */
export const createContextFitter = (countTokens: CountTokens) => {
  const remembered = new Map<string, readonly number[]>();

  /** Tokens of each block of a passage. */
  const blockTokens = ({ passage, blocks }: SourcePassage): readonly number[] => {
    // A passage that was cut out of a chunk may share its id with another cut of it.
    const key = `${passage.id} ${passage.text.length}`;
    const known = remembered.get(key);
    if (known) return known;
    const counts = blocks.map(({ start, end }) => countTokens(passage.text.slice(start, end)) + BLOCK_OVERHEAD);
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(key, counts);
    return counts;
  };

  /**
   * The passages that fit, in their order. One that does not fit whole ends at the border of a block: code and rows of
   * tables are whole or left out.
   */
  const fitPassages = (sources: readonly SourcePassage[], maxTokens: number): SourcePassage[] => {
    let left = maxTokens;
    return sources.flatMap((source) => {
      const counts = blockTokens(source);
      let used = PASSAGE_OVERHEAD;
      let kept = 0;
      for (const count of counts) {
        if (used + count > left) break;
        used += count;
        kept += 1;
      }
      const fitted = firstBlocks(source, kept);
      if (fitted) left -= used;
      return fitted ? [fitted] : [];
    });
  };

  /** The last turns that fit, oldest first. */
  const fitTurns = (turns: readonly Turn[], maxTokens: number): Turn[] => {
    const fitted: Turn[] = [];
    let left = maxTokens;
    for (const turn of turns.toReversed()) {
      const short = shorten(turn);
      left -= countTokens(short.question) + countTokens(short.answer);
      if (left < 0) break;
      fitted.unshift(short);
    }
    return fitted;
  };

  return { fitPassages, fitTurns };
};

/** A passage up to its nth block; undefined when nothing is left of it. */
const firstBlocks = (source: SourcePassage, wanted: number): SourcePassage | undefined => {
  const { passage, blocks, sections } = source;
  if (wanted >= blocks.length) return source;
  let kept = wanted;
  while (kept > 0 && isSameRow(blocks[kept - 1]?.cell, blocks[kept]?.cell)) kept -= 1;
  const end = blocks[kept - 1]?.end;
  if (end === undefined) return undefined;
  const whole = blocks.slice(0, kept);
  return {
    chunkId: source.chunkId,
    blocks: whole,
    sections: sections.filter(({ start }) => start < end).map((span) => ({ ...span, end: Math.min(span.end, end) })),
    passage: {
      ...passage,
      // Another text is another passage.
      id: `${passage.id}~${kept}`,
      text: passage.text.slice(0, end),
      segmentIds: [...new Set(whole.filter(({ kind }) => kind === 'segment').map(({ id }) => id))],
    },
  };
};

/** Markers of an earlier answer number the passages of that answer: they would mislead. */
const shorten = ({ question, answer }: Turn): Turn => ({
  question: clip(question, MAX_TURN_QUESTION),
  answer: clip(answer.replace(/ ?(?<!\\)\[\d+\]/g, ''), MAX_TURN_ANSWER),
});

const clip = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit - 1).toWellFormed()}…`;
