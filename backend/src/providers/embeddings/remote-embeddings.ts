/** Embedding models behind OpenAI's protocol: OpenAI itself, or any endpoint that speaks it. */
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { type EmbeddingModel, embedMany } from 'ai';
import { z } from 'zod';
import { createBoundedFetch } from './bounded-fetch.ts';
import { toEmbeddingFailure } from './embedding-failures.ts';
import { countEmbeddingTokens, cutToTokens } from './embedding-tokens.ts';
import { toUnitVectors } from './embedding-vectors.ts';
import {
  type Embedder,
  EmbeddingFailure,
  type Embeddings,
  type EmbeddingUsage,
  type EmbedOptions,
} from './embeddings.port.ts';

/** How a remote model is reached. */
export interface RemoteEmbedderOptions {
  readonly provider: 'openai' | 'compatible';
  /** With /v1. Never taken from the environment: addresses come from the settings. */
  readonly baseUrl: string;
  readonly apiKey: string | null;
  readonly model: string;
  readonly dimensions: number;
  /** Longest wait for an answer; default 30 s. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 30_000;
/** OpenAI's models read 8,191 tokens; our count may be a few off. */
const TOKENS_PER_TEXT = 8_000;
const CHARS_PER_TEXT = 24_000;
const TOKENS_PER_CALL = 30_000;
const MOST_TEXTS_PER_CALL = 96;
const FEWEST_TEXTS_PER_CALL = 8;
/** An answer is parsed on the event loop: so many numbers take a few milliseconds. */
const NUMBERS_PER_CALL = 40_000;
/** A number in JSON with its comma, generously. */
const BYTES_PER_NUMBER = 40;
const LEAST_ANSWER_BYTES = 1024 * 1024;
/** A count this many times off ours is no count of these texts. */
const ABSURD_FACTOR = 4;

/** Makes the adapter; nothing is sent before the first call. */
export const createRemoteEmbedder = (options: RemoteEmbedderOptions): Embedder => {
  const { provider, model, dimensions, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const textsPerCall = Math.max(
    FEWEST_TEXTS_PER_CALL,
    Math.min(MOST_TEXTS_PER_CALL, Math.floor(NUMBERS_PER_CALL / dimensions)),
  );
  const answerBytes = LEAST_ANSWER_BYTES + textsPerCall * dimensions * BYTES_PER_NUMBER;
  const sdkModel = openModel(options, createBoundedFetch(answerBytes));
  // Only these models can shorten their vectors; others refuse the parameter, and their length is checked instead.
  const shortens = provider === 'openai' && model.startsWith('text-embedding-3');

  const call = async (values: string[], signal: AbortSignal, estimate: EmbeddingUsage): Promise<Embeddings> => {
    const { embeddings, usage, responses } = await embedMany({
      model: sdkModel,
      values,
      maxRetries: 0,
      maxParallelCalls: 1,
      abortSignal: signal,
      ...(shortens ? { providerOptions: { openai: { dimensions } } } : {}),
    });
    const spent = believableUsage(usage.tokens, estimate);
    const ordered = inTextOrder(embeddings, responses?.length === 1 ? responses[0]?.body : undefined, spent);
    return { vectors: toUnitVectors(ordered, { count: values.length, dimensions, usage: spent }), usage: spent };
  };

  return {
    provider,
    model,
    dimensions,
    isLocal: false,
    limits: { textsPerCall, tokensPerCall: TOKENS_PER_CALL },
    fit: (text) => cutToTokens(text.slice(0, CHARS_PER_TEXT).toWellFormed(), TOKENS_PER_TEXT),
    countTokens: countEmbeddingTokens,
    embed: async (texts: readonly string[], { signal }: EmbedOptions) => {
      const estimate = { tokens: texts.reduce((sum, text) => sum + countEmbeddingTokens(text), 0), estimated: true };
      if (texts.length === 0) return { vectors: [], usage: { tokens: 0, estimated: false } };
      if (signal.aborted) throw new EmbeddingFailure('aborted');
      const timeout = AbortSignal.timeout(timeoutMs);
      try {
        return await call([...texts], AbortSignal.any([signal, timeout]), estimate);
      } catch (error) {
        throw toEmbeddingFailure(error, { signal, timeout, estimate });
      }
    },
    // A call to see whether the provider is there would cost something and tell nothing of the next one.
    warm: async () => undefined,
    close: async () => undefined,
  };
};

const openModel = (
  { provider, baseUrl, apiKey, model }: RemoteEmbedderOptions,
  fetch: typeof globalThis.fetch,
): EmbeddingModel => {
  if (provider === 'openai') {
    return createOpenAI({ baseURL: baseUrl, apiKey: apiKey ?? '', fetch }).embeddingModel(model);
  }
  return createOpenAICompatible({
    name: 'compatible',
    baseURL: baseUrl,
    ...(apiKey === null ? {} : { apiKey }),
    fetch,
  }).embeddingModel(model);
};

/** The provider's count, unless it is none of these texts. */
const believableUsage = (reported: number, estimate: EmbeddingUsage): EmbeddingUsage => {
  const isBelievable =
    Number.isSafeInteger(reported) &&
    reported > 0 &&
    reported <= estimate.tokens * ABSURD_FACTOR + ABSURD_FACTOR &&
    reported * ABSURD_FACTOR >= estimate.tokens - ABSURD_FACTOR;
  return isBelievable ? { tokens: reported, estimated: false } : estimate;
};

const numberedSchema = z.object({ data: z.array(z.object({ index: z.int() })) });

/**
 * Vectors in the order of their texts: an answer may number them, and the SDK takes them as they come.
 * @throws EmbeddingFailure broken, when the numbers are not those of the texts
 */
const inTextOrder = (embeddings: readonly number[][], body: unknown, usage: EmbeddingUsage): readonly number[][] => {
  const numbered = numberedSchema.safeParse(body);
  if (!numbered.success) return embeddings;
  const places = numbered.data.data.map(({ index }) => index);
  const ordered: number[][] = [];
  places.forEach((place, at) => {
    const vector = embeddings[at];
    if (vector) ordered[place] = vector;
  });
  const isWhole = new Set(places).size === embeddings.length && Object.keys(ordered).length === embeddings.length;
  if (!isWhole || ordered.length !== embeddings.length) {
    throw new EmbeddingFailure('broken', { mend: 'the vectors are not numbered as the texts are', usage });
  }
  return ordered;
};
