/**
 * A store of vectors outside this process. It keeps each version of the index as a collection and gives raw scores;
 * `stored-vectors.ts` makes a vectors port of it.
 */
import type { SparseRow } from '@lectern/retrieval';
import type { SectionPlace } from './vectors.port.ts';

/** What is wrong with a store. */
export type StoreFaultKind =
  /** No connection, cut off, or no answer in time. */
  | 'unreachable'
  /** It asks for patience: 429, 5xx, a database that is full of connections. */
  | 'busy'
  | 'unauthorized'
  /** The collection is not there. */
  | 'missing'
  /** The collection has vectors of another length, or fewer points than were written. */
  | 'foreign'
  /** It does not take what we send. */
  | 'refused';

/** A store did not do what it was asked. The text is for those who run the server: no secret, no address. */
export class StoreFault extends Error {
  override readonly name = 'StoreFault';
  readonly kind: StoreFaultKind;
  /** When it asks to be tried again, s. */
  readonly retryAfterSeconds: number | undefined;

  constructor(kind: StoreFaultKind, message: string, options: { cause?: unknown; retryAfterSeconds?: number } = {}) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** Whether a fault may be gone at the next try. */
export const isPassing = (fault: unknown): boolean =>
  fault instanceof StoreFault && (fault.kind === 'unreachable' || fault.kind === 'busy');

/** One section as a store keeps it. */
export interface StorePoint {
  /** Place among the sections of all languages, from 0. */
  readonly number: number;
  readonly id: string;
  readonly language: string;
  readonly place: SectionPlace;
  readonly words: SparseRow;
  readonly grams: SparseRow;
  /** `number[dimensions]`, length 1; undefined for a section without an embedding. */
  readonly dense: readonly number[] | undefined;
}

/** Terms and their weights in a question. */
export interface SparseQuery {
  readonly indices: readonly number[];
  readonly values: readonly number[];
}

/** Which sections of one language may be given. Conditions that are left out hold for all. */
export interface StoreScope {
  readonly language: string;
  readonly module?: string | undefined;
  readonly pages?: readonly string[] | undefined;
  readonly ids?: readonly number[] | undefined;
  /** All of it as numbers of sections, for a store that has no places; undefined: the whole language. */
  numbers(): readonly number[] | undefined;
  /** The language's sections: [from, to). */
  readonly from: number;
  readonly to: number;
}

/** A question to the sections of one language. */
export interface StoreSearch {
  readonly scope: StoreScope;
  readonly readings: readonly SparseQuery[];
  readonly grams: SparseQuery;
  readonly dense: readonly number[] | undefined;
  /** Numbers of sections that need every score, whether the store finds them or not. */
  readonly nearest: readonly number[];
  /** How many sections each channel has to find. */
  readonly count: number;
}

/** Raw scores by the numbers of sections. */
export interface StoreAnswer {
  /** Of each reading, in their order. */
  readonly words: readonly ReadonlyMap<number, number>[];
  readonly grams: ReadonlyMap<number, number>;
  readonly dense: ReadonlyMap<number, number>;
}

/** What a store knows of a collection. */
export interface CollectionState {
  readonly points: number;
  /** Length of its dense vectors; undefined when it has none. */
  readonly dimensions: number | undefined;
}

/** Collections of this installation. */
export interface CollectionList {
  /** The one that answers. */
  readonly current: string | undefined;
  readonly names: readonly string[];
}

/** A place that keeps collections. Every operation throws a StoreFault and nothing else. */
export interface VectorStore {
  /** As people know it. */
  readonly label: string;
  /** Whether it scores words and grams too; otherwise points come without them, and only `dense` is asked. */
  readonly keepsWords: boolean;
  list(): Promise<CollectionList>;
  describe(collection: string): Promise<CollectionState | undefined>;
  /** Makes an empty collection. @returns false when it is there already. */
  create(collection: string, dimensions: number | undefined): Promise<boolean>;
  /** Writes points; those of the same number are replaced. */
  upsert(collection: string, points: readonly StorePoint[]): Promise<void>;
  /** Makes a whole collection the one that answers, in one action. */
  activate(collection: string): Promise<void>;
  /** Drops a collection; one that is not there is fine. */
  drop(collection: string): Promise<void>;
  /** Answers to each search, in their order. */
  score(collection: string, searches: readonly StoreSearch[]): Promise<readonly StoreAnswer[]>;
  close(): Promise<void>;
}
