import type { ChannelScores, SearchHit } from './search-index.ts';

/**
 * Weights of the channels in the fused score; words have 1. Measured with MiniLM-L6 (nDCG@10, questions as written and
 * with a slip): dense 0.8 gives .821/.828 on the ROS 2 documents, .528/.518 on Cranfield, .979/.975 on XQuAD; 1.5 gives
 * .843/.853, .518/.516 and .980/.976; without a model it is .762/.759, .520/.514 and .975/.970.
 */
export const CHANNEL_WEIGHTS = { words: 1, grams: 0.5, latent: 0.4, dense: 1.5 } as const;
/** Sections of one page among the leading ones of a result. */
const LEADING_PER_PAGE = 2;
/** Length of the leading part of a result, in which pages are limited. */
const LEADING_LENGTH = 5;

/** Cosines of one channel. */
export interface CosineScores {
  /** Cosine by section id. */
  readonly scores: ReadonlyMap<string, number>;
  /** Cosine of an indifferent section, taken as 0: the median over all sections, or the least of a short list. */
  readonly floor: number;
}

/** Raw scores per channel from which sections are ranked; what any store of vectors or postings has to give. */
export interface ChannelCandidates {
  /** BM25 over words by section id; a missing section has 0. */
  readonly words: ReadonlyMap<string, number>;
  /** BM25 over character 4-grams by section id; a missing section has 0. */
  readonly grams: ReadonlyMap<string, number>;
  readonly latent?: CosineScores | undefined;
  readonly dense?: CosineScores | undefined;
}

/** How a fused ranking is cut. */
export interface FuseOptions {
  /** Most hits; default 10. */
  readonly limit?: number | undefined;
  /** Page of a section: at most two sections of a page are among the first five. Default: every section its own. */
  readonly pageOf?: ((id: string) => string) | undefined;
}

/** Middle of the given numbers; 0 of none. */
export function median(values: Iterable<number>): number {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) return 0;
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

const highest = (scores: Iterable<number>): number => {
  let best = 0;
  for (const score of scores) if (score > best) best = score;
  return best;
};

const share = (score: number | undefined, best: number): number => (best > 0 ? (score ?? 0) / best : 0);

function cosineShare(channel: CosineScores, id: string, best: number): number {
  const range = best - channel.floor;
  return range > 0 ? Math.max(0, ((channel.scores.get(id) ?? channel.floor) - channel.floor) / range) : 0;
}

/**
 * Ranks sections by words/top + ½ · grams/top + 0.4 · clip(latent) + 1.5 · clip(dense).
 *
 * Scores are fused, not ranks: with reciprocal ranks one weak channel spoils the order. Equal scores are ordered by
 * id, so that every adapter gives the same list. A page's third section among the first five moves behind them.
 */
export function fuse(candidates: ChannelCandidates, options: FuseOptions = {}): SearchHit[] {
  const { words, grams, latent, dense } = candidates;
  const best = {
    words: highest(words.values()),
    grams: highest(grams.values()),
    latent: latent === undefined ? 0 : highest(latent.scores.values()),
    dense: dense === undefined ? 0 : highest(dense.scores.values()),
  };
  const ids = new Set([
    ...words.keys(),
    ...grams.keys(),
    ...(latent?.scores.keys() ?? []),
    ...(dense?.scores.keys() ?? []),
  ]);
  const hits: SearchHit[] = [];
  for (const id of ids) {
    const score =
      CHANNEL_WEIGHTS.words * share(words.get(id), best.words) +
      CHANNEL_WEIGHTS.grams * share(grams.get(id), best.grams) +
      CHANNEL_WEIGHTS.latent * (latent === undefined ? 0 : cosineShare(latent, id, best.latent)) +
      CHANNEL_WEIGHTS.dense * (dense === undefined ? 0 : cosineShare(dense, id, best.dense));
    if (score <= 0) continue;
    const channels: ChannelScores = {
      words: words.get(id) ?? 0,
      grams: grams.get(id) ?? 0,
      latent: latent?.scores.get(id) ?? 0,
      ...(dense === undefined ? {} : { dense: dense.scores.get(id) ?? 0 }),
    };
    hits.push({ id, score, channels });
  }
  hits.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  return spreadPages(hits, options.pageOf).slice(0, Math.max(0, options.limit ?? 10));
}

/** Moves sections beyond the second of their page behind the first five. */
function spreadPages(hits: SearchHit[], pageOf: ((id: string) => string) | undefined): SearchHit[] {
  if (pageOf === undefined) return hits;
  const leading: SearchHit[] = [];
  const deferred: SearchHit[] = [];
  const perPage = new Map<string, number>();
  let next = 0;
  for (; next < hits.length && leading.length < LEADING_LENGTH; next++) {
    const hit = hits[next];
    if (hit === undefined) break;
    const page = pageOf(hit.id);
    const onPage = perPage.get(page) ?? 0;
    perPage.set(page, onPage + 1);
    (onPage < LEADING_PER_PAGE ? leading : deferred).push(hit);
  }
  return [...leading, ...deferred, ...hits.slice(next)];
}
