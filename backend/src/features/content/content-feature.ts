/** Puts the feature together and keeps it current: loads what is stored, follows switches, ingests the manifest. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { HealthCheck } from '../../config/health-check.ts';
import type { Database } from '../../db/client.ts';
import type { BookEmbeddings } from '../../providers/embeddings/open-embeddings.ts';
import type { VectorsPort } from '../../providers/vectors/vectors.port.ts';
import { createContentRepository } from './content.repository.ts';
import { type ContentService, createContentService } from './content.service.ts';
import { createContentBuildRepository, INDEX_CHANNEL } from './content-build.repository.ts';
import { embeddedText, embeddedTextHash } from './content-embedded-text.ts';
import { createEmbeddingRepository, type EmbeddingRepository } from './content-embedding.repository.ts';
import { createWarmth } from './content-embedding-health.ts';
import type { IndexingRunner } from './content-indexing.ts';
import { createIngestService, type IngestService } from './content-ingest.service.ts';
import type { IngestOptions, IngestReport } from './content-ingest-options.ts';
import { type BookLibrary, createBookLibrary, UnreadableIndexError } from './content-library.service.ts';
import type { BookSnapshot } from './content-snapshot.ts';
import { createBookVectors } from './content-vectors.ts';

/** Pause before another look whether the process that builds is done, ms. */
const RETRY_MS = 5_000;
/** Looks before a build is left to the others; longer than a dead process's claim. */
const MAX_ATTEMPTS = 12;
/** Days after which the records of versions that no longer answer are deleted. */
const VERSION_RETENTION_DAYS = 30;
/** Days after which an embedding goes that no text of the book needs: an edit that is taken back costs nothing. */
const EMBEDDING_RETENTION_DAYS = 90;

/** What the feature needs. */
export interface ContentOptions {
  /** The kind `embedded` says that no other process can be building. */
  readonly database: Pick<Database, 'db' | 'listen'> & Partial<Pick<Database, 'kind'>>;
  readonly vectors: VectorsPort;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Path or address of the manifest, from settings; undefined: only what is stored answers. */
  readonly manifest?: string | undefined;
  /** Default: a worker thread. */
  readonly run?: IndexingRunner;
  /** Model whose embeddings take part in the ranking; left out: words, and what derives from them. */
  readonly embeddings?: BookEmbeddings | undefined;
  /** Whether the index gets its latent part; default true. */
  readonly latent?: boolean;
}

/** The feature. */
export interface Content {
  readonly service: ContentService;
  readonly library: BookLibrary;
  readonly ingest: IngestService['ingest'];
  /** Adds what is done after each ingest in this process, before it is said to be over. It must not throw. */
  onIngested(follow: (manifest: string, book: BookSnapshot) => Promise<void>): void;
  /** Whether an index answers. */
  readonly health: HealthCheck;
  /** Whether questions are understood by their meaning; undefined without a model. */
  readonly embeddingHealth: HealthCheck | undefined;
  /**
   * Loads what is stored and follows switches. Does not wait for the manifest: {@link Content.catchUp} does.
   */
  start(): Promise<void>;
  /** Brings the index up to the manifest of the settings; undefined without one. */
  catchUp(options?: Omit<IngestOptions, 'manifest'>): Promise<IngestReport | undefined>;
  /** Deletes records of versions that are long gone. @returns how many. */
  retain(): Promise<number>;
  stop(): Promise<void>;
}

/** Makes the feature; nothing runs before `start`. */
export const createContent = (options: ContentOptions): Content => {
  const { database, vectors, logger, manifest, run, embeddings, latent = true } = options;
  const repository = createContentRepository(database.db);
  const build = createContentBuildRepository(database.db, { soleProcess: database.kind === 'embedded' });
  const subscribe = (onSwitch: () => void) => database.listen(INDEX_CHANNEL, onSwitch, onSwitch);
  const kept = createEmbeddingRepository(database.db);
  const embedder = embeddings?.questions.identity;
  const library = createBookLibrary({ repository, vectors, logger, subscribe, embedder });
  const service = createContentService({ library, repository, questions: embeddings?.questions });
  const bookVectors = embeddings && createBookVectors({ ...embeddings, repository: kept });
  const ingests = createIngestService({
    repository,
    build,
    library,
    logger,
    latent,
    vectors: bookVectors,
    ...(run ? { run } : {}),
  });
  const warmth = embeddings && createWarmth(embeddings, library, logger);
  const followers: ((manifest: string, book: BookSnapshot) => Promise<void>)[] = [];
  const ingest: Content['ingest'] = async (options) => {
    const report = await ingests.ingest(options);
    const book = library.current();
    if (book && report.status !== 'elsewhere') for (const follow of followers) await follow(options.manifest, book);
    return report;
  };
  let unreadable = false;

  return {
    service,
    library,
    ingest,
    onIngested: (follow) => {
      followers.push(follow);
    },
    health: {
      name: 'index',
      required: true,
      check: async () =>
        library.current()
          ? { status: 'pass' }
          : { status: 'fail', detail: 'No index yet: build the site and run `lectern ingest`.' },
    },
    embeddingHealth: warmth?.health,
    start: async () => {
      warmth?.begin();
      try {
        await library.refresh();
      } catch (error) {
        if (!(error instanceof UnreadableIndexError)) throw error;
        logger.warn({ err: error }, 'the stored index cannot be used and will be built again');
        unreadable = true;
      }
      await library.watch();
    },
    catchUp: async (catchUpOptions = {}) => {
      if (manifest === undefined) return undefined;
      const { signal } = catchUpOptions;
      const attempt = () => ingest({ ...catchUpOptions, manifest, force: catchUpOptions.force ?? unreadable });
      let report = await attempt();
      for (let tries = 1; report.status === 'elsewhere' && tries < MAX_ATTEMPTS; tries += 1) {
        // The other process may have been killed: its claim runs out, and then it is this one's turn.
        await delay(RETRY_MS, undefined, signal ? { signal } : {});
        report = await attempt();
      }
      unreadable = false;
      return report;
    },
    retain: async () => {
      const current = library.current();
      if (current) await deleteUnusedEmbeddings(kept, current);
      return build.deleteOldVersions(VERSION_RETENTION_DAYS);
    },
    stop: async () => {
      await library.stop();
      await vectors.close();
      await embeddings?.embedder.close();
    },
  };
};

/** Keeps what the book of now needs, of every model: going back to one costs nothing either. */
const deleteUnusedEmbeddings = (kept: EmbeddingRepository, { chunks }: BookSnapshot): Promise<number> => {
  const needed = new Set([...chunks.values()].map((chunk) => embeddedTextHash(embeddedText(chunk))));
  return kept.deleteUnused(EMBEDDING_RETENTION_DAYS, (hash) => needed.has(hash));
};
