import {
  addTermScores,
  BM25_K1,
  documentFrequency,
  inverseDocumentFrequency,
  type PostingTable,
} from './posting-table.ts';
import type { QuestionTerm } from './question-term.ts';
import { isEvidence, termWeight } from './term-weight.ts';

/** From this answerability on, an answer is given as such. */
export const CONFIDENT_AT = 0.35;
/** From this answerability on, an answer is given, worded as the closest passages; below, the book does not cover it. */
export const ANSWERABLE_AT = 0.25;

/** What to do with a question: answer it, show the closest passages, or say that the book does not cover it. */
export type AnswerZone = 'answer' | 'closest' | 'uncovered';

/** Puts an answerability, 0…1, into its zone. */
export function answerZone(answerability: number): AnswerZone {
  if (answerability >= CONFIDENT_AT) return 'answer';
  return answerability >= ANSWERABLE_AT ? 'closest' : 'uncovered';
}

/** Share of its score that a word counts for when only another form of it was found. */
const CORRECTION_TRUST = 0.9;
/** Most that a question of one word reaches when no title or heading has the word: just below {@link CONFIDENT_AT}. */
const ONE_WORD_CEILING = 0.34;
/** Effective number of terms and of sections at which the share of the matter found is the answerability as it is. */
const USUAL_TERMS = 5;
const USUAL_SECTIONS = 200;
/** A sentence that carries less of a question's matter is not what the question is about. */
const LEAST_SENTENCE_SHARE = 0.25;
/** Bounds of the factor for a question's length. */
const LEAST_LENGTH_FACTOR = 0.8;
const GREATEST_LENGTH_FACTOR = 2;
/** Keeps the factor for the number of sections finite in a collection of one. */
const LEAST_SECTIONS = 10;

/** Sets the scores of sections out of scope to zero. */
type ScopeFilter = (scores: Float64Array) => Float64Array;

/**
 * Says how much of a question's matter the best section holds, 0…1: the best of its readings, and of its sentences that
 * ask something, as far as they carry enough of the matter.
 */
export function answerabilityOfAny(
  words: PostingTable,
  readings: readonly (readonly QuestionTerm[])[],
  askedSentences: readonly (readonly QuestionTerm[])[],
  inScope: ScopeFilter,
): number {
  const least = LEAST_SENTENCE_SHARE * matterOf(words, readings[0] ?? []);
  const judged = [...readings, ...askedSentences.filter((terms) => matterOf(words, terms) >= least)];
  return judged.reduce((best, terms) => Math.max(best, answerabilityOf(words, terms, inScope)), 0);
}

function matterOf(words: PostingTable, terms: readonly QuestionTerm[]): number {
  const unseenIdf = inverseDocumentFrequency(words.lengths.length, 0);
  return terms.reduce((sum, term) => sum + termWeight(term, unseenIdf), 0);
}

/**
 * Says how much of the matter of some terms the best section holds, 0…1.
 *
 * The share found is `ns` of RETRIEVAL.md over {@link termWeight}: weighted BM25 of the best section over what a section
 * with every term without end would reach, unseen terms included. Words with corrections count less on top and more
 * below. What a section reaches by chance spreads around its mean as 1/√n with the n terms of a question, and the best
 * of N sections lies √(ln N) spreads above: both are taken out, so that one threshold serves short and long questions,
 * small and large collections.
 */
function answerabilityOf(words: PostingTable, terms: readonly QuestionTerm[], inScope: ScopeFilter): number {
  const sectionCount = words.lengths.length;
  const unseenIdf = inverseDocumentFrequency(sectionCount, 0);
  const scores = new Float64Array(sectionCount);
  let total = 0;
  let squares = 0;
  for (const term of terms) {
    const weight = termWeight(term, unseenIdf);
    total += weight;
    squares += weight * weight;
    if (!isEvidence(term)) continue;
    const trusted = (term.isCorrected ? CORRECTION_TRUST : 1) * Math.min(weight, term.idf);
    addTermScores(words, term.termId, trusted / term.idf, scores);
  }
  if (total === 0) return 0;
  const share = highest(inScope(scores)) / (total * (BM25_K1 + 1));
  const reached = share * lengthFactor((total * total) / squares) * sizeFactor(sectionCount);
  const [only, second] = terms;
  const isBare = only !== undefined && second === undefined && !standsInHeading(words, only.termId, scores);
  return Math.max(0, Math.min(reached, isBare ? ONE_WORD_CEILING : 1));
}

/** √n for the effective number of terms, (Σ w)² / Σ w². */
function lengthFactor(effectiveTerms: number): number {
  const factor = Math.sqrt(effectiveTerms / USUAL_TERMS);
  return Math.min(GREATEST_LENGTH_FACTOR, Math.max(LEAST_LENGTH_FACTOR, factor));
}

function sizeFactor(sectionCount: number): number {
  return Math.sqrt(Math.log(USUAL_SECTIONS + LEAST_SECTIONS) / Math.log(sectionCount + LEAST_SECTIONS));
}

function standsInHeading(words: PostingTable, termId: number, scores: Float64Array): boolean {
  const start = termId < 0 ? 0 : (words.offsets[termId] ?? 0);
  for (let i = start; i < start + documentFrequency(words, termId); i++) {
    if ((words.headingWeights[i] ?? 0) > 0 && (scores[words.documents[i] ?? 0] ?? 0) > 0) return true;
  }
  return false;
}

function highest(scores: Float64Array): number {
  let best = 0;
  for (const score of scores) if (score > best) best = score;
  return best;
}
