/** Whether questions are understood by their meaning, for those who run the server. */
import type { Logger } from 'pino';
import type { HealthCheck, HealthFinding } from '../../config/health-check.ts';
import { EmbeddingFailure } from '../../providers/embeddings/embeddings.port.ts';
import type { BookEmbeddings } from '../../providers/embeddings/open-embeddings.ts';
import type { BookLibrary } from './content-library.service.ts';

/** The state of the model. */
export interface Warmth {
  /** Only while the model is being loaded the server is not ready: without it the book answers from its words. */
  readonly health: HealthCheck;
  /** Begins to load; does not wait for the end. */
  begin(): void;
}

/** Watches a model. */
export const createWarmth = (
  { embedder, questions }: BookEmbeddings,
  library: Pick<BookLibrary, 'current'>,
  logger: Pick<Logger, 'warn'>,
): Warmth => {
  let state: 'cold' | 'loading' | 'warm' | 'failed' = 'cold';
  let mend = '';
  const load = async (): Promise<void> => {
    try {
      await embedder.warm();
      state = 'warm';
    } catch (error) {
      state = 'failed';
      mend = error instanceof EmbeddingFailure ? error.message : 'the embedding model cannot be loaded';
      logger.warn({ err: error }, 'the embedding model cannot be loaded: words alone');
    }
  };
  const find = (): HealthFinding => {
    if (state === 'cold' || state === 'loading') return { status: 'fail', detail: 'The embedding model is loading.' };
    if (state === 'failed') return { status: 'warn', detail: mend };
    if (questions.isResting) return { status: 'warn', detail: 'The embedding model does not answer: words alone.' };
    const current = library.current();
    if (current === undefined || current.index.dense?.embedder === questions.identity) return { status: 'pass' };
    return { status: 'warn', detail: 'The book is not embedded by this model yet: words alone. See `lectern ingest`.' };
  };
  return {
    health: { name: 'embeddings', required: true, check: async () => find() },
    begin: () => {
      if (state !== 'cold') return;
      state = 'loading';
      void load();
    },
  };
};
