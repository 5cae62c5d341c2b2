/** Where models are. */

/** Which protocol a model is spoken to in. */
export type LlmProtocol = 'openai' | 'compatible' | 'anthropic' | 'google';

/** How much a reasoning model thinks; default: as its provider does. */
export type LlmReasoning = 'default' | 'none' | 'minimal' | 'low' | 'medium' | 'high';

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

/** Base URLs of the providers, said here so that no variable of the SDK's own (OPENAI_BASE_URL, …) can change them. */
const BASE_URLS = {
  openai: 'https://api.openai.com/v1',
  anthropic: 'https://api.anthropic.com/v1',
  google: 'https://generativelanguage.googleapis.com/v1beta',
} as const;

/** Base URL that a model is asked at. @throws Error for a compatible endpoint without one */
export function baseUrlOf({ protocol, baseUrl }: LlmModelAddress): string {
  if (baseUrl !== null) return baseUrl;
  if (protocol === 'compatible') throw new Error('A compatible endpoint needs a base URL.');
  return BASE_URLS[protocol];
}
