import { seededRandom } from './seeded-random.ts';

/** A sparse matrix by rows: row i owns `offsets[i]` to `offsets[i + 1]` of `columns` and `values`. */
export interface SparseMatrix {
  readonly rowCount: number;
  readonly columnCount: number;
  readonly offsets: Uint32Array;
  readonly columns: Uint32Array;
  readonly values: Float64Array;
}

/** The dominant subspace of a matrix A. */
export interface Subspace {
  /** Orthonormal columns W that span about the leading right singular vectors: `Float64[columns · k]`, by rows. */
  readonly columnSpace: Float64Array;
  /** A · W: `Float64[rows · k]`, by rows. */
  readonly projectedRows: Float64Array;
}

const SEED = 20_261_121;
/** Multiplications between two pauses: about a millisecond. */
const WORK_PER_STEP = 1 << 20;
/** A direction is taken for lost when its squared length falls below this share of its first one. */
const RANK_TOLERANCE = 1e-12;

/**
 * Finds the dominant k-dimensional subspace by randomized subspace iteration, in small steps.
 *
 * Cosines do not change when the basis is rotated, so the singular vectors themselves are never needed: an orthonormal
 * basis of their span is enough, and the small eigenproblem is saved.
 *
 * @see https://arxiv.org/abs/0909.4061 (algorithm 4.4)
 */
export function* subspaceIterationSteps(
  matrix: SparseMatrix,
  dimensions: number,
  powerIterations: number,
): Generator<void, Subspace> {
  const random = seededRandom(SEED);
  let columnSpace: Float64Array = new Float64Array(matrix.columnCount * dimensions);
  for (let i = 0; i < columnSpace.length; i++) {
    columnSpace[i] = 2 * random() - 1;
    if (i % WORK_PER_STEP === 0) yield;
  }
  for (let iteration = 0; iteration <= powerIterations; iteration++) {
    const rows = yield* multiplySteps(matrix, columnSpace, dimensions);
    yield* orthonormalizeSteps(rows, dimensions);
    columnSpace = yield* multiplyTransposedSteps(matrix, rows, dimensions);
    yield* orthonormalizeSteps(columnSpace, dimensions);
  }
  return { columnSpace, projectedRows: yield* multiplySteps(matrix, columnSpace, dimensions) };
}

/** A · X, with X and the product by rows. */
function* multiplySteps(matrix: SparseMatrix, dense: Float64Array, width: number): Generator<void, Float64Array> {
  const { offsets, columns, values, rowCount } = matrix;
  const product = new Float64Array(rowCount * width);
  let work = 0;
  for (let row = 0; row < rowCount; row++) {
    const target = row * width;
    const end = offsets[row + 1] ?? 0;
    for (let i = offsets[row] ?? 0; i < end; i++) {
      addScaled(product, target, dense, (columns[i] ?? 0) * width, values[i] ?? 0, width);
      work += width;
    }
    if (work > WORK_PER_STEP) {
      work = 0;
      yield;
    }
  }
  return product;
}

/** Aᵀ · X, with X and the product by rows. */
function* multiplyTransposedSteps(
  matrix: SparseMatrix,
  dense: Float64Array,
  width: number,
): Generator<void, Float64Array> {
  const { offsets, columns, values, rowCount, columnCount } = matrix;
  const product = new Float64Array(columnCount * width);
  let work = 0;
  for (let row = 0; row < rowCount; row++) {
    const end = offsets[row + 1] ?? 0;
    for (let i = offsets[row] ?? 0; i < end; i++) {
      addScaled(product, (columns[i] ?? 0) * width, dense, row * width, values[i] ?? 0, width);
      work += width;
    }
    if (work > WORK_PER_STEP) {
      work = 0;
      yield;
    }
  }
  return product;
}

function addScaled(
  target: Float64Array,
  targetStart: number,
  source: Float64Array,
  sourceStart: number,
  factor: number,
  width: number,
): void {
  for (let k = 0; k < width; k++) {
    target[targetStart + k] = (target[targetStart + k] ?? 0) + factor * (source[sourceStart + k] ?? 0);
  }
}

/** Makes the columns of a matrix by rows orthonormal in place (Cholesky QR); lost directions become zero. */
function* orthonormalizeSteps(matrix: Float64Array, width: number): Generator<void, void> {
  const gram = yield* gramMatrixSteps(matrix, width);
  const lower = choleskyFactor(gram, width);
  const rowCount = matrix.length / width;
  let work = 0;
  for (let row = 0; row < rowCount; row++) {
    solveRow(matrix, row * width, lower, width);
    work += (width * width) / 2;
    if (work > WORK_PER_STEP) {
      work = 0;
      yield;
    }
  }
}

/** Xᵀ · X, its lower triangle. */
function* gramMatrixSteps(matrix: Float64Array, width: number): Generator<void, Float64Array> {
  const gram = new Float64Array(width * width);
  let work = 0;
  for (let start = 0; start < matrix.length; start += width) {
    for (let i = 0; i < width; i++) {
      const value = matrix[start + i] ?? 0;
      if (value !== 0) addScaled(gram, i * width, matrix, start, value, i + 1);
    }
    work += (width * width) / 2;
    if (work > WORK_PER_STEP) {
      work = 0;
      yield;
    }
  }
  return gram;
}

/** L with L · Lᵀ = G; a row and column of zeros for a direction that depends on earlier ones. */
function choleskyFactor(gram: Float64Array, width: number): Float64Array {
  const lower = new Float64Array(width * width);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < i; j++) {
      const pivot = lower[j * width + j] ?? 0;
      if (pivot > 0) lower[i * width + j] = remainder(gram, lower, i, j, width) / pivot;
    }
    const rest = remainder(gram, lower, i, i, width);
    lower[i * width + i] = rest > RANK_TOLERANCE * (gram[i * width + i] ?? 0) ? Math.sqrt(rest) : 0;
  }
  return lower;
}

/** G[i, j] without what the first j columns of L already explain. */
function remainder(gram: Float64Array, lower: Float64Array, i: number, j: number, width: number): number {
  let rest = gram[i * width + j] ?? 0;
  for (let k = 0; k < j; k++) rest -= (lower[i * width + k] ?? 0) * (lower[j * width + k] ?? 0);
  return rest;
}

/** Replaces one row x by the y with L · y = x. */
function solveRow(matrix: Float64Array, start: number, lower: Float64Array, width: number): void {
  for (let i = 0; i < width; i++) {
    const pivot = lower[i * width + i] ?? 0;
    let sum = matrix[start + i] ?? 0;
    for (let k = 0; k < i; k++) sum -= (lower[i * width + k] ?? 0) * (matrix[start + k] ?? 0);
    matrix[start + i] = pivot > 0 ? sum / pivot : 0;
  }
}
