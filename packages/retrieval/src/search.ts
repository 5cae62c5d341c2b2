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
  readonly dense?: DenseScores | undefined;
}

/**
 * Cosine of each section's embedding with the question's: by id, of all sections or of the nearest ones; or a scan by
 * ordinal. The scan is told which sections are in scope (1; `undefined`: all) and gives NaN for those without a vector.
 */
export type DenseScores = ReadonlyMap<string, number> | DenseScan;

/** Cosines by ordinal of the index's sections: `Float[documents]`. */
export type DenseScan = (scope: Uint8Array | undefined) => Float32Array | Float64Array;

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
  const dense = denseOf(index, options, scope, count);
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

/** The dense channel before fusion. */
interface DenseFinding {
  /** Sections that become candidates by it. */
  readonly nearest: readonly number[];
  channel(chosen: ReadonlySet<number>): CosineScores;
}

function denseOf(
  index: SearchIndex,
  { dense, filter }: SearchOptions,
  scope: Scope,
  count: number,
): DenseFinding | undefined {
  if (dense === undefined) return undefined;
  return typeof dense === 'function' ? scanned(index, dense(scope), scope, count) : listed(index, dense, filter, scope);
}

/** Most cosines of which the median is taken: more, evenly chosen, would not move it by a hundredth. */
const MEDIAN_SAMPLE = 4096;

/** Cosines of every section that has a vector; their floor is the median in scope. */
function scanned(index: SearchIndex, cosines: Float32Array | Float64Array, scope: Scope, count: number): DenseFinding {
  const isKnown = (ordinal: number): boolean => scope?.[ordinal] !== 0 && !Number.isNaN(cosines[ordinal] ?? Number.NaN);
  const known: number[] = [];
  // Sections without a vector are nearest to nothing.
  const nearness = cosines.slice();
  for (let ordinal = 0; ordinal < cosines.length; ordinal++) {
    if (isKnown(ordinal)) known.push(cosines[ordinal] ?? 0);
    else nearness[ordinal] = 0;
  }
  const step = Math.ceil(known.length / MEDIAN_SAMPLE);
  return {
    nearest: topOrdinals(nearness, count),
    channel: (chosen) => ({
      scores: new Map([...chosen].filter(isKnown).map((at) => [index.ids[at] ?? '', cosines[at] ?? 0])),
      floor: median(step > 1 ? known.filter((_, at) => at % step === 0) : known),
    }),
  };
}

/** Cosines given by id, in scope; their floor is the median where most sections have one, else the least. */
function listed(
  index: SearchIndex,
  dense: ReadonlyMap<string, number>,
  filter: SearchOptions['filter'],
  scope: Scope,
): DenseFinding {
  const known = ordinalsOf(index);
  const scores = new Map([...dense].filter(([id]) => known.has(id) && (filter?.(id) ?? true)));
  const inScopeCount = scope === undefined ? index.ids.length : scope.reduce((sum, inside) => sum + inside, 0);
  const coversMost = scores.size * 2 >= inScopeCount;
  const floor = coversMost ? median(scores.values()) : [...scores.values()].reduce((a, b) => Math.min(a, b), 1);
  return {
    nearest: [...scores.keys()].map((id) => known.get(id) ?? -1),
    channel: () => ({ scores, floor }),
  };
}
