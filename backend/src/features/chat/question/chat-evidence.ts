/** What an answer is made from, and how two rankings become one. Pure. */
import type { AnswerZone } from '@lectern/retrieval';
import type { RetrievedChunk, SourcePassage } from '../../content/index.ts';

/** Passages an answer may be made of. */
export const CONTEXT_PASSAGES = 5;
/** Chunks that a retrieval ranks. */
export const CANDIDATES = 40;
/** Hits that are shown to those who look into retrieval. */
export const INSPECTED_HITS = 10;
/** Weight of the second ranking beside the first. */
const SECOND_WEIGHT = 0.5;

/** What there is to answer from. */
export interface Evidence {
  readonly zone: AnswerZone;
  /** 0…1, see RETRIEVAL.md. */
  readonly answerability: number;
  /** Passages of the answer; on `uncovered` the nearest sections. */
  readonly context: readonly SourcePassage[];
  /** Ids of the passages that are quoted before all others: what stands around a selection. */
  readonly preferred?: ReadonlySet<string>;
  /** The first of what was found, for those who look into retrieval. */
  readonly hits: readonly RetrievedChunk[];
  /** Locale that the passages are in. */
  readonly locale: string;
  /** What to look for in the passages in place of the question, whose other words say nothing of the matter. */
  readonly matter?: string;
  /** What to look for when that is in none of them. */
  readonly widened?: string;
}

/** Adds two rankings, each divided by its best score, the second at less weight. */
export const blendRankings = (
  first: readonly RetrievedChunk[],
  second: readonly RetrievedChunk[],
): RetrievedChunk[] => {
  const sum = new Map<string, RetrievedChunk>();
  const add = (hits: readonly RetrievedChunk[], weight: number): void => {
    const top = hits[0]?.score ?? 1;
    for (const { chunk, score } of hits) {
      sum.set(chunk.id, { chunk, score: (sum.get(chunk.id)?.score ?? 0) + (weight * score) / top });
    }
  };
  add(first, 1);
  add(second, SECOND_WEIGHT);
  return [...sum.values()].sort((a, b) => b.score - a.score || (a.chunk.id < b.chunk.id ? -1 : 1));
};
