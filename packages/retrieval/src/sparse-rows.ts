import { BM25_B, BM25_K1, documentFrequency, type PostingTable } from './posting-table.ts';
import type { SearchIndex } from './search-index.ts';

/** Terms of one section: what a store of sparse vectors keeps of it. */
export interface SparseRow {
  /** Places in the table of terms, ascending. */
  readonly indices: number[];
  /** BM25's share of each term without its inverse document frequency: (k1 + 1) · tf / (tf + k1 · (1 − b + b · length/average)). */
  readonly values: number[];
}

/** The terms of an index's words or grams as a store of sparse vectors numbers them. */
export interface SparseTable {
  /** Number of terms. */
  readonly size: number;
  /** Number of sections that hold a term. */
  frequency(term: number): number;
  /** Reads the sections' terms, from the first section on. */
  rows(): SparseRows;
}

/** The words and grams of an index as sparse vectors. A term's number is its place in the sorted table: none collide. */
export function sparseTables({ words, grams }: SearchIndex): {
  readonly words: SparseTable;
  readonly grams: SparseTable;
} {
  return { words: sparseTable(words), grams: sparseTable(grams) };
}

const sparseTable = (table: PostingTable): SparseTable => ({
  size: table.terms.length,
  frequency: (term) => documentFrequency(table, term),
  rows: () => new SparseRows(table),
});

/** Terms looked at between two pauses. */
const TERMS_PER_STEP = 1 << 14;

/** Turns postings by term into rows by section, a block of sections at a time: each posting is visited once. */
export class SparseRows {
  private readonly table: PostingTable;
  private readonly cursors: Uint32Array;
  private next = 0;

  constructor(table: PostingTable) {
    this.table = table;
    this.cursors = table.offsets.slice(0, -1);
  }

  /** The rows of the next `count` sections, in small steps; fewer at the end. */
  *take(count: number): Generator<void, SparseRow[]> {
    const { documents, headingWeights, textCounts, lengths, averageLength, offsets } = this.table;
    const start = this.next;
    const end = Math.min(lengths.length, start + count);
    const rows = Array.from({ length: end - start }, (): SparseRow => ({ indices: [], values: [] }));
    for (let term = 0; term < this.cursors.length; term++) {
      if (term % TERMS_PER_STEP === TERMS_PER_STEP - 1) yield;
      const last = offsets[term + 1] ?? 0;
      let at = this.cursors[term] ?? 0;
      for (; at < last && (documents[at] ?? end) < end; at++) {
        const document = documents[at] ?? 0;
        const frequency = (headingWeights[at] ?? 0) + (textCounts[at] ?? 0);
        const norm = BM25_K1 * (1 - BM25_B + (BM25_B * (lengths[document] ?? 0)) / averageLength);
        const row = rows[document - start];
        row?.indices.push(term);
        row?.values.push(((BM25_K1 + 1) * frequency) / (frequency + norm));
      }
      this.cursors[term] = at;
    }
    this.next = end;
    return rows;
  }
}

/**
 * The index without the postings of its grams, for a process whose grams are scored by a store: most of its memory. Grams
 * of a question are still looked up in it. Its arrays are copies, so that the whole index can be let go.
 */
export function withoutGramPostings(index: SearchIndex): SearchIndex {
  const { words, wordPositions, grams } = index;
  return {
    ...index,
    words: {
      ...words,
      offsets: words.offsets.slice(),
      documents: words.documents.slice(),
      headingWeights: words.headingWeights.slice(),
      textCounts: words.textCounts.slice(),
      lengths: words.lengths.slice(),
    },
    wordPositions: { offsets: wordPositions.offsets.slice(), values: wordPositions.values.slice() },
    grams: {
      ...grams,
      offsets: grams.offsets.slice(),
      documents: new Uint32Array(),
      headingWeights: new Uint8Array(),
      textCounts: new Uint8Array(),
      lengths: grams.lengths.slice(),
    },
    surfaces: { ...index.surfaces, termIds: index.surfaces.termIds.slice() },
    ...(index.latent === undefined ? {} : { latent: copyLatent(index.latent) }),
  };
}

const copyLatent = (latent: NonNullable<SearchIndex['latent']>): NonNullable<SearchIndex['latent']> => ({
  ...latent,
  termRows: latent.termRows.slice(),
  termVectors: latent.termVectors.slice(),
  documentVectors: latent.documentVectors.slice(),
});
