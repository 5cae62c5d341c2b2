import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DenseWriter, denseScan, readDenseVectors } from './dense-vectors.ts';

const DIMENSIONS = 37;
const unit = (values: readonly number[]): Float32Array => {
  const length = Math.hypot(...values) || 1;
  return Float32Array.from(values, (value) => value / length);
};
const vectorArbitrary = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: DIMENSIONS, maxLength: DIMENSIONS })
  .filter((values) => Math.hypot(...values) > 0.01)
  .map(unit);
const cosine = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
const stored = (vectors: readonly Float32Array[]): Uint8Array => {
  const writer = new DenseWriter('test/model/37', DIMENSIONS);
  for (const [at, vector] of vectors.entries()) writer.add(`s${at}`, vector);
  return writer.finish();
};

describe('stored embeddings', () => {
  it('give cosines that are off by less than a hundredth', () => {
    fc.assert(
      fc.property(fc.array(vectorArbitrary, { minLength: 1, maxLength: 8 }), vectorArbitrary, (vectors, question) => {
        const ids = vectors.map((_, at) => `s${at}`);
        const cosines = denseScan(readDenseVectors(stored(vectors)), ids)(question, undefined);
        vectors.forEach((vector, at) => {
          expect(Math.abs((cosines[at] ?? 0) - cosine(vector, question))).toBeLessThan(0.01);
        });
      }),
    );
  });

  it('follow the order of the index, and leave out what has no vector or is out of scope', () => {
    const vectors = [0, 1, 2].map((axis) =>
      Float32Array.from({ length: DIMENSIONS }, (_, at) => (at === axis ? 1 : 0)),
    );
    const scan = denseScan(readDenseVectors(stored(vectors)), ['s2', 'unknown', 's0', 's1']);
    const question = vectors[0] ?? new Float32Array();
    expect([...scan(question, undefined)]).toEqual([0, Number.NaN, expect.closeTo(1), 0]);
    expect([...scan(question, Uint8Array.of(1, 1, 0, 1))]).toEqual([0, Number.NaN, Number.NaN, 0]);
  });

  it('are the same bytes for the same vectors', () => {
    const vectors = [unit(Array.from({ length: DIMENSIONS }, (_, at) => at - 7))];
    expect(stored(vectors)).toEqual(stored(vectors));
    expect(readDenseVectors(stored(vectors))).toMatchObject({ embedder: 'test/model/37', ids: ['s0'] });
    expect(readDenseVectors(stored([])).ids).toEqual([]);
  });

  it('take no vector of another length', () => {
    expect(() => new DenseWriter('m', 3).add('a', new Float32Array(4))).toThrow(RangeError);
  });

  it('are read only whole', () => {
    const bytes = stored([unit(Array.from({ length: DIMENSIONS }, () => 1))]);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        expect(() => readDenseVectors(bytes.subarray(0, length))).toThrow('vectors');
      }),
    );
  });
});
