/** What this server can do, from its settings. */
import type { Capabilities } from '@lectern/contracts';
import type { Settings } from './settings.ts';

/** Derives the capabilities that `/health` shows and pages adapt to. */
export function capabilitiesOf(settings: Settings): Capabilities {
  const google = settings.googleTranslate.apiKey ?? settings.googleTranslate.project;
  return {
    database: settings.database === null ? 'embedded' : 'postgresql',
    vectors: settings.qdrant === null ? 'memory' : 'qdrant',
    cache: settings.redisUrl === null ? 'memory' : 'redis',
    llm: settings.llm.provider,
    embeddings: settings.embedding.provider,
    translator: google === null ? 'memory' : 'google',
    features: { ...settings.features },
  };
}
