/** The models that write answers, from the settings: who they are, who pays for them, how much they may. */
import type { AnswerWriterName } from '@lectern/contracts';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { moduleLogger } from './config/logging.ts';
import type { Settings } from './config/settings.ts';
import type { ChatModelOptions } from './features/chat/index.ts';
import { createLlmFromSettings, type LlmChain } from './providers/llm/index.ts';
import { type PriceList, PriceUnknownError, type Spending } from './usage/index.ts';

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
  /** All that the settings name, in their order; empty without any. */
  readonly chain: LlmChain;
}

/**
 * Makes them, and tells the log who answers. A model without a price is told as an error: it is not asked, and when none
 * has a price, answers are made of quotes.
 */
export async function openAnswerModels(options: AnswerModelsOptions): Promise<AnswerModels> {
  const { settings, spending, registry } = options;
  const log = moduleLogger(options.logger, settings, 'llm');
  const { answers, rewrites } = await createLlmFromSettings(settings.llm, log);
  const priced = answers.models.filter((name) => hasPrice(spending.prices, name, log));
  const [writer] = priced;
  if (!writer) {
    log.info('answers are made of quotes: there is no model that may be asked');
    return { model: undefined, writer: null, chain: answers };
  }
  log.info({ models: priced }, `answers are written by ${priced.map(nameOf).join(', then ')}`);
  const { judge, cacheDays, cacheEntries, ...limits } = settings.answers;
  const { ledger, proofGate } = spending;
  const chains = { chain: answers, smallChain: rewrites };
  return {
    writer,
    chain: answers,
    model: { ...chains, ledger, proofGate, limits, judge, cacheDays, cacheEntries, registry },
  };
}

const nameOf = ({ provider, model }: AnswerWriterName): string => `${provider}/${model}`;

function hasPrice(prices: PriceList, name: AnswerWriterName, log: Logger): boolean {
  try {
    prices.of(name.provider, name.model);
    return true;
  } catch (error) {
    if (!(error instanceof PriceUnknownError)) throw error;
    log.error(name, error.message);
    return false;
  }
}
