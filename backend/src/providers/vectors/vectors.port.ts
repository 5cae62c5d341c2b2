/**
 * The vectors port: where the raw scores of a question come from. Fusion and answerability are in @lectern/retrieval
 * only, so that every adapter ranks alike.
 */
import type { CandidateResult, SearchIndex } from '@lectern/retrieval';
import type { HealthCheck } from '../../config/health-check.ts';

/** Which sections may be candidates; as data, so that a remote store can filter. All given conditions hold together. */
export interface CandidateFilter {
  /** Pages (`IndexDocument.page`) of which sections may be given. */
  readonly pages?: ReadonlySet<string>;
  /** Sections that may be given. */
  readonly ids?: ReadonlySet<string>;
}

/** A question as an embedding model sees it. */
export interface QueryVector {
  /** The model, as embedderIdentity() names it. */
  readonly embedder: string;
  /** `Float32[dimensions]`, length 1. */
  readonly values: Float32Array;
}

/** A question to an index. */
export interface CandidatesRequest {
  readonly query: string;
  /** How many hits the caller wants after fusion; each channel gives a multiple of it. Default 10. */
  readonly limit?: number;
  readonly filter?: CandidateFilter;
  /** Adds the dense channel; ignored where the sections' vectors are of another model, or there are none. */
  readonly vector?: QueryVector | undefined;
}

/** One version of the index, immutable. */
export interface VectorIndex {
  /**
   * Term statistics of the language that a page is in, by which a quoting answer weighs a question's words; absent where
   * the store keeps none.
   */
  readonly lexicon?: (page: string) => SearchIndex | undefined;
  /** The model of the sections' vectors, and how many sections have one; absent without vectors. */
  readonly dense?: { readonly embedder: string; readonly sections: number } | undefined;
  /** Raw scores per channel, filtered before any scaling, and the answerability under the filter. */
  candidates(request: CandidatesRequest): Promise<CandidateResult>;
}

/** Where a section of the index stands in the book, for the filters of a store. */
export interface SectionPlace {
  /** See `IndexDocument.page`: a chapter in a language. */
  readonly page: string;
  readonly module?: string | undefined;
  /** Anchors of the sections that it holds. */
  readonly sections: readonly string[];
  readonly segments: readonly string[];
}

/** The serialized index of one version, as it is stored. */
export interface StoredIndex {
  /** Of `serializeIndexes`, one for each language. */
  readonly bytes: Uint8Array;
  /** Page of each section that the index holds, by id. */
  readonly pages: ReadonlyMap<string, string>;
  /** Embeddings of the sections, as DenseWriter packs them. */
  readonly dense?: Uint8Array | undefined;
  /** Number of the version, in the name of what a store makes of it; default 0. */
  readonly version?: number;
  readonly placeOf?: ((id: string) => SectionPlace | undefined) | undefined;
  /**
   * Reads the version again, for a store that lost what was made of it; undefined when another one answers by now. Left
   * out: it cannot be read again.
   */
  readonly reload?: () => Promise<Pick<StoredIndex, 'bytes' | 'dense'> | undefined>;
}

/** A place where indexes are searched. */
export interface VectorsPort {
  /**
   * Makes a stored index searchable, at once: while a store outside the process is being filled, or is away, this process
   * searches. Indexes that were opened before stay usable by those who hold them.
   * @throws IndexFormatError (@lectern/retrieval) when the bytes are of another format; DenseFormatError when the
   * embeddings are.
   */
  open(stored: StoredIndex): Promise<VectorIndex>;
  /** Waits until the index that was opened last is where it is to be searched, or a try to bring it there has failed. */
  settled(): Promise<void>;
  /** Whether the store answers; undefined where nothing is outside this process. */
  readonly health: HealthCheck | undefined;
  /** Lets go of connections and ends what is under way. */
  close(): Promise<void>;
}
