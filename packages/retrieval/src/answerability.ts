import {
  addTermScores,
  BM25_K1,
  documentFrequency,
  inverseDocumentFrequency,
  type PostingTable,
} from './posting-table.ts';
import type { QuestionTerm } from './question-analysis.ts';

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

/** Share of its score that a word counts for when only a correction of its spelling was found. */
const CORRECTION_TRUST = 0.8;
/** How far the weight of a corrected word is raised towards that of an unseen one: it may be another word after all. */
const CORRECTION_DOUBT = 0.3;
/** What a question loses when all of its weight is on unseen words. */
const UNSEEN_PENALTY = 0.5;
/** Most that a question of one word reaches when no title or heading has the word: just below {@link CONFIDENT_AT}. */
const ONE_WORD_CEILING = 0.34;

/**
 * Says how much of a question's matter the best section holds, 0…1.
 *
 * `ns` of RETRIEVAL.md: the best BM25 score over what a section with every term without end would reach,
 * Σ idf · (k1 + 1), unseen terms included. Corrected words count less on top and more below, unseen words take off up
 * to a half, a single word needs a heading.
 *
 * @param scores - BM25 of the terms by section, without proximity; 0 for sections out of scope
 */
export function answerabilityOf(words: PostingTable, terms: readonly QuestionTerm[], scores: Float64Array): number {
  const unseenIdf = inverseDocumentFrequency(words.lengths.length, 0);
  let total = 0;
  let unseen = 0;
  for (const term of terms) {
    total += term.isCorrected ? term.idf + CORRECTION_DOUBT * (unseenIdf - term.idf) : term.idf;
    if (term.termId < 0) unseen += term.idf;
  }
  if (total === 0) return 0;
  const best = highest(withoutCorrections(words, terms, scores));
  const reached = (best / (total * (BM25_K1 + 1))) * (1 - (UNSEEN_PENALTY * unseen) / total);
  const [only, second] = terms;
  const isBare = only !== undefined && second === undefined && !standsInHeading(words, only.termId, scores);
  return Math.max(0, Math.min(reached, isBare ? ONE_WORD_CEILING : 1));
}

/** The scores with the corrected words' part reduced; never above zero for a section out of scope. */
function withoutCorrections(words: PostingTable, terms: readonly QuestionTerm[], scores: Float64Array): Float64Array {
  const corrected = terms.filter((term) => term.isCorrected);
  if (corrected.length === 0) return scores;
  const reduced = scores.slice();
  for (const { termId } of corrected) addTermScores(words, termId, CORRECTION_TRUST - 1, reduced);
  return reduced;
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
