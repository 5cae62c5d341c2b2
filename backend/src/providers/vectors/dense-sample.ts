/** What an indifferent section's cosine with a question is, where the sections' vectors are in a store. */
import { median } from '@lectern/retrieval';
import { type DenseVectors, denseScan } from './dense-vectors.ts';

/** Vectors that are kept of each language: of up to as many sections the median is exact. */
const SAMPLE = 1024;
/** Fewer in scope say nothing of it. */
const LEAST_IN_SCOPE = 32;

/** Tells the median of the cosines of a question with the sections in scope; undefined: too few of them are known. */
export type MedianOf = (question: Float32Array, allowed: ((id: string) => boolean) | undefined) => number | undefined;

/** Keeps vectors of evenly chosen sections. */
export const sampleDense = (vectors: DenseVectors, ids: readonly string[]): MedianOf => {
  const rowOf = new Map(vectors.ids.map((id, row) => [id, row]));
  const known = ids.filter((id) => rowOf.has(id));
  const step = Math.max(1, Math.ceil(known.length / SAMPLE));
  const chosen = known.filter((_, at) => at % step === 0);
  const sample = pick(
    vectors,
    chosen.map((id) => rowOf.get(id) ?? 0),
    chosen,
  );
  const scan = denseScan(sample, chosen);
  return (question, allowed) => {
    const scope = allowed === undefined ? undefined : Uint8Array.from(chosen, (id) => (allowed(id) ? 1 : 0));
    const cosines = scan(question, scope).filter((cosine) => !Number.isNaN(cosine));
    const isTelling = cosines.length >= LEAST_IN_SCOPE || (step === 1 && cosines.length > 0);
    return isTelling ? median(cosines) : undefined;
  };
};

const pick = (vectors: DenseVectors, rows: readonly number[], ids: readonly string[]): DenseVectors => {
  const { dimensions } = vectors;
  const values = new Int8Array(rows.length * dimensions);
  rows.forEach((row, at) => {
    values.set(vectors.values.subarray(row * dimensions, (row + 1) * dimensions), at * dimensions);
  });
  return { ...vectors, ids, scales: Float32Array.from(rows, (row) => vectors.scales[row] ?? 0), values };
};
