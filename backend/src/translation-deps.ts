/** The part of the composition about translation: engines from the settings, and what the site ships. */
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Lifecycle } from './config/lifecycle.ts';
import { moduleLogger } from './config/logging.ts';
import type { Settings } from './config/settings.ts';
import type { Database } from './db/client.ts';
import type { Content } from './features/content/index.ts';
import { createTranslation, type Translation } from './features/translation/index.ts';
import type { SharedCache } from './providers/cache/index.ts';
import type { LlmChain } from './providers/llm/index.ts';
import { openNamedTranslator, openTranslators, type Translator } from './providers/translator/index.ts';
import type { Spending } from './usage/index.ts';

/** What it is made with. */
export interface TranslationPartOptions {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly database: Pick<Database, 'db'>;
  readonly content: Pick<Content, 'service' | 'onIngested'>;
  readonly spending: Pick<Spending, 'ledger' | 'prices'>;
  readonly registry: Registry;
  readonly lifecycle: Pick<Lifecycle, 'cut'>;
  readonly cache: SharedCache | undefined;
  /** Models that write answers: they translate too. */
  readonly answers: LlmChain;
}

/**
 * Makes it.
 * @throws SettingsError when the key file of a service account cannot be used
 */
export async function openTranslation(options: TranslationPartOptions): Promise<Translation> {
  const { settings, database, content, spending, registry, lifecycle, cache, answers } = options;
  const logger = moduleLogger(options.logger, settings, 'translation');
  const { prices, ledger } = spending;
  const isOn = settings.features.translation;
  const opening = { settings, answers, prices, logger };
  const engines = isOn ? await openTranslators(opening) : [];
  if (isOn) tellEngines(engines, logger);
  const translation = createTranslation({
    db: database.db,
    content: content.service,
    ledger,
    engines,
    ...(isOn ? { openEngine: (name) => openNamedTranslator(name, opening) } : {}),
    logger,
    registry,
    cut: lifecycle.cut,
    shared: cache,
  });
  if (isOn) {
    content.onIngested(async (manifest, book) => {
      await translation.files.importShipped(manifest, book);
    });
  }
  return translation;
}

function tellEngines(engines: readonly Translator[], logger: Logger): void {
  const names = engines.map(({ provider, model }) => `${provider}/${model}`);
  if (names.length === 0) logger.info('chapters are translated from the memory alone: there is no engine');
  else logger.info({ engines: names }, `what the memory does not hold is translated by ${names.join(', then ')}`);
}
