import { answerabilityOfAny } from './answerability.ts';
import { gramScores } from './gram-channel.ts';
import { latentScores } from './latent-model.ts';
import { analyzeQuestion } from './question-analysis.ts';
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
  /** Cosine of each section's embedding with the question's, by id; of all sections or of the nearest ones. */
  readonly dense?: ReadonlyMap<string, number> | undefined;
}

/** What one search found before fusion. */
export interface CandidateResult {
  readonly candidates: ChannelCandidates;
  /** See {@link SearchResult.answerability}. */
  readonly answerability: number;
}

/** Which sections are in scope: `Uint8[documents]`, 1 for yes; `undefined` when all are. */
type Scope = Uint8Array | undefined;

/** Gives each channel's raw scores for the sections that are good in any of them, and the answerability. */
export function candidates(index: SearchIndex, question: string, options: SearchOptions = {}): CandidateResult {
  const { tokens, readings, askedSentences, isQuestion } = analyzeQuestion(index, question);
  const scope = scopeOf(index, options.filter);
  const words = scoreReadings(index, readings, scope);
  const grams = inScope(gramScores(index, tokens), scope);
  const latent = latentOf(index, readings.flat(), scope);
  const count = Math.max(MINIMUM_CANDIDATES, (options.limit ?? DEFAULT_LIMIT) * 4);
  const chosen = new Set(
    [words, grams, ...(latent === undefined ? [] : [latent.scores])].flatMap((s) => topOrdinals(s, count)),
  );
  for (const ordinal of denseOrdinals(index, options.dense, scope)) chosen.add(ordinal);
  const byId = (scores: Float64Array): Map<string, number> =>
    new Map(Array.from(chosen, (ordinal) => [index.ids[ordinal] ?? '', scores[ordinal] ?? 0]));
  return {
    candidates: {
      words: byId(words),
      grams: byId(grams),
      latent: latent === undefined ? undefined : { scores: byId(latent.scores), floor: latent.floor },
      dense: denseChannel(index, options),
    },
    answerability: isQuestion
      ? answerabilityOfAny(index.words, readings, askedSentences, (scores) => inScope(scores, scope))
      : 0,
  };
}

/** Ranks the sections of an index for a question; an empty or blank question finds nothing. */
export function search(index: SearchIndex, question: string, options: SearchOptions = {}): SearchResult {
  const { candidates: channels, answerability } = candidates(index, question, options);
  const pageOf = pageLookup(index);
  return { hits: fuse(channels, { limit: options.limit ?? DEFAULT_LIMIT, pageOf }), answerability };
}

/** For each section the better of the question as asked and as the glossary rewrites it. */
function scoreReadings(index: SearchIndex, readings: readonly (readonly QuestionTerm[])[], scope: Scope): Float64Array {
  let words: Float64Array | undefined;
  for (const terms of readings) {
    const scores = wordScores(index, terms);
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

const ordinalTables = new WeakMap<SearchIndex, ReadonlyMap<string, number>>();

/** Ordinal of each id, made once per index. */
function ordinalsOf(index: SearchIndex): ReadonlyMap<string, number> {
  let table = ordinalTables.get(index);
  if (table === undefined) {
    table = new Map(index.ids.map((id, ordinal) => [id, ordinal]));
    ordinalTables.set(index, table);
  }
  return table;
}

const pageLookup =
  (index: SearchIndex) =>
  (id: string): string =>
    index.pages[ordinalsOf(index).get(id) ?? -1] ?? id;

function* denseOrdinals(index: SearchIndex, dense: SearchOptions['dense'], scope: Scope): Generator<number> {
  for (const id of dense?.keys() ?? []) {
    const ordinal = ordinalsOf(index).get(id);
    if (ordinal !== undefined && scope?.[ordinal] !== 0) yield ordinal;
  }
}

/** Cosines given by the caller, in scope; their floor is the median where most sections have one, else the least. */
function denseChannel(index: SearchIndex, options: SearchOptions): CosineScores | undefined {
  if (options.dense === undefined) return undefined;
  const known = ordinalsOf(index);
  const scores = new Map([...options.dense].filter(([id]) => known.has(id) && (options.filter?.(id) ?? true)));
  const inScopeCount = options.filter === undefined ? index.ids.length : index.ids.filter(options.filter).length;
  const coversMost = scores.size * 2 >= inScopeCount;
  return {
    scores,
    floor: coversMost ? median(scores.values()) : [...scores.values()].reduce((a, b) => Math.min(a, b), 1),
  };
}
