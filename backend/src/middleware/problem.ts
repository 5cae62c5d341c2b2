/** From any thrown thing to the one problem shape (RFC 9457). */
import { ERRORS, type ErrorCode, type FieldError, type Problem } from '@lectern/contracts';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import {
  AppError,
  NotFoundError,
  RateLimitError,
  ServiceUnavailableError,
  ValidationError,
} from '../config/app-error.ts';
import { explainFullStorage, isConnectionError } from '../db/database-errors.ts';

/** Media type of every error. */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json; charset=utf-8';
const DOCUMENTATION = 'https://lectern.dev/errors';
const RETRY_DATABASE_SECONDS = 5;
const RETRY_DEFAULT_SECONDS = 10;

/** Fastify's own codes. @see https://fastify.dev/docs/latest/Reference/Errors/ */
const FASTIFY_CODES: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'MALFORMED_BODY',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'MALFORMED_BODY',
  FST_ERR_CTP_INVALID_JSON_BODY: 'MALFORMED_BODY',
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_ERR_BAD_URL: 'MALFORMED_REQUEST',
  FST_ERR_MAX_PARAM_LENGTH: 'ADDRESS_TOO_LONG',
  FST_ERR_NOT_FOUND: 'ROUTE_NOT_FOUND',
};

const STATUS_CODES: Readonly<Record<number, ErrorCode>> = {
  400: 'MALFORMED_REQUEST',
  403: 'FORBIDDEN',
  404: 'ROUTE_NOT_FOUND',
  406: 'NOT_ACCEPTABLE',
  408: 'REQUEST_TIMEOUT',
  413: 'BODY_TOO_LARGE',
  414: 'ADDRESS_TOO_LONG',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'RATE_LIMITED',
  431: 'HEADERS_TOO_LARGE',
  503: 'OVERLOADED',
};

/**
 * Turns any thrown thing into an AppError: itself, a known fault of the request, a known fault outside, or INTERNAL.
 * @param bodyLimitBytes the route's limit, named when the body is above it
 */
export function toAppError(error: unknown, bodyLimitBytes?: number): AppError {
  if (error instanceof AppError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const part = 'validationContext' in error ? String(error.validationContext) : 'body';
    return new ValidationError('VALIDATION_FAILED', { errors: fieldErrors(error.validation, part), cause: error });
  }
  return fromRequestFault(error, bodyLimitBytes) ?? fromOutside(error) ?? new AppError('INTERNAL', { cause: error });
}

/** The problem as it is sent. Texts of 5xx are the code's own, whatever was thrown. */
export function toProblem(error: AppError, requestId: string): Problem {
  const definition = ERRORS[error.code];
  const { errors, retryAfterSeconds, sourceHash, current } = error.options;
  const shown = error.status >= 500 ? `${definition.title} ${definition.mend}` : error.message;
  return {
    type: `${DOCUMENTATION}#${error.code}`,
    title: definition.title,
    status: error.status,
    code: error.code,
    detail: shown,
    requestId,
    ...(errors === undefined ? {} : { errors: [...errors] }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds: Math.ceil(retryAfterSeconds) }),
    ...(sourceHash === undefined ? {} : { sourceHash }),
    ...(current === undefined ? {} : { current: { ...current } }),
  };
}

interface ValidationIssue {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string;
  readonly params: Record<string, unknown>;
}

/** One entry per faulty field; unknown fields are named one by one. */
function fieldErrors(issues: readonly ValidationIssue[], part: string): FieldError[] {
  return issues.flatMap((issue) => {
    const path = issue.instancePath.split('/').filter((step) => step !== '');
    const prefix = part === 'body' ? path : [part === 'querystring' ? 'query' : part, ...path];
    const unknownKeys = issue.keyword === 'unrecognized_keys' ? issue.params['keys'] : undefined;
    if (Array.isArray(unknownKeys)) {
      return unknownKeys.map((key) => ({ path: [...prefix, String(key)].join('.'), message: 'is not a known field' }));
    }
    return [{ path: prefix.join('.'), message: issue.message ?? 'is not valid' }];
  });
}

function fromRequestFault(error: unknown, bodyLimitBytes?: number): AppError | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = codeOf(error);
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined;
  const known =
    (code === undefined ? undefined : FASTIFY_CODES[code]) ?? (isBadJson(error, status) ? 'MALFORMED_BODY' : undefined);
  const mapped = known ?? (status === undefined ? undefined : STATUS_CODES[status]);
  if (mapped === undefined) return undefined;
  if (mapped === 'RATE_LIMITED')
    return new RateLimitError(mapped, { retryAfterSeconds: RETRY_DEFAULT_SECONDS, cause: error });
  if (mapped === 'OVERLOADED') {
    return new ServiceUnavailableError(mapped, { retryAfterSeconds: RETRY_DEFAULT_SECONDS, cause: error });
  }
  if (mapped === 'BODY_TOO_LARGE' && bodyLimitBytes !== undefined) {
    const detail = `The body is too large: at most ${Math.floor(bodyLimitBytes / 1024)} kB are accepted.`;
    return new ValidationError(mapped, { detail, cause: error });
  }
  if (mapped === 'ROUTE_NOT_FOUND') return new NotFoundError(mapped, { cause: error });
  return new ValidationError(mapped, { cause: error });
}

/** Fastify's JSON parser throws plain SyntaxErrors with status 400, also for forbidden keys such as __proto__. */
function isBadJson(error: Error, status: number | undefined): boolean {
  return error instanceof SyntaxError && status === 400;
}

/** A full disk, or a database that is away. */
function fromOutside(error: unknown): AppError | undefined {
  if (explainFullStorage(error) !== undefined) return new ServiceUnavailableError('STORAGE_FULL', { cause: error });
  if (!isConnectionError(error) || isFileError(error)) return undefined;
  return new ServiceUnavailableError('DATABASE_UNAVAILABLE', {
    retryAfterSeconds: RETRY_DATABASE_SECONDS,
    cause: error,
  });
}

/** ENOENT of a socket means "no database", that of a file doesn't. */
function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && ['open', 'stat', 'scandir'].includes(String(error.syscall));
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
