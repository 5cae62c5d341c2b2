import { answerabilityOfAny } from './answerability.ts';
import { type DenseScores, denseOf, ordinalsOf, type Scope } from './dense-channel.ts';
import { gramIds, gramScores } from './gram-channel.ts';
import { latentScores } from './latent-model.ts';
import { type AnalyzedQuestion, analyzeQuestion } from './question-analysis.ts';
import type { QuestionTerm } from './question-term.ts';
import { type ChannelCandidates, type CosineScores, fuse, median } from './score-fusion.ts';
import type { SearchIndex, SearchResult } from './search-index.ts';
import { topOrdinals } from './top-scores.ts';
import { addProximity, wordScores } from './word-channel.ts';

/** Least number of sections taken from each channel before fusion. */
const MINIMUM_CANDIDATES = 200;
const DEFAULT_LIMIT = 10;

/** What is asked of an index. */
export interface SearchOptions {
  /** Most hits; default 10. */
  readonly limit?: number | undefined;
  /** Keeps only sections for which it says true, before channels are scaled and answerability is judged. */
  readonly filter?: ((id: string) => boolean) | undefined;
  readonly dense?: DenseScores | undefined;
}

/** What one search found before fusion. */
export interface CandidateResult {
  readonly candidates: ChannelCandidates;
  /** See {@link SearchResult.answerability}. */
  readonly answerability: number;
}

/** Gives each channel's raw scores for the sections that are good in any of them, and the answerability. */
export function candidates(index: SearchIndex, question: string, options: SearchOptions = {}): CandidateResult {
  const asked = analyzeQuestion(index, question);
  const scope = scopeOf(index, options.filter);
  return gather(index, asked, options, scope, {
    words: scoreReadings(index, asked.readings, scope),
    grams: inScope(gramScores(index, asked.tokens), scope),
    latent: latentOf(index, asked.readings.flat(), scope),
  });
}

/** Scores of a store outside this process, by ordinal of the index's sections. */
export interface StoreScores {
  /** BM25 over words without proximity: of each reading of the question, in their order. */
  readonly words: readonly ReadonlyMap<number, number>[];
  /** BM25 over character 4-grams. */
  readonly grams: ReadonlyMap<number, number>;
  readonly dense?: CosineScores | undefined;
}

/** What a store outside this process is asked for a question. */
export interface StoreQuestion {
  /** For each reading of the question, its terms as places in the index's table of words. */
  readonly readings: readonly (readonly number[])[];
  /** Places in the index's table of grams. */
  readonly grams: readonly number[];
  /** Ordinals of sections that are found here, without the store: they need the store's scores too. */
  readonly nearest: readonly number[];
  /** How many sections each channel has to give. */
  readonly count: number;
  /** Puts the store's scores together with what is known here. */
  finish(scores: StoreScores): CandidateResult;
}

/**
 * Prepares a question for a store that keeps the postings of this index: proximity, the latent channel and the
 * answerability are computed here, words and grams there. The index may be one {@link withoutGramPostings}.
 */
export function questionForStore(index: SearchIndex, question: string, options: SearchOptions = {}): StoreQuestion {
  const asked = analyzeQuestion(index, question);
  const scope = scopeOf(index, options.filter);
  const latent = latentOf(index, asked.readings.flat(), scope);
  const count = candidateCount(options);
  return {
    readings: asked.readings.map((terms) => terms.map(({ termId }) => termId).filter((termId) => termId >= 0)),
    grams: gramIds(index, asked.tokens),
    nearest: latent === undefined ? [] : topOrdinals(latent.scores, count),
    count,
    finish: ({ words, grams, dense }) =>
      gather(index, asked, dense === undefined ? options : { ...options, dense }, scope, {
        words: scoreReadings(index, asked.readings, scope, words),
        grams: inScope(byOrdinal(index, grams), scope),
        latent,
      }),
  };
}

/** What a store outside this process is asked, where it keeps embeddings alone. */
export interface EmbeddingQuestion extends Pick<StoreQuestion, 'nearest' | 'count'> {
  /** Puts the store's cosines together with what was found here; left out: words, and what derives from them. */
  finish(dense: CosineScores | undefined): CandidateResult;
}

/** Prepares a question for a store that keeps the sections' embeddings: everything else is computed here. */
export function questionForEmbeddings(
  index: SearchIndex,
  question: string,
  options: SearchOptions = {},
): EmbeddingQuestion {
  const asked = analyzeQuestion(index, question);
  const scope = scopeOf(index, options.filter);
  const channels: Channels = {
    words: scoreReadings(index, asked.readings, scope),
    grams: inScope(gramScores(index, asked.tokens), scope),
    latent: latentOf(index, asked.readings.flat(), scope),
  };
  const count = candidateCount(options);
  return {
    nearest: [...chooseBest(channels, count)],
    count,
    finish: (dense) => gather(index, asked, dense === undefined ? options : { ...options, dense }, scope, channels),
  };
}

