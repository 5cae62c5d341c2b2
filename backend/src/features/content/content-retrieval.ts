/** What is asked of the index, and what it gives. */
import type { CandidateFilter } from '../../providers/vectors/vectors.port.ts';
import type { Chunk } from './content-chunking.ts';

/** A chunk that was found. */
export interface RetrievedChunk {
  readonly chunk: Chunk;
  /** Fused score; comparable inside one retrieval. */
  readonly score: number;
}

/** What a retrieval found. */
export interface Retrieval {
  /** Best first. */
  readonly hits: readonly RetrievedChunk[];
  /** How much of the question's matter the best section holds, 0…1. */
  readonly answerability: number;
}

/** A question to the index. */
export interface RetrievalRequest {
  readonly query: string;
  readonly limit: number;
  readonly filter: CandidateFilter;
  /** Whether the query may be embedded; default true. What is searched at every key stroke is not. */
  readonly meaning?: boolean;
  /** Whether the query must not leave this machine: only a model that runs here may see it. Default false. */
  readonly staysHere?: boolean;
}
