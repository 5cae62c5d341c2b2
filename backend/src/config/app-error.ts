/**
 * The eight error classes. A feature throws `new NotFoundError('CHAPTER_NOT_FOUND', { detail })`;
 * middleware/errors.ts turns it into problem+json.
 */
import { ERROR_CLASSES, ERRORS, type ErrorCode, type FieldError } from '@lectern/contracts';

/** What an error may carry beside its code. */
export interface AppErrorOptions {
  /** What is wrong in this case and how to mend it; default: the code's own text. Never the cause's text for 5xx. */
  readonly detail?: string;
  /** The faulty fields of the request. */
  readonly errors?: readonly FieldError[];
  /** Seconds to wait before trying again; sent as Retry-After. */
  readonly retryAfterSeconds?: number;
  /** With SOURCE_CHANGED: the chapter's current source hash. */
  readonly sourceHash?: string;
  /** With NOTE_CHANGED: what is stored now, as it is sent. */
  readonly current?: Readonly<Record<string, unknown>>;
  /** The underlying error: logged, never sent. */
  readonly cause?: unknown;
}

/** Base of all errors that have a code; alone it is an internal error (500). */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** HTTP status. */
  readonly status: number;
  readonly options: AppErrorOptions;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    const definition = ERRORS[code];
    super(options.detail ?? `${definition.title} ${definition.mend}`, { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.status = 'status' in definition ? definition.status : ERROR_CLASSES[definition.class];
    this.options = options;
  }
}

/** 400 (413, 415, 422 by code): the request is at fault. */
export class ValidationError extends AppError {}
/** 401: no identity. */
export class AuthenticationError extends AppError {}
/** 403: this identity may not. */
export class AuthorizationError extends AppError {}
/** 404 (405 by code): not there, or not for this identity. */
export class NotFoundError extends AppError {}
/** 409: the state has moved on. */
export class ConflictError extends AppError {}
/** 429: too many requests. */
export class RateLimitError extends AppError {}
/** 503: try again later. */
export class ServiceUnavailableError extends AppError {}
