/** The book for a command that runs without a server: indexed and embedded as the server would do it. */
import { Registry } from 'prom-client';
import { silentLogger } from '../config/logging.ts';
import { deriveKeys, loadSecret } from '../config/secret.ts';
import type { Settings } from '../config/settings.ts';
import type { Database } from '../db/client.ts';
import { type Content, createContent } from '../features/content/index.ts';
import { createMemoryRateCounter } from '../middleware/rate-counter.ts';
import { openEmbeddings } from '../providers/embeddings/open-embeddings.ts';
import { createInProcessVectors } from '../providers/vectors/in-process-vectors.ts';
import { createSpending, meterEmbeddings } from '../usage/index.ts';

/** Makes it; nothing runs before `start`. */
export async function openCommandContent(settings: Settings, database: Database): Promise<Content> {
  const logger = silentLogger();
  const { ledger } = createSpending({
    database,
    settings,
    keys: deriveKeys(loadSecret(settings)),
    logger,
    registry: new Registry(),
    counter: createMemoryRateCounter(),
  });
  return createContent({
    database,
    vectors: createInProcessVectors(),
    logger,
    embeddings: await openEmbeddings({ settings: settings.embedding, meter: meterEmbeddings(ledger), logger }),
    latent: settings.embedding.provider !== 'none',
  });
}
