/** The models of each provider: where it is, how it authenticates, how a refusal looks. */
import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogle } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { Logger } from 'pino';
import type { LlmModel } from './llm.port.ts';
import type { LlmTimeouts } from './llm-deadlines.ts';
import type { TokenCounter } from './llm-tokenizer.ts';
import { createProviderFetch } from './provider-fetch.ts';
import { createSdkModel, type SdkModel, type SdkModelOptions } from './sdk-model.ts';

/** Which protocol a model is spoken to in. */
export type LlmProtocol = 'openai' | 'compatible' | 'anthropic' | 'google';

/** Where a model is. */
export interface LlmModelAddress {
  readonly protocol: LlmProtocol;
  /** Name of the provider in receipts and prices. */
  readonly provider: string;
  /** null: the provider's own; a compatible endpoint needs one. With the version, e.g. `/v1`. */
  readonly baseUrl: string | null;
  /** null: none is sent, to an endpoint that needs none. */
  readonly apiKey: string | null;
  readonly model: string;
}

/** What models share. */
export interface LlmModelOptions {
  readonly timeouts: LlmTimeouts;
  /** Counts as o200k_base does. */
  readonly countTokens: TokenCounter;
  readonly logger: Logger;
  /** Waits before a retry; for tests. */
  readonly wait?: SdkModelOptions['wait'];
}

/** Base URLs of the providers, said here so that no variable of the SDK's own (OPENAI_BASE_URL, …) can change them. */
const BASE_URLS = {
  openai: 'https://api.openai.com/v1',
  anthropic: 'https://api.anthropic.com/v1',
  google: 'https://generativelanguage.googleapis.com/v1beta',
} as const;
/**
 * Tokenizers of other makers cut the same text into up to a third more tokens than o200k_base; the reservation and what is
 * booked for a cut call must not be too small.
 */
const FOREIGN_TOKENS = 1.35;

/** Base URL that a model is asked at. @throws Error for a compatible endpoint without one */
export function baseUrlOf({ protocol, baseUrl }: LlmModelAddress): string {
  if (baseUrl !== null) return baseUrl;
  if (protocol === 'compatible') throw new Error('A compatible endpoint needs a base URL.');
  return BASE_URLS[protocol];
}

/** Makes the model at an address. */
export function createLlmModel(address: LlmModelAddress, options: LlmModelOptions): LlmModel {
  const { protocol, provider, model } = address;
  const { countTokens } = options;
  return createSdkModel({
    sdkModel: sdkModelOf(address, options.logger),
    provider,
    model,
    timeouts: options.timeouts,
    countTokens: protocol === 'openai' ? countTokens : (text) => Math.ceil(countTokens(text) * FOREIGN_TOKENS),
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
