import { gramScores } from './gram-channel.ts';
import { BM25_K1 } from './posting-table.ts';
import { contentTokens, questionStemming, questionTerms } from './question-analysis.ts';
import { type ChannelCandidates, fuse, median } from './score-fusion.ts';
import type { SearchIndex, SearchResult } from './search-index.ts';
import { topOrdinals } from './top-scores.ts';
import { addProximity, wordScores } from './word-channel.ts';

/** Least number of sections taken from each channel before fusion. */
const MINIMUM_CANDIDATES = 200;

/** What is asked of an index. */
export interface SearchOptions {
  /** Most hits; default 10. */
  readonly limit?: number | undefined;
  /** Keeps only sections for which it says true, before channels are scaled and answerability is judged. */
  readonly filter?: ((id: string) => boolean) | undefined;
  /** Cosine of each section's embedding with the question's, by id; of all sections or of the nearest ones. */
  readonly dense?: ReadonlyMap<string, number> | undefined;
}

/** What one search found before fusion. */
export interface CandidateResult {
  readonly candidates: ChannelCandidates;
  /** See {@link SearchResult.answerability}. */
  readonly answerability: number;
}

/** Gives each channel's raw scores for the sections that are good in any of them, and the answerability. */
export function candidates(index: SearchIndex, question: string, options: SearchOptions = {}): CandidateResult {
  const tokens = contentTokens(question);
  const terms = questionTerms(index, tokens, questionStemming(index, tokens));
  const words = wordScores(index, terms);
  const grams = gramScores(index, tokens);
  excludeFiltered(index, options.filter, [words, grams]);
  let attainable = 0;
  for (const term of terms) attainable += term.idf * (BM25_K1 + 1);
  const best = words.reduce((a, b) => Math.max(a, b), 0);
  addProximity(index, terms, words);
  excludeFiltered(index, options.filter, [words]);
  const count = Math.max(MINIMUM_CANDIDATES, (options.limit ?? 10) * 4);
  const chosen = new Set([...topOrdinals(words, count), ...topOrdinals(grams, count)]);
  const byId = (scores: Float64Array): Map<string, number> => {
    const map = new Map<string, number>();
    for (const ordinal of chosen) map.set(index.ids[ordinal] ?? '', scores[ordinal] ?? 0);
    return map;
  };
  const dense = denseChannel(options);
  return {
    candidates: { words: byId(words), grams: byId(grams), dense },
    answerability: attainable > 0 ? Math.min(1, best / attainable) : 0,
  };
}

function excludeFiltered(
  index: SearchIndex,
  filter: ((id: string) => boolean) | undefined,
  channels: readonly Float64Array[],
): void {
  if (filter === undefined) return;
  index.ids.forEach((id, ordinal) => {
    if (channels.some((scores) => (scores[ordinal] ?? 0) > 0) && !filter(id)) {
      for (const scores of channels) scores[ordinal] = 0;
    }
  });
}

function denseChannel(options: SearchOptions): ChannelCandidates['dense'] {
  if (options.dense === undefined) return undefined;
  const scores = new Map([...options.dense].filter(([id]) => options.filter?.(id) ?? true));
  return { scores, floor: median(scores.values()) };
}

/** Ranks the sections of an index for a question; an empty or blank question finds nothing. */
export function search(index: SearchIndex, question: string, options: SearchOptions = {}): SearchResult {
  const { candidates: channels, answerability } = candidates(index, question, options);
  const pages = new Map(index.ids.map((id, ordinal) => [id, index.pages[ordinal] ?? id]));
  return { hits: fuse(channels, { limit: options.limit, pageOf: (id) => pages.get(id) ?? id }), answerability };
}
