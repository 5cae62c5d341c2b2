import { describe, expect, it } from 'vitest';
import { buildIndex } from './index-build.ts';
import { inverseDocumentFrequency } from './posting-table.ts';
import { robotBook } from './robot-book.fixture.ts';
import { candidates, questionForStore } from './search.ts';
import type { SearchIndex } from './search-index.ts';
import { type SparseRow, type SparseTable, sparseTables, withoutGramPostings } from './sparse-rows.ts';

const index = buildIndex(robotBook);

const finish = <T>(steps: Generator<void, T>): T => {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
};

const rowsOf = (table: SparseTable, block: number): SparseRow[] => {
  const reader = table.rows();
  const rows: SparseRow[] = [];
  for (;;) {
    const next = finish(reader.take(block));
    if (next.length === 0) return rows;
    rows.push(...next);
  }
};

/** What a store does: sparse products with the terms' inverse document frequencies. */
const storeScores = (table: SparseTable, rows: readonly SparseRow[], terms: readonly number[]) => {
  const weights = new Map(terms.map((term) => [term, inverseDocumentFrequency(rows.length, table.frequency(term))]));
  const scores = rows.map(({ indices, values }) =>
    indices.reduce((sum, term, at) => sum + (weights.get(term) ?? 0) * (values[at] ?? 0), 0),
  );
  return new Map(Array.from(scores.entries()).filter(([, score]) => score > 0));
};

const askStore = (whole: SearchIndex, local: SearchIndex, query: string) => {
  const tables = sparseTables(whole);
  const words = rowsOf(tables.words, 3);
  const grams = rowsOf(tables.grams, 3);
  const question = questionForStore(local, query);
  return question.finish({
    words: question.readings.map((terms) => storeScores(tables.words, words, terms)),
    grams: storeScores(tables.grams, grams, question.grams),
  });
};

describe('an index whose postings a store keeps', () => {
  it.each([
    'How does a LiDAR measure distance?',
    'wat is a quaternoin',
    'reliable publisher and best-effort subscriber',
  ])('gives the same scores as one in this process: %s', (query) => {
    const here = candidates(index, query);
    const there = askStore(index, withoutGramPostings(index), query);
    expect(there.answerability).toBe(here.answerability);
    expect([...there.candidates.words.keys()].toSorted()).toEqual([...here.candidates.words.keys()].toSorted());
    for (const channel of ['words', 'grams'] as const) {
      for (const [id, score] of here.candidates[channel]) {
        expect(there.candidates[channel].get(id)).toBeCloseTo(score, 6);
      }
    }
    expect(there.candidates.latent).toEqual(here.candidates.latent);
  });

  it('gives the same rows whatever the blocks', () => {
    const { words } = sparseTables(index);
    expect(rowsOf(words, 1)).toEqual(rowsOf(words, 1000));
  });

  it('is still found by its words where the store does not answer', () => {
    const local = withoutGramPostings(index);
    const { candidates: found } = candidates(local, 'How does a LiDAR measure distance?');
    expect(found.words).toEqual(candidates(index, 'How does a LiDAR measure distance?').candidates.words);
    expect([...found.grams.values()].every((score) => score === 0)).toBe(true);
  });
});
