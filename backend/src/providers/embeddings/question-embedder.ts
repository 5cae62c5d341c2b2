/**
 * Embeds readers' questions: at once or not at all. A question without a vector is answered from words; the reader
 * never waits for a provider that is slow, and never sees its fault.
 */
import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
import { BudgetSpentError, PriceUnknownError } from '../../usage/ledger.port.ts';
import { type Embedder, EmbeddingFailure, type EmbeddingMeter, embedderIdentity } from './embeddings.port.ts';

/** Longest wait of a reader for a better ranking, ms. */
const TIMEOUT_MS = 800;
/** Questions whose vectors are kept. */
const CACHED_QUESTIONS = 500;
/** Failures in a row after which the provider is left alone for a while. */
const FAILURES_TO_OPEN = 3;
const OPEN_MS = 30_000;
/** Longer questions are cut: what they ask stands in the beginning. */
const QUESTION_CHARS = 2_000;

/** What it works with. */
export interface QuestionEmbedderOptions {
  readonly embedder: Embedder;
  readonly meter?: EmbeddingMeter | undefined;
  readonly logger: { warn(fields: object, text: string): void; debug(fields: object, text: string): void };
  readonly timeoutMs?: number;
}

/** A question's place among the passages, bound to the model that gave it. */
export interface QuestionVector {
  /** See embedderIdentity(): compared only with vectors of the same. */
  readonly embedder: string;
  readonly values: Float32Array;
}

/** Embeds questions. */
export interface QuestionEmbedder {
  /** See embedderIdentity(). */
  readonly identity: string;
  /** Whether questions stay on this machine. */
  readonly isLocal: boolean;
  /** Whether the provider is left alone for a while after failures. */
  readonly isResting: boolean;
  /** @returns undefined when there is no vector in time, for whatever reason; never throws */
  embed(question: string): Promise<QuestionVector | undefined>;
}

/** Makes the embedder of questions. */
export const createQuestionEmbedder = (options: QuestionEmbedderOptions): QuestionEmbedder => {
  const { embedder, meter, logger, timeoutMs = TIMEOUT_MS } = options;
  const identity = embedderIdentity(embedder);
  const known = new Map<string, Float32Array>();
  const asked = new Map<string, Promise<Float32Array | undefined>>();
  const breaker = circuitBreaker(handleWhen(isProviderFault), {
    breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
    halfOpenAfter: OPEN_MS,
  });
  breaker.onBreak(() => logger.warn({ embedder: identity }, 'no embeddings of questions: words alone for a while'));

  const keep = (text: string, vector: Float32Array): Float32Array => {
    known.delete(text);
    known.set(text, vector);
    const [oldest] = known.keys();
    if (known.size > CACHED_QUESTIONS && oldest !== undefined) known.delete(oldest);
    return vector;
  };

  const call = async (text: string): Promise<Float32Array> => {
    const signal = AbortSignal.timeout(timeoutMs);
    // The ledger may be slow too: its time is the reader's as well.
    const work = callOnce(embedder, meter, text, signal);
    return await Promise.race([work, expiry(signal)]);
  };

  const ask = async (text: string): Promise<Float32Array | undefined> => {
    try {
      return keep(text, await breaker.execute(() => call(text)));
    } catch (error) {
      logger.debug({ err: error, embedder: identity }, 'a question was not embedded');
      return undefined;
    } finally {
      asked.delete(text);
    }
  };

  return {
    identity,
    isLocal: embedder.isLocal,
    get isResting() {
      return breaker.state === CircuitState.Open;
    },
    embed: async (question) => {
      const text = embedder.fit(question.normalize('NFC').trim().slice(0, QUESTION_CHARS).toWellFormed());
      if (text === '') return undefined;
      const held = known.get(text);
      if (held) return { embedder: identity, values: keep(text, held) };
      const running = asked.get(text) ?? ask(text);
      asked.set(text, running);
      const values = await running;
      return values === undefined ? undefined : { embedder: identity, values };
    },
  };
};

const callOnce = async (
  embedder: Embedder,
  meter: EmbeddingMeter | undefined,
  text: string,
  signal: AbortSignal,
): Promise<Float32Array> => {
  const reservation = await meter?.(embedder, embedder.countTokens(text));
  if (signal.aborted) {
    await reservation?.release();
    throw new EmbeddingFailure('timeout');
  }
  try {
    const { vectors, usage } = await embedder.embed([text], { purpose: 'query', signal });
    await reservation?.settle(usage);
    const [vector] = vectors;
    if (vector === undefined) throw new EmbeddingFailure('broken');
    return vector;
  } catch (error) {
    const usage = error instanceof EmbeddingFailure ? error.usage : undefined;
    await (usage === undefined ? reservation?.release() : reservation?.settle(usage));
    throw error;
  }
};

const expiry = (signal: AbortSignal): Promise<never> => {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(new EmbeddingFailure('timeout')), { once: true });
  return promise;
};

/** An empty purse says nothing of the provider. */
const isProviderFault = (error: Error): boolean =>
  !(error instanceof BudgetSpentError || error instanceof PriceUnknownError);
