/** The models of each provider: where it is, how it authenticates, how a refusal looks. */
import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogle } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { Logger } from 'pino';
import type { LlmModel } from './llm.port.ts';
import type { LlmTimeouts } from './llm-deadlines.ts';
import type { TokenCounter } from './llm-tokenizer.ts';
import { baseUrlOf, type LlmModelAddress, type LlmReasoning } from './provider-address.ts';
import { createProviderFetch } from './provider-fetch.ts';
import { createSdkModel, type SdkModel, type SdkModelOptions } from './sdk-model.ts';

/** What models share. */
export interface LlmModelOptions {
  readonly timeouts: LlmTimeouts;
  /** Default: `default`. */
  readonly reasoning?: LlmReasoning;
  /** Counts as o200k_base does. */
  readonly countTokens: TokenCounter;
  readonly logger: Logger;
  /** Waits before a retry; for tests. */
  readonly wait?: SdkModelOptions['wait'];
}

/**
 * Tokenizers of other makers cut the same text into up to a third more tokens than o200k_base; the reservation and what is
 * booked for a cut call must not be too small.
 */
const FOREIGN_TOKENS = 1.35;

/** Counts as a protocol's models do, or a little above where their tokenizer is not here. */
export const countTokensFor = (protocol: string, countTokens: TokenCounter): TokenCounter =>
  protocol === 'openai' ? countTokens : (text) => Math.ceil(countTokens(text) * FOREIGN_TOKENS);

/** Makes the model at an address. */
export function createLlmModel(address: LlmModelAddress, options: LlmModelOptions): LlmModel {
  const { protocol, provider, model } = address;
  const { countTokens } = options;
  return createSdkModel({
    sdkModel: sdkModelOf(address, options.logger),
    provider,
    model,
    timeouts: options.timeouts,
    reasoning: options.reasoning ?? 'default',
    countTokens: countTokensFor(protocol, countTokens),
    ...(protocol === 'openai' || protocol === 'compatible' ? { isRefusal: isOpenAiRefusal } : {}),
    ...(options.wait === undefined ? {} : { wait: options.wait }),
  });
}

function sdkModelOf(address: LlmModelAddress, logger: Logger): SdkModel {
  const { protocol, provider, model } = address;
  // An SDK without a key looks for one in the environment; the settings alone decide.
  const access = { baseURL: baseUrlOf(address), apiKey: address.apiKey ?? '', fetch: createProviderFetch(logger) };
  switch (protocol) {
    case 'openai':
      // Chat completions: the protocol that every compatible server speaks too, so that both have one behaviour.
      return createOpenAI(access).chat(model);
    case 'compatible':
      return createOpenAICompatible({
        name: provider,
        baseURL: access.baseURL,
        fetch: access.fetch,
        includeUsage: true,
        ...(address.apiKey === null ? {} : { apiKey: address.apiKey }),
      }).chatModel(model);
    case 'anthropic':
      return createAnthropic(access).chat(model);
    case 'google':
      return createGoogle(access).chat(model);
  }
}

/**
 * Whether an event of a chat completion holds a refusal, which the SDK passes over.
 * @see https://platform.openai.com/docs/guides/structured-outputs#refusals
 */
function isOpenAiRefusal(event: unknown): boolean {
  if (typeof event !== 'object' || event === null || !('choices' in event) || !Array.isArray(event.choices))
    return false;
  const delta: unknown = event.choices[0]?.delta;
  return (
    typeof delta === 'object' &&
    delta !== null &&
    'refusal' in delta &&
    typeof delta.refusal === 'string' &&
    delta.refusal !== ''
  );
}
