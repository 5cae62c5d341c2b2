/** From the settings to the chains of models. */
import type { Logger } from 'pino';
import type { LlmChain } from './llm.port.ts';
import { createLlmChain } from './llm-chain.ts';
import type { LlmTimeouts } from './llm-deadlines.ts';
import type { LlmModelAddress, LlmReasoning } from './provider-address.ts';

/** The settings of models; `Settings['llm']` is one. */
export interface LlmSettings {
  /** In the order in which they are asked; empty without any. */
  readonly models: readonly LlmModelAddress[];
  readonly rewriteModels: readonly LlmModelAddress[];
  readonly reasoning: LlmReasoning;
  readonly timeouts: LlmTimeouts;
}

/** The chains that features use; without a model both are empty. */
export interface LlmChains {
  /** Writes answers. */
  readonly answers: LlmChain;
  /** Makes questions stand alone; the same chain, with the same circuits, when no smaller model is named. */
  readonly rewrites: LlmChain;
}

/**
 * Makes the chains. The SDKs and the tokenizer (some 95 MB and half a second together) are loaded only when there is a model.
 */
export async function createLlmFromSettings(settings: LlmSettings, logger: Logger): Promise<LlmChains> {
  const { models, rewriteModels, reasoning, timeouts } = settings;
  const chainOf = (addresses: readonly LlmModelAddress[]) => openLlmChain(addresses, { timeouts, reasoning }, logger);
  const answers = await chainOf(models);
  return { answers, rewrites: rewriteModels === models ? answers : await chainOf(rewriteModels) };
}

/** Makes a chain of models at these addresses; see {@link createLlmFromSettings} for what is loaded. */
export async function openLlmChain(
  addresses: readonly LlmModelAddress[],
  { timeouts, reasoning }: Pick<LlmSettings, 'timeouts' | 'reasoning'>,
  logger: Logger,
): Promise<LlmChain> {
  if (addresses.length === 0) return createLlmChain([], logger);
  const [{ createLlmModel }, { loadTokenizer }] = await Promise.all([
    import('./llm-models.ts'),
    import('./llm-tokenizer.ts'),
  ]);
  const countTokens = await loadTokenizer();
  const models = addresses.map((address) => createLlmModel(address, { timeouts, reasoning, countTokens, logger }));
  return createLlmChain(models, logger);
}
