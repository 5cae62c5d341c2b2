/** The book for a command that runs without a server: indexed, embedded, and with its memory, as the server would do it. */
import { Registry } from 'prom-client';
import { silentLogger } from '../config/logging.ts';
import { deriveKeys, loadSecret } from '../config/secret.ts';
import type { Settings } from '../config/settings.ts';
import type { Database } from '../db/client.ts';
import { type Content, createContent } from '../features/content/index.ts';
import { createTranslation, type ShippedReport } from '../features/translation/index.ts';
import { createMemoryRateCounter } from '../middleware/rate-counter.ts';
import { openEmbeddings } from '../providers/embeddings/open-embeddings.ts';
import { createInProcessVectors } from '../providers/vectors/in-process-vectors.ts';
import { createSpending, meterEmbeddings } from '../usage/index.ts';

/**
 * Makes it; nothing runs before `start`.
 * @param onMemory told of the memories of translations that an ingest took in
 */
export async function openCommandContent(
  settings: Settings,
  database: Database,
  onMemory: (reports: readonly ShippedReport[]) => void,
): Promise<Content> {
  const logger = silentLogger();
  const registry = new Registry();
  const { ledger } = createSpending({
    database,
    settings,
    keys: deriveKeys(loadSecret(settings)),
    logger,
    registry,
    counter: createMemoryRateCounter(),
  });
  const content = createContent({
    database,
    vectors: createInProcessVectors(),
    logger,
    embeddings: await openEmbeddings({ settings: settings.embedding, meter: meterEmbeddings(ledger), logger }),
    latent: settings.embedding.provider !== 'none',
  });
  if (settings.features.translation) {
    // Without engines: taking files in asks nobody.
    const options = { db: database.db, content: content.service, ledger, engines: [], logger, registry };
    const { files } = createTranslation(options);
    content.onIngested(async (manifest, book) => onMemory(await files.importShipped(manifest, book)));
  }
  return content;
}
