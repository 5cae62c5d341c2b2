/**
 * The port to language models: what the rest of the server knows of them. Adapters keep to it with every fault that a
 * provider can have; `llm.contract.ts` is the suite that each passes.
 */

/** What a model is asked to do; limits and receipts tell them apart. */
export type LlmPurpose = 'answer' | 'rewrite' | 'judge' | 'translation';

/** One message of a prompt. */
export interface LlmMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** A JSON Schema that an answer keeps to. */
export interface LlmAnswerSchema {
  /** Letters, digits and _. */
  readonly name: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** A prompt with its bounds. */
export interface LlmRequest {
  readonly purpose: LlmPurpose;
  readonly messages: readonly LlmMessage[];
  /** Longest text that may come back, tokens. */
  readonly maxOutputTokens: number;
  /** 0…2; default 0.2. */
  readonly temperature?: number;
  /** The shape of an answer in JSON, for models that can be held to one; the others are asked for JSON. */
  readonly answerSchema?: LlmAnswerSchema;
  /** Aborted when nobody waits any more: it reaches the provider. */
  readonly signal: AbortSignal;
}

/** What a call took, by the provider's count where that is believable, otherwise by ours. */
export interface LlmUsage {
  /** tokens */
  readonly inputTokens: number;
  /** Of these, tokens that the provider had cached. */
  readonly cachedInputTokens: number;
  /** tokens */
  readonly outputTokens: number;
  /** Whether the count is ours: the provider reported none, or an absurd one. */
  readonly estimated: boolean;
}

/** What comes of a call, in order: any number of `text`, then exactly one `finish`. */
export type LlmEvent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'finish'; readonly reason: 'stop' | 'length'; readonly usage: LlmUsage };

/** Name of a model at a provider, as in receipts and in the price table. */
export interface LlmName {
  /** openai, anthropic, google, or the name that the operator gave to a compatible endpoint. */
  readonly provider: string;
  readonly model: string;
}

/** One model at one provider. */
export interface LlmModel extends LlmName {
  /**
   * Asks. The iteration ends with `finish`, or throws: an answer that is cut, empty, refused or no answer at all is
   * never finished.
   * @throws LlmFailure with the tokens that were spent until then
   */
  stream(request: LlmRequest): AsyncIterable<LlmEvent>;
  /** Counts tokens as the model does, or as near as a tokenizer that is here comes to it. */
  readonly countTokens: (text: string) => number;
}

/** Why a call gave no answer. */
export type LlmFailureKind =
  /** 401, 403: the key is wrong. */
  | 'unauthorized'
  /** 404 or an unknown model. */
  | 'not_found'
  /** 400, 413, 422: the provider does not take the prompt. */
  | 'bad_request'
  /** 429. */
  | 'rate_limited'
  /** 5xx, or no connection. */
  | 'unavailable'
  /** A time-out of connecting, of the first token, between tokens, or of the whole answer. */
  | 'timeout'
  /** Cut in the middle, malformed, or a page instead of a stream. */
  | 'broken'
  /** Finished without a word. */
  | 'empty'
  /** The provider's filter or the model itself refused. */
  | 'refused'
  /** The circuit is open: the provider was not asked. */
  | 'circuit_open'
  /** The caller's signal. */
  | 'aborted';

/** A call that gave no answer. Its message is ours: a provider's own text may hold anything and goes nowhere. */
export class LlmFailure extends Error {
  readonly kind: LlmFailureKind;
  /** What the call took all the same; undefined when the provider was not reached or spent nothing. */
  readonly usage: LlmUsage | undefined;
  /** From Retry-After, milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(
    kind: LlmFailureKind,
    options: {
      readonly usage?: LlmUsage | undefined;
      readonly retryAfterMs?: number | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(`the language model gave no answer: ${kind}`, { cause: options.cause });
    this.name = 'LlmFailure';
    this.kind = kind;
    this.usage = options.usage;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Money set aside for one call; see `usage/`. */
export interface CallReservation {
  /** Books what the call took. Never throws what would break an answer. */
  settle(usage: LlmUsage): Promise<void>;
  /** Gives the money back: nothing was spent. */
  release(): Promise<void>;
}

/**
 * Sets money aside before a call.
 * @throws BudgetSpentError when a limit would be passed: the chain asks the next model, which may cost less or nothing
 */
export type CallMeter = (
  name: LlmName,
  estimate: { readonly inputTokens: number; readonly maxOutputTokens: number },
) => Promise<CallReservation>;

/** Models in the order in which they are asked, behind one door; each call is paid for. */
export interface LlmChain {
  /** Names in order; empty without any model. */
  readonly models: readonly LlmName[];
  /** Counts tokens as the first model does. */
  readonly countTokens: (text: string) => number;
  /**
   * Asks the first model that answers. A model that fails before its first word is followed by the next one; after the
   * first word the failure is thrown.
   * @throws LlmFailure of the last model that was tried (`not_found` when none may be), BudgetSpentError,
   *   PriceUnknownError when the last one has no price
   */
  stream(request: LlmRequest, options: LlmChainOptions): AsyncIterable<LlmChainEvent>;
}

/** How a chain is asked. */
export interface LlmChainOptions {
  readonly meter: CallMeter;
  /** Models that the book allows, by model name; undefined: all. */
  readonly allowed?: readonly string[] | undefined;
}

/** An event of a chain: `begin` first, when a model has begun to answer, so that it can be named. */
export type LlmChainEvent = { readonly type: 'begin'; readonly name: LlmName } | LlmEvent;
