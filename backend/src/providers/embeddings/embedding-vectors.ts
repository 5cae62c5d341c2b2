/** Checks of what a model gave, the same for every adapter. Pure. */
import { EmbeddingFailure, type EmbeddingUsage } from './embeddings.port.ts';

/** What is expected of an answer. */
export interface ExpectedVectors {
  readonly count: number;
  readonly dimensions: number;
  /** What the call took, for the failure. */
  readonly usage?: EmbeddingUsage;
}

/**
 * Turns a model's numbers into unit vectors.
 * @throws EmbeddingFailure broken, wrong_dimensions
 */
export const toUnitVectors = (raw: readonly ArrayLike<number>[], expected: ExpectedVectors): Float32Array[] => {
  const { count, dimensions, usage } = expected;
  if (raw.length !== count) {
    throw new EmbeddingFailure('broken', { mend: `${raw.length} vectors came for ${count} texts`, usage });
  }
  return raw.map((values) => {
    if (values.length !== dimensions) {
      const mend = `the model gives vectors of ${values.length} numbers: set EMBEDDING_DIMENSIONS to it`;
      throw new EmbeddingFailure('wrong_dimensions', { mend, usage });
    }
    return unitVector(values, usage);
  });
};

const unitVector = (values: ArrayLike<number>, usage: EmbeddingUsage | undefined): Float32Array => {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += (values[i] ?? 0) ** 2;
  const length = Math.sqrt(sum);
  // A vector without a direction has no cosine with anything; NaN and infinity end here too.
  if (!(length > 0 && length < Number.POSITIVE_INFINITY)) {
    throw new EmbeddingFailure('broken', { mend: 'a vector came without a direction', usage });
  }
  return Float32Array.from(values, (value) => value / length);
};
