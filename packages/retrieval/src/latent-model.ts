import { documentFrequency, type PostingTable } from './posting-table.ts';
import type { QuestionTerm } from './question-term.ts';
import { type SparseMatrix, subspaceIterationSteps } from './subspace-iteration.ts';

/** Vectors of a collection's terms and sections in one latent space (latent semantic analysis). */
export interface LatentModel {
  /** Number of dimensions k. */
  readonly dimensions: number;
  /** Row in `termVectors` of each term of the word table, or -1: `Int32[terms]`. */
  readonly termRows: Int32Array;
  /** `Float32[rows · k]` */
  readonly termVectors: Float32Array;
  /** Unit vectors of the sections, zero for a section without a known term: `Float32[documents · k]`. */
  readonly documentVectors: Float32Array;
}

/** Larger collections get no latent space. */
export const MAX_LATENT_DOCUMENTS = 10_000;
const MAX_DIMENSIONS = 128;
/** Below this many documents a space of a third as many dimensions says nothing. */
const MIN_DOCUMENTS = 6;
/** A term of a single document joins nothing. */
const MIN_DOCUMENT_FREQUENCY = 2;
const POWER_ITERATIONS = 2;

const termWeight = (documentCount: number, frequency: number): number => Math.log(1 + documentCount / frequency);

/**
 * Makes the latent space of a word table in small steps; `undefined` when the collection is too small or too large.
 *
 * Weights (1 + ln tf) · ln(1 + N/df), sections of unit length, min(128, N/3) dimensions, fixed seed.
 *
 * @see https://doi.org/10.1002/(SICI)1097-4571(199009)41:6<391::AID-ASI1>3.0.CO;2-9
 */
export function* latentModelSteps(words: PostingTable): Generator<void, LatentModel | undefined> {
  const documentCount = words.lengths.length;
  if (documentCount < MIN_DOCUMENTS || documentCount > MAX_LATENT_DOCUMENTS) return undefined;
  const termRows = new Int32Array(words.terms.length).fill(-1);
  let rows = 0;
  for (let term = 0; term < termRows.length; term++) {
    if (documentFrequency(words, term) >= MIN_DOCUMENT_FREQUENCY) termRows[term] = rows++;
  }
  const dimensions = Math.min(MAX_DIMENSIONS, Math.floor(documentCount / 3), rows);
  if (dimensions < 1) return undefined;
  const matrix = documentTermMatrix(words, termRows, rows);
  yield;
  const { columnSpace, projectedRows } = yield* subspaceIterationSteps(matrix, dimensions, POWER_ITERATIONS);
  const documentVectors = new Float32Array(projectedRows);
  for (let row = 0; row < documentCount; row++) {
    normalize(documentVectors.subarray(row * dimensions, (row + 1) * dimensions));
  }
  return { dimensions, termRows, termVectors: new Float32Array(columnSpace), documentVectors };
}

/** The weighted table turned from term-major to document-major, rows of unit length. */
function documentTermMatrix(words: PostingTable, termRows: Int32Array, columnCount: number): SparseMatrix {
  const rowCount = words.lengths.length;
  const offsets = new Uint32Array(rowCount + 1);
  forEachPosting(words, termRows, (document) => {
    offsets[document + 1] = (offsets[document + 1] ?? 0) + 1;
  });
  for (let row = 0; row < rowCount; row++) offsets[row + 1] = (offsets[row + 1] ?? 0) + (offsets[row] ?? 0);
  const next = offsets.slice();
  const columns = new Uint32Array(offsets[rowCount] ?? 0);
  const values = new Float64Array(columns.length);
  forEachPosting(words, termRows, (document, column, weight) => {
    const slot = next[document] ?? 0;
    next[document] = slot + 1;
    columns[slot] = column;
    values[slot] = weight;
  });
  for (let row = 0; row < rowCount; row++) normalize(values.subarray(offsets[row], offsets[row + 1]));
  return { rowCount, columnCount, offsets, columns, values };
}

function forEachPosting(
  words: PostingTable,
  termRows: Int32Array,
  visit: (document: number, column: number, weight: number) => void,
): void {
  for (let term = 0; term < termRows.length; term++) {
    const column = termRows[term] ?? -1;
    if (column < 0) continue;
    const weight = termWeight(words.lengths.length, documentFrequency(words, term));
    const end = words.offsets[term + 1] ?? 0;
    for (let i = words.offsets[term] ?? 0; i < end; i++) {
      const frequency = (words.headingWeights[i] ?? 0) + (words.textCounts[i] ?? 0);
      visit(words.documents[i] ?? 0, column, (1 + Math.log(frequency)) * weight);
    }
  }
}

function normalize(vector: Float32Array | Float64Array): void {
  let sum = 0;
  for (const value of vector) sum += value * value;
  if (sum === 0) return;
  const scale = 1 / Math.sqrt(sum);
  for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] ?? 0) * scale;
}

/** Cosine of a question with every section: `Float64[documents]`; `undefined` when no term of it is in the space. */
export function latentScores(
  model: LatentModel,
  words: PostingTable,
  terms: readonly QuestionTerm[],
): Float64Array | undefined {
  const { dimensions, termRows, termVectors, documentVectors } = model;
  const question = new Float64Array(dimensions);
  for (const { termId } of terms) {
    const row = termId < 0 ? -1 : (termRows[termId] ?? -1);
    if (row < 0) continue;
    const weight = termWeight(words.lengths.length, documentFrequency(words, termId));
    for (let k = 0; k < dimensions; k++) {
      question[k] = (question[k] ?? 0) + weight * (termVectors[row * dimensions + k] ?? 0);
    }
  }
  normalize(question);
  if (question.every((value) => value === 0)) return undefined;
  const scores = new Float64Array(words.lengths.length);
  for (let document = 0; document < scores.length; document++) {
    let sum = 0;
    const start = document * dimensions;
    for (let k = 0; k < dimensions; k++) sum += (question[k] ?? 0) * (documentVectors[start + k] ?? 0);
    scores[document] = sum;
  }
  return scores;
}
