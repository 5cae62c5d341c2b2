/** What can go wrong between the page and the server, each as its own kind. */
import type { FieldError, Problem } from '@lectern/contracts';

/** The server answered with a problem (RFC 9457). */
export class ApiError extends Error {
  /** Tells the kinds of client errors apart. */
  readonly kind = 'api';
  /** HTTP status. */
  readonly status: number;
  /** Stable code of the problem, `INTERNAL` when the answer carried none. */
  readonly code: string;
  /** What is wrong and how to mend it, in the server's words. */
  readonly detail: string;
  /** Id of the request, for a report; empty when unknown. */
  readonly requestId: string;
  /** Seconds to wait before trying again. */
  readonly retryAfterSeconds: number | undefined;
  /** With SOURCE_CHANGED: the chapter's current source hash. */
  readonly sourceHash: string | undefined;
  /** What is wrong with which field of the request. */
  readonly errors: readonly FieldError[];

  constructor(problem: Partial<Problem> & { status: number }) {
    super(problem.detail ?? problem.title ?? `HTTP ${problem.status}`);
    this.name = 'ApiError';
    this.status = problem.status;
    this.code = problem.code ?? 'INTERNAL';
    this.detail = problem.detail ?? '';
    this.requestId = problem.requestId ?? '';
    this.retryAfterSeconds = problem.retryAfterSeconds;
    this.sourceHash = problem.sourceHash;
    this.errors = problem.errors ?? [];
  }
}

/** The server could not be reached, or the connection broke. */
export class NetworkError extends Error {
  /** Tells the kinds of client errors apart. */
  readonly kind = 'network';
  /** true: the answer had begun and broke off. */
  readonly midway: boolean;

  constructor(message: string, options: { midway: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'NetworkError';
    this.midway = options.midway;
  }
}

/** The server said something that this client does not understand. */
export class ProtocolError extends Error {
  /** Tells the kinds of client errors apart. */
  readonly kind = 'protocol';

  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'ProtocolError';
  }
}

/** Any error of the client but an abort, which stays the platform's `AbortError`. */
export type ClientError = ApiError | NetworkError | ProtocolError;

/** true for the errors that the client throws itself. */
export function isClientError(error: unknown): error is ClientError {
  return error instanceof ApiError || error instanceof NetworkError || error instanceof ProtocolError;
}

/** true when a request was ended by its AbortSignal. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
