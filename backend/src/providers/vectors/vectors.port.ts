/**
 * The vectors port: where the raw scores of a question come from. Fusion and answerability are in @lectern/retrieval
 * only, so that every adapter ranks alike.
 */
import type { CandidateResult, SearchIndex } from '@lectern/retrieval';

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
  readonly dense?: { readonly embedder: string; readonly sections: number };
  /** Raw scores per channel, filtered before any scaling, and the answerability under the filter. */
  candidates(request: CandidatesRequest): Promise<CandidateResult>;
}

/** The serialized index of one version, as it is stored. */
export interface StoredIndex {
  /** Of `serializeIndexes`, one for each language. */
  readonly bytes: Uint8Array;
  /** Page of each section that the index holds, by id. */
  readonly pages: ReadonlyMap<string, string>;
  /** Embeddings of the sections, as DenseWriter packs them. */
  readonly dense?: Uint8Array | undefined;
}

/** A place where indexes are searched. */
export interface VectorsPort {
  /**
   * Makes a stored index searchable. Indexes that were opened before stay usable by those who hold them.
   * @throws IndexFormatError (@lectern/retrieval) when the bytes are of another format; DenseFormatError when the
   * embeddings are.
   */
  open(stored: StoredIndex): Promise<VectorIndex>;
}
