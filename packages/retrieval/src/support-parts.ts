import { type FrameFeatures, measureLayout, NOTHING } from './support-frame.ts';
import { nearestLayout, weightOfWord } from './support-layout.ts';
import type { ClaimMatch } from './support-match.ts';
import type { SupportWord } from './support-reader.ts';

/** What the clauses of a claim, each laid along the sentence that it is nearest to, have in common with those. */
export interface ClauseFrameFeatures {
  readonly partMissing: number;
  readonly partKnown: number;
  readonly partUnknown: number;
  readonly partMoved: number;
  readonly partNouns: number;
  readonly partInserted: number;
  readonly partNegations: number;
  readonly partQualifiers: number;
  readonly partTight: number;
  readonly partJoins: number;
  /** Clause that misses most of itself. */
  readonly partWorst: number;
  /** Sentences that the clauses are laid along, less one. */
  readonly partSpread: number;
}

/** Lays each clause of a claim along the passage by itself, as clauses may change places without changing what is said. */
export function clauseFrameFeatures(match: ClaimMatch, claim: readonly SupportWord[]): ClauseFrameFeatures {
  const parts = clausesOf(claim).map((words) => {
    const layout = nearestLayout(match, words);
    const features = layout ? measureLayout(match, words, layout) : NOTHING;
    return { words, features, sentence: layout?.sentence ?? -1 };
  });
  const weights = parts.map(({ words }) => words.reduce((sum, word) => sum + weightOfWord(match, word), 0));
  const total = weights.reduce((sum, each) => sum + each, 0) || 1;
  const sum = (name: keyof FrameFeatures): number => parts.reduce((all, { features }) => all + features[name], 0);
  return {
    partMissing: parts.reduce((all, { features }, at) => all + features.frameMissing * (weights[at] ?? 0), 0) / total,
    partKnown: sum('frameKnown'),
    partUnknown: sum('frameUnknown'),
    partMoved: sum('frameMoved'),
    partNouns: sum('frameNouns'),
    partInserted: sum('frameInserted'),
    partNegations: sum('frameNegations'),
    partQualifiers: sum('frameQualifiers'),
    partTight: sum('frameTight'),
    partJoins: sum('frameJoins'),
    partWorst: Math.max(0, ...parts.map(({ features }) => features.frameMissing)),
    partSpread: Math.max(0, new Set(parts.map(({ sentence }) => sentence)).size - 1),
  };
}

/** A clause with fewer terms is told together with its neighbour. */
const LEAST_TERMS = 2;

/** The clauses of a claim; one with hardly any matter belongs to the one before. */
function clausesOf(claim: readonly SupportWord[]): SupportWord[][] {
  const clauses: SupportWord[][] = [];
  let last = -1;
  for (const word of claim) {
    if (word.clause !== last || clauses.length === 0) clauses.push([]);
    clauses.at(-1)?.push(word);
    last = word.clause;
  }
  const isSmall = (words: readonly SupportWord[]): boolean =>
    words.filter(({ term }) => term !== undefined).length < LEAST_TERMS;
  const merged: SupportWord[][] = [];
  for (const words of clauses) {
    const before = merged.at(-1);
    if (before && (isSmall(words) || isSmall(before))) before.push(...words);
    else merged.push(words);
  }
  return merged;
}
