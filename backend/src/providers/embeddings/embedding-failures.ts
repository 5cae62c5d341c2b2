/** From what the AI SDK throws to our kinds of failure. The provider's own words stay in `cause`. */
import { APICallError } from 'ai';
import { EmbeddingFailure, type EmbeddingFailureKind, type EmbeddingUsage } from './embeddings.port.ts';

/** What is known of a call that failed. */
export interface FailedCall {
  /** The caller's signal. */
  readonly signal: AbortSignal;
  /** Our own time-out. */
  readonly timeout: AbortSignal;
  /** What the call takes where it reached the model, by our count. */
  readonly estimate: EmbeddingUsage;
  /** Clock for an HTTP date, ms since the epoch. */
  readonly now?: () => number;
}

/** Kinds after which the provider may bill: it had the texts. */
const SPENT: ReadonlySet<EmbeddingFailureKind> = new Set(['timeout', 'aborted', 'broken']);

/** Names a failure. */
export const toEmbeddingFailure = (error: unknown, call: FailedCall): EmbeddingFailure => {
  if (error instanceof EmbeddingFailure) return error;
  const kind = kindOf(error, call);
  return new EmbeddingFailure(kind, {
    cause: error,
    retryAfterMs: APICallError.isInstance(error) ? retryAfter(error.responseHeaders, call.now) : undefined,
    usage: SPENT.has(kind) ? call.estimate : undefined,
  });
};

const kindOf = (error: unknown, { signal, timeout }: FailedCall): EmbeddingFailureKind => {
  if (signal.aborted) return 'aborted';
  if (timeout.aborted) return 'timeout';
  if (!APICallError.isInstance(error)) return 'broken';
  const { statusCode } = error;
  if (statusCode === undefined) return 'unavailable';
  return statusCode < 300 ? 'broken' : kindOfStatus(statusCode);
};

const kindOfStatus = (status: number): EmbeddingFailureKind => {
  if (status === 401 || status === 403) return 'unauthorized';
  // A redirect is never followed: the key and the texts go to the address of the settings alone.
  if (status < 400 || status === 404) return 'not_found';
  if (status === 413 || status === 422) return 'too_large';
  if (status === 429) return 'rate_limited';
  if (status === 408) return 'timeout';
  return status >= 500 ? 'unavailable' : 'bad_request';
};

/** @see RFC 9110 §10.2.3: seconds, or a date. OpenAI also sends `retry-after-ms`. */
const retryAfter = (
  headers: Readonly<Record<string, string>> | undefined,
  now: () => number = Date.now,
): number | undefined => {
  const milliseconds = headers?.['retry-after-ms'];
  if (milliseconds !== undefined && /^\d+(\.\d+)?$/.test(milliseconds)) return Math.ceil(Number(milliseconds));
  const value = headers?.['retry-after']?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now());
};
