/** From settings to the adapter. */
import type { Logger } from 'pino';
import type { Settings } from '../../config/settings.ts';
import type { Db } from '../../db/client.ts';
import { createInProcessVectors } from './in-process-vectors.ts';
import { createPgvectorStore, PGVECTOR_PREFIX } from './pgvector-store.ts';
import { createQdrantStore } from './qdrant-store.ts';
import { createStoredVectors } from './stored-vectors.ts';
import type { VectorsPort } from './vectors.port.ts';

/** What the adapters need. */
export interface OpenVectorsOptions {
  readonly settings: Pick<Settings, 'vectorStore' | 'qdrant'>;
  readonly db: Db;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

/** Makes the adapter that the settings name. It connects when the first index is opened. */
export const openVectors = ({ settings, db, logger }: OpenVectorsOptions): VectorsPort => {
  const { vectorStore, qdrant } = settings;
  if (vectorStore === 'qdrant' && qdrant !== null) {
    return createStoredVectors({ store: createQdrantStore(qdrant), prefix: qdrant.collection, logger });
  }
  if (vectorStore === 'pgvector') {
    return createStoredVectors({ store: createPgvectorStore({ db }), prefix: PGVECTOR_PREFIX, logger });
  }
  return createInProcessVectors();
};
