/** Puts the feature together and keeps it current: loads what is stored, follows switches, ingests the manifest. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { HealthCheck } from '../../config/health-check.ts';
import type { Database } from '../../db/client.ts';
import type { VectorsPort } from '../../providers/vectors/vectors.port.ts';
import { createContentRepository } from './content.repository.ts';
import { type ContentService, createContentService } from './content.service.ts';
import { createContentBuildRepository, INDEX_CHANNEL } from './content-build.repository.ts';
import type { IndexingRunner } from './content-indexing.ts';
import {
  createIngestService,
  type IngestOptions,
  type IngestReport,
  type IngestService,
} from './content-ingest.service.ts';
import { type BookLibrary, createBookLibrary, UnreadableIndexError } from './content-library.service.ts';

/** Pause before another look whether the process that builds is done, ms. */
const RETRY_MS = 5_000;
/** Looks before a build is left to the others; longer than a dead process's claim. */
const MAX_ATTEMPTS = 12;
/** Days after which the records of versions that no longer answer are deleted. */
const VERSION_RETENTION_DAYS = 30;

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
}

/** The feature. */
export interface Content {
  readonly service: ContentService;
  readonly library: BookLibrary;
  readonly ingest: IngestService['ingest'];
  /** Whether an index answers. */
  readonly health: HealthCheck;
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
export const createContent = ({ database, vectors, logger, manifest, run }: ContentOptions): Content => {
  const repository = createContentRepository(database.db);
  const build = createContentBuildRepository(database.db, { soleProcess: database.kind === 'embedded' });
  const subscribe = (onSwitch: () => void) => database.listen(INDEX_CHANNEL, onSwitch, onSwitch);
  const library = createBookLibrary({ repository, vectors, logger, subscribe });
  const service = createContentService({ library, repository });
  const ingests = createIngestService({ repository, build, library, logger, ...(run ? { run } : {}) });
  const ingest: Content['ingest'] = (options) => ingests.ingest(options);
  let unreadable = false;

  return {
    service,
    library,
    ingest,
    health: {
      name: 'index',
      required: true,
      check: async () =>
        library.current()
          ? { status: 'pass' }
          : { status: 'fail', detail: 'No index yet: build the site and run `lectern ingest`.' },
    },
    start: async () => {
      try {
        await library.refresh();
      } catch (error) {
        if (!(error instanceof UnreadableIndexError)) throw error;
        logger.warn({ err: error }, 'the stored index cannot be used and will be built again');
        unreadable = true;
      }
      await library.watch();
    },
    catchUp: async (options = {}) => {
      if (manifest === undefined) return undefined;
      const attempt = () => ingest({ ...options, manifest, force: options.force ?? unreadable });
      let report = await attempt();
      for (let tries = 1; report.status === 'elsewhere' && tries < MAX_ATTEMPTS; tries += 1) {
        // The other process may have been killed: its claim runs out, and then it is this one's turn.
        await delay(RETRY_MS, undefined, options.signal ? { signal: options.signal } : {});
        report = await attempt();
      }
      unreadable = false;
      return report;
    },
    retain: () => build.deleteOldVersions(VERSION_RETENTION_DAYS),
    stop: () => library.stop(),
  };
};
