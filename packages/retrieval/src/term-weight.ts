import type { QuestionTerm } from './question-term.ts';

/** Weight of one of the commonest everyday words, as a share of that of a rare word. */
const LEAST_EVERYDAY_SHARE = 0.3;
/** How far the weight of a corrected word is raised towards that of an unseen one: it may be another word after all. */
const CORRECTION_DOUBT = 0.2;

/**
 * Says how much of a question's matter a word is.
 *
 * Its inverse document frequency, bounded by how common the word is in everyday speech: in a small collection nearly
 * every word is rare, and that "anymore" is missing says nothing about the subject.
 *
 * @param unseenIdf - inverse document frequency of a word that the collection does not have
 */
export function termWeight(term: QuestionTerm, unseenIdf: number): number {
  const bound = unseenIdf * (1 - (1 - LEAST_EVERYDAY_SHARE) * term.commonness);
  if (!isEvidence(term)) return bound;
  const idf = term.isCorrected ? term.idf + CORRECTION_DOUBT * (unseenIdf - term.idf) : term.idf;
  return Math.min(idf, bound);
}

/**
 * Tells whether finding the term says that the collection has what was asked for. An everyday word is seldom a slip of
 * another one ("bread" of "break"): its neighbour may help to rank, but is no evidence.
 */
export function isEvidence(term: QuestionTerm): boolean {
  return term.termId >= 0 && !(term.isCorrected && term.commonness > 0);
}
