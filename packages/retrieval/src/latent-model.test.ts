import { describe, expect, it } from 'vitest';
import { buildIndex, type IndexDocument, search } from './index.ts';
import { robotBook } from './robot-book.fixture.ts';
import { type SparseMatrix, type Subspace, subspaceIterationSteps } from './subspace-iteration.ts';

function run(matrix: SparseMatrix, dimensions: number): Subspace {
  const steps = subspaceIterationSteps(matrix, dimensions, 2);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function sparse(rows: readonly (readonly number[])[]): SparseMatrix {
  const entries = rows.map((row) => row.flatMap((value, column) => (value === 0 ? [] : [{ column, value }])));
  const offsets = [0];
  for (const row of entries) offsets.push((offsets.at(-1) ?? 0) + row.length);
  return {
    rowCount: rows.length,
    columnCount: rows[0]?.length ?? 0,
    offsets: Uint32Array.from(offsets),
    columns: Uint32Array.from(entries.flat(), ({ column }) => column),
    values: Float64Array.from(entries.flat(), ({ value }) => value),
  };
}

describe('subspaceIterationSteps', () => {
  it('finds the leading directions of a matrix', () => {
    const { columnSpace } = run(
      sparse([
        [9, 0, 0, 0],
        [0, 7, 0, 0],
        [0, 0, 0.1, 0],
        [0, 0, 0, 0.2],
      ]),
      2,
    );
    const kept = [0, 1, 2, 3].map((row) => Math.hypot(columnSpace[2 * row] ?? 0, columnSpace[2 * row + 1] ?? 0));
    expect(kept[0]).toBeCloseTo(1, 6);
    expect(kept[1]).toBeCloseTo(1, 6);
    expect(kept[2]).toBeLessThan(1e-3);
  });

  it('drops directions that a matrix of low rank does not have', () => {
    const { columnSpace, projectedRows } = run(
      sparse([
        [1, 2, 0],
        [2, 4, 0],
        [3, 6, 0],
      ]),
      2,
    );
    expect([...columnSpace, ...projectedRows].every(Number.isFinite)).toBe(true);
    expect(Math.hypot(...projectedRows)).toBeCloseTo(Math.sqrt(5 * 14), 6);
  });
});

describe('the latent channel', () => {
  it('brings sections near that share a subject but no word with the question', () => {
    const documents: IndexDocument[] = Array.from({ length: 24 }, (_, i) => ({
      id: String(i),
      title: '',
      path: [],
      text: i % 3 === 0 ? `gyroscope drift heading n${i % 12}` : `camera lens image n${i % 12}`,
    }));
    documents.push({ id: 'only-drift', title: '', path: [], text: 'drift heading' });
    const { hits } = search(buildIndex(documents), 'gyroscope', { limit: 25 });
    const near = hits.find((hit) => hit.id === 'only-drift');
    expect(near?.channels.words).toBe(0);
    expect(near?.channels.latent).toBeGreaterThan(0.5);
  });

  it('is left out of collections that are too small', () => {
    expect(buildIndex(robotBook.slice(0, 3)).latent).toBeUndefined();
    expect(buildIndex(robotBook).latent?.dimensions).toBe(4);
  });
});
