/** What this server can do, from its settings. */
import type { Capabilities } from '@lectern/contracts';
import type { Settings } from './settings.ts';

/**
 * Derives the capabilities that `/health` shows and pages adapt to. Only what this version really does: settings of
 * planned services don't count.
 */
export function capabilitiesOf(settings: Settings): Capabilities {
  return {
    database: settings.database === null ? 'embedded' : 'postgresql',
    vectors: 'memory',
    cache: settings.redisUrl === null ? 'memory' : 'redis',
    llm: settings.llm.provider,
    embeddings: settings.embedding.provider,
    translator: 'memory',
    features: {
      chat: settings.features.chat,
      mcp: settings.features.mcp && settings.features.chat,
      apiReference: settings.features.apiReference,
    },
  };
}