/** Scores of every section, before the good ones are chosen. */
interface Channels {
  readonly words: Float64Array;
  readonly grams: Float64Array;
  readonly latent: { readonly scores: Float64Array; readonly floor: number } | undefined;
}

function gather(
  index: SearchIndex,
  { readings, askedSentences, isQuestion }: AnalyzedQuestion,
  options: SearchOptions,
  scope: Scope,
  channels: Channels,
): CandidateResult {
  const { words, grams, latent } = channels;
  const count = candidateCount(options);
  const chosen = chooseBest(channels, count);
  const dense = denseOf(index, options.dense, options.filter, scope, count);
  for (const ordinal of dense?.nearest ?? []) chosen.add(ordinal);
  const byId = (scores: Float64Array): Map<string, number> =>
    new Map(Array.from(chosen, (ordinal) => [index.ids[ordinal] ?? '', scores[ordinal] ?? 0]));
  return {
    candidates: {
      words: byId(words),
      grams: byId(grams),
      latent: latent === undefined ? undefined : { scores: byId(latent.scores), floor: latent.floor },
      dense: dense?.channel(chosen),
    },
    answerability: isQuestion
      ? answerabilityOfAny(index.words, readings, askedSentences, (scores) => inScope(scores, scope))
      : 0,
  };
}

/** Ordinals of the sections that are among the best of any channel. */
const chooseBest = ({ words, grams, latent }: Channels, count: number): Set<number> =>
  new Set([words, grams, ...(latent === undefined ? [] : [latent.scores])].flatMap((s) => topOrdinals(s, count)));

const candidateCount = ({ limit }: SearchOptions): number => Math.max(MINIMUM_CANDIDATES, (limit ?? DEFAULT_LIMIT) * 4);

function byOrdinal(index: SearchIndex, given: ReadonlyMap<number, number> | undefined): Float64Array {
  const scores = new Float64Array(index.ids.length);
  for (const [ordinal, score] of given ?? []) if (ordinal < scores.length) scores[ordinal] = score;
  return scores;
}

/** Ranks the sections of an index for a question; an empty or blank question finds nothing. */
export function search(index: SearchIndex, question: string, options: SearchOptions = {}): SearchResult {
  const { candidates: channels, answerability } = candidates(index, question, options);
  const pageOf = pageLookup(index);
  return { hits: fuse(channels, { limit: options.limit ?? DEFAULT_LIMIT, pageOf }), answerability };
}

/** For each section the better of the question as asked and as the glossary rewrites it. */
function scoreReadings(
  index: SearchIndex,
  readings: readonly (readonly QuestionTerm[])[],
  scope: Scope,
  stored?: readonly ReadonlyMap<number, number>[],
): Float64Array {
  let words: Float64Array | undefined;
  for (const [place, terms] of readings.entries()) {
    const scores = stored === undefined ? wordScores(index, terms) : byOrdinal(index, stored[place]);
    addProximity(index, terms, scores);
    inScope(scores, scope);
    words = words?.map((score, ordinal) => Math.max(score, scores[ordinal] ?? 0)) ?? scores;
  }
  return words ?? new Float64Array(index.ids.length);
}

function latentOf(
  index: SearchIndex,
  terms: readonly QuestionTerm[],
  scope: Scope,
): { scores: Float64Array; floor: number } | undefined {
  const scores = index.latent === undefined ? undefined : latentScores(index.latent, index.words, terms);
  if (scores === undefined) return undefined;
  const floor = median(scope === undefined ? scores : scores.filter((_, ordinal) => scope[ordinal] === 1));
  return { scores: inScope(scores, scope), floor };
}

function scopeOf(index: SearchIndex, filter: SearchOptions['filter']): Scope {
  return filter === undefined ? undefined : Uint8Array.from(index.ids, (id) => (filter(id) ? 1 : 0));
}

/** Sets the scores of sections out of scope to zero, in place. */
function inScope(scores: Float64Array, scope: Scope): Float64Array {
  if (scope !== undefined) for (let i = 0; i < scores.length; i++) if (scope[i] === 0) scores[i] = 0;
  return scores;
}

const pageLookup =
  (index: SearchIndex) =>
  (id: string): string =>
    index.pages[ordinalsOf(index).get(id) ?? -1] ?? id;
