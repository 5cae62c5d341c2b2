/**
 * The port to embedding models: texts in, unit vectors out. An adapter makes one call and judges what came back;
 * batches, second tries and money are decided by those who call it (`passage-embedder.ts`, `question-embedder.ts`).
 */

/** What a text is embedded for; some models treat the two differently. */
export type EmbeddingPurpose = 'passage' | 'query';

/** A model as receipts, caches and indexes know it. Vectors are comparable only where all three are the same. */
export interface EmbedderName {
  /** openai, compatible or local. */
  readonly provider: string;
  readonly model: string;
  /** Length of a vector. */
  readonly dimensions: number;
}

/** One string for a model; equal for two names exactly when their vectors may be compared. */
export const embedderIdentity = ({ provider, model, dimensions }: EmbedderName): string =>
  `${provider}/${model}/${dimensions}`;

/** How a call is made. */
export interface EmbedOptions {
  readonly purpose: EmbeddingPurpose;
  /** Aborted when nobody waits any more: it reaches the provider. */
  readonly signal: AbortSignal;
}

/** What a call took. */
export interface EmbeddingUsage {
  /** tokens */
  readonly tokens: number;
  /** Whether the count is ours: the provider reported none, or an absurd one. */
  readonly estimated: boolean;
}

/** What comes of a call. */
export interface Embeddings {
  /** One for each text, in their order: `Float32[dimensions]`, length 1. */
  readonly vectors: readonly Float32Array[];
  readonly usage: EmbeddingUsage;
}

/** What one call may hold. */
export interface EmbeddingLimits {
  readonly textsPerCall: number;
  readonly tokensPerCall: number;
}

/** One embedding model. */
export interface Embedder extends EmbedderName {
  readonly limits: EmbeddingLimits;
  /** Whether calls cost nothing and leave the process: these are not booked. */
  readonly isLocal: boolean;
  /** Cuts a text to what the model reads of it. */
  fit(text: string): string;
  /** Counts tokens as the model does, or as near as a tokenizer that is here comes to it. */
  countTokens(text: string): number;
  /**
   * Embeds texts in one call, without a second try. An empty list is answered without a call.
   * @throws EmbeddingFailure
   */
  embed(texts: readonly string[], options: EmbedOptions): Promise<Embeddings>;
  /** Loads what has to be loaded before the first call. @throws EmbeddingFailure */
  warm(): Promise<void>;
  close(): Promise<void>;
}

/** Why a call gave no vectors. */
export type EmbeddingFailureKind =
  /** 401, 403: the key is wrong. */
  | 'unauthorized'
  /** 404: no such model, or not at this address. */
  | 'not_found'
  /** 400: the provider does not take the texts. */
  | 'bad_request'
  /** 413, 422: too many texts, or too long ones, for one call. */
  | 'too_large'
  /** 429. */
  | 'rate_limited'
  /** 5xx, or no connection. */
  | 'unavailable'
  | 'timeout'
  /** Malformed, another number of vectors than of texts, or numbers that are none. */
  | 'broken'
  /** Vectors of another length than EMBEDDING_DIMENSIONS. */
  | 'wrong_dimensions'
  /** The local model or its library is not there. */
  | 'not_installed'
  /** The caller's signal. */
  | 'aborted';

/** A call that gave no vectors. Its message is ours: a provider's own text may hold anything and goes nowhere. */
export class EmbeddingFailure extends Error {
  readonly kind: EmbeddingFailureKind;
  /** From Retry-After, milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** What the call took all the same; undefined when it took nothing. */
  readonly usage: EmbeddingUsage | undefined;

  constructor(
    kind: EmbeddingFailureKind,
    options: {
      /** What there is to do about it, for the operator. */
      readonly mend?: string | undefined;
      readonly retryAfterMs?: number | undefined;
      readonly usage?: EmbeddingUsage | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(`the texts could not be embedded: ${options.mend ?? kind}`, { cause: options.cause });
    this.name = 'EmbeddingFailure';
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs;
    this.usage = options.usage;
  }
}

/** Money set aside for one call. */
export interface EmbeddingReservation {
  /** The most that the call can cost, USD. */
  readonly maxCostUsd: number;
  /** Books what the call took. */
  settle(usage: EmbeddingUsage): Promise<void>;
  /** Gives the money back: nothing was spent. */
  release(): Promise<void>;
}

/**
 * Sets money aside before a call.
 * @throws BudgetSpentError, PriceUnknownError (usage/ledger.port.ts): no call is made then
 */
export type EmbeddingMeter = (name: EmbedderName, inputTokens: number) => Promise<EmbeddingReservation>;
