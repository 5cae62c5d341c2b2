import { addTermScores, documentFrequency } from './posting-table.ts';
import type { QuestionTerm } from './question-term.ts';
import type { SearchIndex } from './search-index.ts';

/** Share of a pair's weight that neighbouring question terms add. */
const PROXIMITY_WEIGHT = 0.5;
/** Farther apart, two words are not neighbours. */
const PROXIMITY_WINDOW = 8;
/** Pairs looked at in one question. */
const MAX_PAIRS = 64;

/** BM25 of a question's terms for every section: `Float64[documents]`. */
export function wordScores(index: SearchIndex, terms: readonly QuestionTerm[]): Float64Array {
  const scores = new Float64Array(index.ids.length);
  for (const { termId } of terms) addTermScores(index.words, termId, 1, scores);
  return scores;
}

/** Adds to each section what its neighbouring question terms are worth. */
export function addProximity(index: SearchIndex, terms: readonly QuestionTerm[], scores: Float64Array): void {
  const seen = terms.filter((term) => term.termId >= 0);
  for (let i = 0; i + 1 < Math.min(seen.length, MAX_PAIRS); i++) {
    const left = seen[i];
    const right = seen[i + 1];
    if (left !== undefined && right !== undefined) addPairScores(index, left, right, scores);
  }
}

function addPairScores(index: SearchIndex, left: QuestionTerm, right: QuestionTerm, scores: Float64Array): void {
  const { offsets, documents } = index.words;

  let a = offsets[left.termId] ?? 0;
  let b = offsets[right.termId] ?? 0;
  const endOfA = a + documentFrequency(index.words, left.termId);
  const endOfB = b + documentFrequency(index.words, right.termId);
  while (a < endOfA && b < endOfB) {
    const documentOfA = documents[a] ?? 0;
    const documentOfB = documents[b] ?? 0;
    if (documentOfA === documentOfB) {
      const distance = nearestDistance(index, a, b);
      if (distance <= PROXIMITY_WINDOW) {
        const nearness = 1 - (Math.max(1, distance) - 1) / PROXIMITY_WINDOW;
        scores[documentOfA] = (scores[documentOfA] ?? 0) + PROXIMITY_WEIGHT * (left.idf + right.idf) * nearness;
      }
      a++;
      b++;
    } else if (documentOfA < documentOfB) a++;
    else b++;
  }
}

/** Least distance between places of two postings of one document, in words. */
function nearestDistance(index: SearchIndex, a: number, b: number): number {
  const { offsets, values } = index.wordPositions;
  let i = offsets[a] ?? 0;
  let j = offsets[b] ?? 0;
  const endOfI = offsets[a + 1] ?? 0;
  const endOfJ = offsets[b + 1] ?? 0;
  let best = Number.POSITIVE_INFINITY;
  while (i < endOfI && j < endOfJ) {
    const difference = (values[i] ?? 0) - (values[j] ?? 0);
    best = Math.min(best, Math.abs(difference));
    if (difference < 0) i++;
    else j++;
  }
  return best;
}
