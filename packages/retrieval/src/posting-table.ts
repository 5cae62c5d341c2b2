/** BM25's saturation of term frequency. @see https://doi.org/10.1561/1500000019 */
export const BM25_K1 = 1.2;
/** BM25's share of length normalization. */
export const BM25_B = 0.75;

/** An inverted list per term, in typed arrays: term i owns the postings `offsets[i]` to `offsets[i + 1]`. */
export interface PostingTable {
  /** Terms in ascending order of UTF-16 units. */
  readonly terms: readonly string[];
  /** `Uint32[terms + 1]` */
  readonly offsets: Uint32Array;
  /** Ordinals of documents, ascending inside a term. */
  readonly documents: Uint32Array;
  /** Weighted occurrences in title (×2) and heading path (×1), at most 255. */
  readonly headingWeights: Uint8Array;
  /** Occurrences in the text, at most 255. */
  readonly textCounts: Uint8Array;
  /** Weighted length of each document, in terms. */
  readonly lengths: Uint32Array;
  /** Mean of `lengths`, at least 1. */
  readonly averageLength: number;
}

/** Where terms stand, beside a {@link PostingTable}: posting i owns `values[offsets[i]]` to `values[offsets[i + 1]]`. */
export interface PositionTable {
  /** `Uint32[postings + 1]` */
  readonly offsets: Uint32Array;
  /** Ordinal places of words, ascending inside a posting, at most 65,535. */
  readonly values: Uint16Array;
}

/** Finds a term's place in the table by bisection; -1 when it does not occur. */
export function findTerm(table: PostingTable, term: string): number {
  let low = 0;
  let high = table.terms.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const candidate = table.terms[middle] ?? '';
    if (candidate === term) return middle;
    if (candidate < term) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Number of documents that hold the term; 0 for -1. */
export function documentFrequency(table: PostingTable, termId: number): number {
  return termId < 0 ? 0 : (table.offsets[termId + 1] ?? 0) - (table.offsets[termId] ?? 0);
}

/** BM25's inverse document frequency, never negative: ln(1 + (N − df + ½)/(df + ½)). */
export function inverseDocumentFrequency(documentCount: number, frequency: number): number {
  return Math.log(1 + (documentCount - frequency + 0.5) / (frequency + 0.5));
}

const lengthNormsByTable = new WeakMap<PostingTable, Float32Array>();

/** k1 · (1 − b + b · length/average) of each document, made once per table. */
function lengthNorms(table: PostingTable): Float32Array {
  let norms = lengthNormsByTable.get(table);
  if (norms === undefined) {
    const { lengths, averageLength } = table;
    norms = Float32Array.from(lengths, (length) => BM25_K1 * (1 - BM25_B + (BM25_B * length) / averageLength));
    lengthNormsByTable.set(table, norms);
  }
  return norms;
}

/** Adds `weight` · BM25 of one term to the score of each document that holds it. */
export function addTermScores(table: PostingTable, termId: number, weight: number, scores: Float64Array): void {
  if (termId < 0) return;
  const norms = lengthNorms(table);
  const { documents, headingWeights, textCounts, offsets, lengths } = table;
  const end = offsets[termId + 1] ?? 0;
  const start = offsets[termId] ?? 0;
  const factor = weight * inverseDocumentFrequency(lengths.length, end - start) * (BM25_K1 + 1);
  for (let i = start; i < end; i++) {
    const document = documents[i] ?? 0;
    const frequency = (headingWeights[i] ?? 0) + (textCounts[i] ?? 0);
    scores[document] = (scores[document] ?? 0) + (factor * frequency) / (frequency + (norms[document] ?? 1));
  }
}
