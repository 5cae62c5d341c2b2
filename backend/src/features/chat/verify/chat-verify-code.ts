/** Blocks of code in an answer: copied from a passage, or the model's own. Pure. */
import type { SourcePassage } from '../../content/index.ts';

/** Share of a block's lines that have to stand in the passages. */
const COPIED_SHARE = 0.7;
/** Shorter lines stand anywhere: `}`, `end`. */
const SHORTEST_LINE = 4;
/** Lines that are kept of one block. */
const MAX_LINES = 400;
const FENCE = /^\s*(?:`{3,}|~{3,})/u;

const bare = (line: string): string => line.replace(/\s+/gu, ' ').trim();

/** Makes a check that takes a block piece by piece. */
export const createCodeCheck = (sources: readonly SourcePassage[]) => {
  let text = '';
  return {
    add(piece: string): void {
      if (text.length < MAX_LINES * 100) text += piece;
    },
    /** Judges the block, and begins the next one. */
    judge(): 'supported' | 'unsupported' | 'neutral' {
      const lines = text
        .split('\n')
        .filter((line) => !FENCE.test(line))
        .map(bare)
        .filter((line) => line.length >= SHORTEST_LINE)
        .slice(0, MAX_LINES);
      text = '';
      if (lines.length === 0) return 'neutral';
      const written = sources.map(({ passage }) => bare(passage.text));
      const copied = lines.filter((line) => written.some((passage) => passage.includes(line))).length;
      return copied / lines.length >= COPIED_SHARE ? 'supported' : 'unsupported';
    },
  };
};
