import { alignClaim } from './support-alignment.ts';
import { clauseFeatures } from './support-clauses.ts';
import { frameFeatures } from './support-frame.ts';
import { type ClaimMatch, matchClaim, weightOf } from './support-match.ts';
import { pairFeatures } from './support-pairs.ts';
import { clauseFrameFeatures } from './support-parts.ts';
import { claimPath } from './support-path.ts';
import { polarityFeatures } from './support-polarity.ts';
import type { SupportWord } from './support-reader.ts';
import { roleFeatures } from './support-roles.ts';
import { runFeatures } from './support-runs.ts';
import type { SupportText } from './support-text.ts';

/** Names of what is measured of a sentence and a passage, in the order of {@link SupportFeatures}. */
export const SUPPORT_FEATURES = [
  'unknown',
  'inexact',
  'unknownNumbers',
  'unknownCounts',
  'unknownNames',
  'uncovered',
  'unaligned',
  'substituted',
  'added',
  'denied',
  'opposed',
  'exchanged',
  'open',
  'pathTotal',
  'pathPerTerm',
  'pathLongest',
  'pathSkipped',
  'pathSwitches',
  'pathInversions',
  'longestRun',
  'inRuns',
  'runCount',
  'splicedSentences',
  'splicedBack',
  'frameMissing',
  'frameKnown',
  'frameUnknown',
  'frameCrossed',
  'frameMoved',
  'frameNouns',
  'frameBreaks',
  'frameClauseBreaks',
  'frameJoins',
  'frameDenials',
  'frameCounts',
  'frameInserted',
  'frameNegations',
  'frameQualifiers',
  'frameTight',
  'partMissing',
  'partKnown',
  'partUnknown',
  'partMoved',
  'partNouns',
  'partInserted',
  'partNegations',
  'partQualifiers',
  'partTight',
  'partJoins',
  'partWorst',
  'partSpread',
  'negationAdded',
  'negationDropped',
  'polarityTurned',
  'saidDenied',
  'deniedSaid',
  'antonym',
  'antonymNearer',
  'exclusiveAdded',
  'exclusiveDropped',
  'modalityTurned',
  'comparisonAdded',
  'pairApart',
  'pairsApart',
  'numberUnbound',
  'nameUnbound',
  'numberRival',
  'nameRival',
  'rolesExchanged',
  'roleMoved',
  'reversed',
  'clauseForeign',
  'clauseMissing',
  'subjectForeign',
  'subjectReplaced',
  'contrary',
  'predicateForeign',
] as const;

/** Name of a measure. */
export type SupportFeature = (typeof SUPPORT_FEATURES)[number];

/** Measures of a sentence against a passage; shares are 0…1, all others grow with what speaks against it. */
export interface SupportMeasures {
  readonly features: Readonly<Record<SupportFeature, number>>;
  /** The sentences of the passage that have most of it, first and last. */
  readonly window: Window;
}

/** A run of a passage's sentences. */
export interface Window {
  readonly first: number;
  readonly last: number;
  /** Share of the claim's matter that it has, 0…1. */
  readonly coverage: number;
}

/** Most sentences that a claim may be told from. */
const WINDOW_SENTENCES = 3;
/** What a further sentence has to add to the coverage. */
const WINDOW_PRICE = 0.1;

/** Share of a claim from which a question or an opinion is what it was taken from. */
const OPEN_SHARE = 0.65;
const DIGIT = /^\d/u;

/** Measures a sentence against a passage. */
export function measureSupport(sentence: SupportText, passage: SupportText): SupportMeasures {
  const claim = sentence.terms.filter(({ isEcho }) => !isEcho);
  const match = matchClaim(claim, passage);
  const total = weightOf(claim) || 1;
  const window = bestWindow(match, total);
  const alignment = alignClaim(match);
  const path = claimPath(match);
  const known = claim.reduce((sum, { weight }, at) => sum + weight * match.best(at), 0) / total;
  const exact = weightOf(claim.filter(({ stem }) => passage.byStem.has(stem))) / total;
  const words = claimWords(sentence);
  const isUnknown = (at: number): boolean => (match.places[at]?.length ?? 0) === 0;
  // What denies an opinion says what the text says of it.
  const isOpen =
    alignment?.isOpen === true && alignment.share > OPEN_SHARE && !words.some(({ isNegation }) => isNegation);
  const unknownNumbers = claim.filter(({ quantity }, at) => quantity !== undefined && isUnknown(at));
  const features = {
    unknown: 1 - known,
    inexact: 1 - exact,
    unknownNumbers: unknownNumbers.filter(({ surface }) => DIGIT.test(surface)).length,
    unknownCounts: unknownNumbers.filter(({ surface }) => !DIGIT.test(surface)).length,
    unknownNames: claim.filter(({ isName }, at) => isName && isUnknown(at)).length,
    uncovered: 1 - window.coverage,
    unaligned: 1 - (alignment?.share ?? 0),
    substituted: alignment?.substituted ?? 0,
    added: alignment?.added ?? 0,
    denied: alignment?.denied ?? 0,
    opposed: alignment?.opposed ?? 0,
    exchanged: alignment?.exchanged ?? 0,
    open: isOpen ? 1 : 0,
    pathTotal: path.total,
    pathPerTerm: path.total / (claim.length || 1),
    pathLongest: path.longest,
    pathSkipped: path.skipped,
    pathSwitches: path.switches,
    pathInversions: path.inversions,
    ...runFeatures(sentence.sequence, passage.sequence),
    ...frameFeatures(match, words),
    ...clauseFrameFeatures(match, words),
    ...polarityFeatures(match, words, window.first, window.last),
    ...pairFeatures(match),
    ...roleFeatures(match, words),
    ...clauseFeatures(match, words, window.first),
  };
  return { features, window };
}

/** The sentences that have most of a claim, as few of them as do. */
function bestWindow({ claim, passage, places, likeness }: ClaimMatch, total: number): Window {
  const covers = passage.sentences.map(() => new Float64Array(claim.length));
  claim.forEach(({ weight }, at) => {
    for (const place of places[at] ?? []) {
      const row = covers[passage.terms[place]?.sentence ?? -1];
      if (row) row[at] = Math.max(row[at] ?? 0, likeness(at, place) * weight);
    }
  });
  let best: Window = { first: 0, last: 0, coverage: 0 };
  let worth = 0;
  for (let first = 0; first < covers.length; first++) {
    const sums = new Float64Array(claim.length);
    for (let last = first; last < Math.min(covers.length, first + WINDOW_SENTENCES); last++) {
      covers[last]?.forEach((value, at) => {
        sums[at] = Math.max(sums[at] ?? 0, value);
      });
      const coverage = sums.reduce((sum, value) => sum + value, 0) / total;
      const value = coverage - WINDOW_PRICE * (last - first);
      if (value <= worth) continue;
      worth = value;
      best = { first, last, coverage };
    }
  }
  return best;
}

/** The words of a claim, their terms counted without what pronouns stand for. */
function claimWords(claim: SupportText): SupportWord[] {
  const places = new Map<number, number>();
  claim.terms.forEach(({ isEcho }, place) => {
    if (!isEcho) places.set(place, places.size);
  });
  return claim.sentences.flatMap(({ words }) =>
    words.map(({ term, ...word }) => ({ ...word, ...(term === undefined ? {} : { term: places.get(term) ?? 0 }) })),
  );
}
