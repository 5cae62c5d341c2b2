/** What an ingest works with, what it is asked, and what it tells. */
import type { Logger } from 'pino';
import type { ContentRepository } from './content.repository.ts';
import type { IndexCounts } from './content-book.ts';
import type { ContentBuildRepository } from './content-build.repository.ts';
import type { IngestChanges } from './content-diff.ts';
import type { IndexingRunner } from './content-indexing.ts';
import type { BookLibrary } from './content-library.service.ts';
import type { BookVectors, EmbeddingReport } from './content-vectors.ts';

/** What an ingest needs. */
export interface IngestDeps {
  readonly repository: ContentRepository;
  readonly build: ContentBuildRepository;
  readonly library: BookLibrary;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Default: a worker thread. */
  readonly run?: IndexingRunner;
  /** Left out: the book is found by its words, and by what derives from them. */
  readonly vectors?: BookVectors | undefined;
  /** Whether the index has its latent part; default true. */
  readonly latent?: boolean;
}

/** How far an ingest is. */
export interface IngestProgress {
  readonly phase: 'reading' | 'writing' | 'indexing' | 'refining' | 'embedding' | 'done';
  /** Chapters written, of `total`; of `embedding`: chunks that have one. */
  readonly done: number;
  readonly total: number;
}

/** What an ingest did. */
export interface IngestReport {
  /** `current`: nothing was new; `switched`: a new version answers; `refined`: the same version has its latent part now; `elsewhere`: another process is building. */
  readonly status: 'current' | 'switched' | 'refined' | 'elsewhere';
  /** Version that answers after it; 0 when none does. */
  readonly version: number;
  readonly changes: IngestChanges;
  readonly counts: IndexCounts | null;
  /** null without a model, and where another process is building. */
  readonly embeddings: EmbeddingReport | null;
  readonly durationMs: number;
}

/** What is to be ingested. */
export interface IngestOptions {
  /** Path or address of the manifest; from settings or the command line. */
  readonly manifest: string;
  /** Builds everything again, whatever is stored. */
  readonly force?: boolean;
  readonly onProgress?: (progress: IngestProgress) => void;
  readonly signal?: AbortSignal;
}
