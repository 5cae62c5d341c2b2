import { characterGrams } from './character-grams.ts';
import { addTermScores, findTerm } from './posting-table.ts';
import type { SearchIndex } from './search-index.ts';
import type { Token } from './text-tokenizer.ts';

/** Most distinct grams looked up for one question; the first ones are kept. */
const MAX_QUESTION_GRAMS = 300;

/** BM25 over character 4-grams of a question's content words for every section: `Float64[documents]`. */
export function gramScores(index: SearchIndex, tokens: readonly Token[]): Float64Array {
  const scores = new Float64Array(index.ids.length);
  // An index whose postings of grams are kept elsewhere has no scores for them.
  if (index.grams.documents.length === 0) return scores;
  for (const gram of gramIds(index, tokens)) addTermScores(index.grams, gram, 1, scores);
  return scores;
}

/** Places in the table of grams of what a question's content words hold of it. */
export function gramIds(index: SearchIndex, tokens: readonly Token[]): number[] {
  const grams = new Set<string>();
  for (const token of tokens) {
    if (token.role === 'whole') continue;
    for (const gram of characterGrams(token.surface)) if (grams.size < MAX_QUESTION_GRAMS) grams.add(gram);
  }
  return Array.from(grams, (gram) => findTerm(index.grams, gram)).filter((termId) => termId >= 0);
}
