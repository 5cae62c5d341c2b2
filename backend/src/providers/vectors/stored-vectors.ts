/** A vectors port of a store outside this process: fills it, asks it, and answers without it while it is away. */
import type { Logger } from 'pino';
import type { HealthFinding } from '../../config/health-check.ts';
import { searchHere } from './in-process-vectors.ts';
import { openLanguages } from './language-index.ts';
import { type BuilderPace, SERVER_PACE } from './store-builder.ts';
import { createStoreWatch, type StoreWatch } from './store-watch.ts';
import { StoredVersion } from './stored-version.ts';
import type { VectorStore } from './vector-store.port.ts';
import type { StoredIndex, VectorsPort } from './vectors.port.ts';

/** How the port is made. */
export interface StoredVectorsOptions {
  readonly store: VectorStore;
  /** Collections are named `<prefix>_<version>_<hash>`. */
  readonly prefix: string;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly pace?: BuilderPace;
  /** Between two looks whether a store that went away is back, ms; default 1,000. */
  readonly lookMs?: number;
}

const LOOK_MS = 1_000;

/** Makes the port. */
export const createStoredVectors = (options: StoredVectorsOptions): VectorsPort => {
  const { store, logger, pace = SERVER_PACE, lookMs = LOOK_MS } = options;
  const closing = new AbortController();
  const watch: StoreWatch = createStoreWatch({ store, logger, lookMs, onBack: () => latest?.lookAgain() });
  const own = new Set<string>();
  let latest: StoredVersion | undefined;

  const open = async (stored: StoredIndex): Promise<StoredVersion> => {
    const languages = openLanguages(stored.bytes, stored.pages);
    const here = searchHere(languages, stored);
    latest?.retire();
    const { prefix } = options;
    latest = new StoredVersion(
      { store, prefix, logger, pace, watch, own, signal: closing.signal },
      stored,
      languages,
      here,
    );
    return latest;
  };

  return {
    open,
    settled: async () => latest?.settled(),
    health: {
      name: 'vectors',
      required: false,
      check: async (): Promise<HealthFinding> => latest?.health() ?? { status: 'pass' },
    },
    close: async () => {
      closing.abort();
      watch.stop();
      await latest?.settled();
      await store.close();
    },
  };
};
