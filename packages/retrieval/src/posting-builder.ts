import type { PositionTable, PostingTable } from './posting-table.ts';
import { sortSteps } from './stepwise-sort.ts';

/** A column of unsigned integers that grows by doubling. */
class GrowingColumn<T extends Uint8Array | Uint16Array | Uint32Array> {
  private values: T;
  private readonly allocate: (length: number) => T;
  length = 0;

  constructor(allocate: (length: number) => T) {
    this.allocate = allocate;
    this.values = allocate(1024);
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = this.allocate(this.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length++] = value;
  }

  at(index: number): number {
    return this.values[index] ?? 0;
  }
}

/** Postings put in place between two pauses. */
const POSTINGS_PER_STEP = 1 << 15;
const MAX_UINT8 = 0xff;
const MAX_UINT16 = 0xffff;

/**
 * Copies strings into one common text. Words cut out of a section would otherwise keep the whole section's text in
 * memory for as long as the index lives.
 */
export function compactStrings(values: readonly string[]): string[] {
  const text = values.join('');
  let start = 0;
  return values.map((value) => {
    const copy = text.slice(start, start + value.length);
    start += value.length;
    return copy;
  });
}

/** What a {@link PostingBuilder} made. */
export interface FinishedPostings {
  readonly table: PostingTable;
  readonly positions: PositionTable;
  /** Place in `table.terms` of each provisional term number: `Uint32[terms]`. */
  readonly rank: Uint32Array;
}

/** Collects the postings of documents given in order, and sorts them by term once at the end. */
export class PostingBuilder {
  private readonly termIds = new Map<string, number>();
  private readonly postingTerms = new GrowingColumn((length) => new Uint32Array(length));
  private readonly postingDocuments = new GrowingColumn((length) => new Uint32Array(length));
  private readonly headingWeights = new GrowingColumn((length) => new Uint8Array(length));
  private readonly textCounts = new GrowingColumn((length) => new Uint8Array(length));
  private readonly positionCounts = new GrowingColumn((length) => new Uint32Array(length));
  private readonly positions = new GrowingColumn((length) => new Uint16Array(length));
  private readonly lengths = new GrowingColumn((length) => new Uint32Array(length));

  /** Gives the provisional number of a term, a new one at its first sight. */
  termId(term: string): number {
    let id = this.termIds.get(term);
    if (id === undefined) {
      id = this.termIds.size;
      this.termIds.set(term, id);
    }
    return id;
  }

  /** Adds one posting of the document that {@link endDocument} will close; positions ascending. */
  addPosting(termId: number, headingWeight: number, textCount: number, positions: readonly number[]): void {
    this.postingTerms.push(termId);
    this.postingDocuments.push(this.lengths.length);
    this.headingWeights.push(Math.min(headingWeight, MAX_UINT8));
    this.textCounts.push(Math.min(textCount, MAX_UINT8));
    this.positionCounts.push(positions.length);
    for (const position of positions) this.positions.push(Math.min(position, MAX_UINT16));
  }

  /** Closes a document with its weighted length. */
  endDocument(length: number): void {
    this.lengths.push(length);
  }

  /**
   * Sorts postings by term (a stable counting sort, so documents stay ascending), in small steps.
   *
   * @returns the tables, and the final place of each provisional term number
   */
  *finishSteps(): Generator<void, FinishedPostings> {
    const sorted = yield* sortSteps(this.termIds.keys());
    yield;
    const terms = compactStrings(sorted);
    yield;
    const rank = new Uint32Array(terms.length);
    terms.forEach((term, index) => {
      rank[this.termIds.get(term) ?? 0] = index;
    });
    yield;
    const count = this.postingTerms.length;
    const { offsets, order } = this.sortByRank(rank, terms.length);
    yield;
    const table = {
      terms,
      offsets,
      documents: new Uint32Array(count),
      headingWeights: new Uint8Array(count),
      textCounts: new Uint8Array(count),
      ...this.documentLengths(),
    };
    const positions = { offsets: new Uint32Array(count + 1), values: new Uint16Array(this.positions.length) };
    const sourceStarts = this.positionStarts();
    yield;
    let filled = 0;
    for (let target = 0; target < count; target++) {
      if (target % POSTINGS_PER_STEP === 0) yield;
      const source = order[target] ?? 0;
      table.documents[target] = this.postingDocuments.at(source);
      table.headingWeights[target] = this.headingWeights.at(source);
      table.textCounts[target] = this.textCounts.at(source);
      const start = sourceStarts[source] ?? 0;
      const end = sourceStarts[source + 1] ?? 0;
      for (let i = start; i < end; i++) positions.values[filled++] = this.positions.at(i);
      positions.offsets[target + 1] = filled;
    }
    return { table, positions, rank };
  }

  private sortByRank(rank: Uint32Array, termCount: number): { offsets: Uint32Array; order: Uint32Array } {
    const count = this.postingTerms.length;
    const offsets = new Uint32Array(termCount + 1);
    for (let i = 0; i < count; i++) {
      const slot = (rank[this.postingTerms.at(i)] ?? 0) + 1;
      offsets[slot] = (offsets[slot] ?? 0) + 1;
    }
    for (let i = 0; i < termCount; i++) offsets[i + 1] = (offsets[i + 1] ?? 0) + (offsets[i] ?? 0);
    const next = offsets.slice();
    const order = new Uint32Array(count);
    for (let i = 0; i < count; i++) {
      const term = rank[this.postingTerms.at(i)] ?? 0;
      const slot = next[term] ?? 0;
      next[term] = slot + 1;
      order[slot] = i;
    }
    return { offsets, order };
  }

  private positionStarts(): Uint32Array {
    const count = this.positionCounts.length;
    const starts = new Uint32Array(count + 1);
    for (let i = 0; i < count; i++) starts[i + 1] = (starts[i] ?? 0) + this.positionCounts.at(i);
    return starts;
  }

  private documentLengths(): { lengths: Uint32Array; averageLength: number } {
    const lengths = new Uint32Array(this.lengths.length);
    let total = 0;
    for (let i = 0; i < lengths.length; i++) {
      const length = this.lengths.at(i);
      lengths[i] = length;
      total += length;
    }
    return { lengths, averageLength: Math.max(1, total / Math.max(1, lengths.length)) };
  }
}
