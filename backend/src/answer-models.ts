/** The models that write answers, from the settings: who they are, who pays for them, how much they may. */
import type { AnswerWriterName } from '@lectern/contracts';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { moduleLogger } from './config/logging.ts';
import type { Settings } from './config/settings.ts';
import type { ChatModelOptions } from './features/chat/index.ts';
import { createLlmFromSettings } from './providers/llm/index.ts';
import { PriceUnknownError, type Spending } from './usage/index.ts';

/** What they are made with. */
export interface AnswerModelsOptions {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly spending: Pick<Spending, 'ledger' | 'proofGate' | 'prices'>;
  readonly registry: Registry;
}

/** The models. */
export interface AnswerModels {
  /** Undefined without a model: answers are made of quotes. */
  readonly model: ChatModelOptions | undefined;
  /** The one that is asked first; null without any. */
  readonly writer: AnswerWriterName | null;
}

/** Makes them, and tells the log who answers. A model without a price is told as an error: it will not be asked. */
export async function openAnswerModels({
  settings,
  logger,
  spending,
  registry,
}: AnswerModelsOptions): Promise<AnswerModels> {
  const log = moduleLogger(logger, settings, 'llm');
  const { answers, rewrites } = await createLlmFromSettings(settings.llm, log);
  const [writer] = answers.models;
  if (!writer) {
    log.info('answers are made of quotes: no model is set');
    return { model: undefined, writer: null };
  }
  for (const name of answers.models) {
    try {
      spending.prices.of(name.provider, name.model);
      log.info(name, 'answers are written by this model');
    } catch (error) {
      if (!(error instanceof PriceUnknownError)) throw error;
      log.error(name, error.message);
    }
  }
  const { judge, cacheDays, cacheEntries, ...limits } = settings.answers;
  const { ledger, proofGate } = spending;
  return {
    writer,
    model: {
      chain: answers,
      smallChain: rewrites,
      ledger,
      proofGate,
      limits,
      judge,
      cacheDays,
      cacheEntries,
      registry,
    },
  };
}
