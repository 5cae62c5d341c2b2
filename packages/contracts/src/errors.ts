/**
 * Errors: the one problem shape that every route answers with (RFC 9457), and the codes of all features.
 * The code is the contract; the text is a default and may change.
 */
import { z } from 'zod';

/** The eight error classes and the HTTP status each stands for. */
export const ERROR_CLASSES = {
  AppError: 500,
  ValidationError: 400,
  AuthenticationError: 401,
  AuthorizationError: 403,
  NotFoundError: 404,
  ConflictError: 409,
  RateLimitError: 429,
  ServiceUnavailableError: 503,
} as const;

/** Name of one of the eight error classes. */
export type ErrorClassName = keyof typeof ERROR_CLASSES;

/** What one error code means: its class, an optional status that narrows the class's, and the text shown by default. */
export interface ErrorDefinition {
  readonly class: ErrorClassName;
  /** HTTP status when it differs from the class's own, e.g. 413 or 422 for a ValidationError. */
  readonly status?: number;
  /** One plain sentence: what is wrong. */
  readonly title: string;
  /** One plain sentence: how to mend it. */
  readonly mend: string;
}

const defineErrors = <const T extends Record<string, ErrorDefinition>>(definitions: T): T => definitions;

/** Every error code of the API. `docs/errors.md` is made from this table. */
export const ERRORS = defineErrors({
  INTERNAL: {
    class: 'AppError',
    title: 'Something went wrong on the server.',
    mend: 'Try again; if it stays, report the request id.',
  },
  VALIDATION_FAILED: {
    class: 'ValidationError',
    title: 'The request does not fit the schema.',
    mend: 'Correct the fields listed in errors.',
  },
  MALFORMED_BODY: { class: 'ValidationError', title: 'The body is not valid JSON.', mend: 'Send a JSON object.' },
  UNSUPPORTED_MEDIA_TYPE: {
    class: 'ValidationError',
    status: 415,
    title: 'The body has a content type that is not accepted.',
    mend: 'Send application/json.',
  },
  BODY_TOO_LARGE: {
    class: 'ValidationError',
    status: 413,
    title: 'The body is too large.',
    mend: 'Send less; the limit is in detail.',
  },
  INVALID_CURSOR: {
    class: 'ValidationError',
    title: 'The cursor is not one that this list gave.',
    mend: 'Start again without a cursor.',
  },
  NOT_ACCEPTABLE: {
    class: 'ValidationError',
    status: 406,
    title: 'None of the accepted content types can be given.',
    mend: 'Accept application/json or text/event-stream.',
  },
  MALFORMED_REQUEST: {
    class: 'ValidationError',
    title: 'The request is not valid HTTP.',
    mend: 'Check the address and the headers.',
  },
  REQUEST_TIMEOUT: {
    class: 'ValidationError',
    status: 408,
    title: 'The request was not received in time.',
    mend: 'Send it again over a better connection.',
  },
  HEADERS_TOO_LARGE: {
    class: 'ValidationError',
    status: 431,
    title: 'The headers are too large.',
    mend: 'Delete the cookies of this site and try again.',
  },
  ADDRESS_TOO_LONG: {
    class: 'ValidationError',
    status: 414,
    title: 'The address is too long.',
    mend: 'Send less in the address.',
  },
  AUTHENTICATION_REQUIRED: {
    class: 'AuthenticationError',
    title: 'This needs an identity.',
    mend: 'Send the session cookie or a bearer token.',
  },
  ORIGIN_NOT_ALLOWED: {
    class: 'AuthorizationError',
    title: 'The request comes from a site that is not allowed.',
    mend: 'Add the origin to CORS_ORIGINS.',
  },
  FORBIDDEN: {
    class: 'AuthorizationError',
    title: 'This identity may not do that.',
    mend: 'Ask an administrator for the role.',
  },
  SESSION_NOT_FRESH: {
    class: 'AuthorizationError',
    title: 'This changes how you sign in, and your session began a while ago.',
    mend: 'Sign in again and repeat it within five minutes.',
  },
  ROUTE_NOT_FOUND: {
    class: 'NotFoundError',
    title: 'There is no such address.',
    mend: 'See /openapi.json for the routes.',
  },
  METHOD_NOT_ALLOWED: {
    class: 'NotFoundError',
    status: 405,
    title: 'This address does not take that method.',
    mend: 'Use a method named in the Allow header.',
  },
  CONFIRMATION_REQUIRED: {
    class: 'AuthorizationError',
    title: 'Deleting an account has to be confirmed.',
    mend: 'Send the password, sign in again, or ask for a link by mail with confirmByEmail.',
  },
  PASSWORD_WRONG: {
    class: 'AuthorizationError',
    title: 'That is not the account’s password.',
    mend: 'Type it again, or ask for a link by mail with confirmByEmail.',
  },
  DELETION_LINK_INVALID: {
    class: 'NotFoundError',
    status: 410,
    title: 'The link that deletes the account is not valid any more.',
    mend: 'Ask for a new one with confirmByEmail.',
  },
  MAIL_UNAVAILABLE: {
    class: 'ServiceUnavailableError',
    title: 'This server sends no mails.',
    mend: 'Confirm with the password, or sign in again.',
  },
  ACCOUNT_NOT_FOUND: {
    class: 'NotFoundError',
    title: 'There is no such account.',
    mend: 'Check the address; the account has to be made by signing up.',
  },
  CHAPTER_NOT_FOUND: {
    class: 'NotFoundError',
    title: 'The book has no such chapter.',
    mend: 'See GET /api/v1/book for the chapters.',
  },
  SECTION_NOT_FOUND: {
    class: 'NotFoundError',
    title: 'The book has no such section.',
    mend: 'See GET /api/v1/book/chapters/:id for the sections.',
  },
  MODULE_NOT_FOUND: {
    class: 'NotFoundError',
    title: 'The book has no such module.',
    mend: 'See GET /api/v1/book for the modules.',
  },
  SESSION_NOT_FOUND: {
    class: 'NotFoundError',
    title: 'There is no such conversation.',
    mend: 'Start a new one without sessionId.',
  },
  MESSAGE_NOT_FOUND: {
    class: 'NotFoundError',
    title: 'There is no such message.',
    mend: 'Read the conversation again.',
  },
  SELECTION_NOT_IN_CHAPTER: {
    class: 'ValidationError',
    status: 422,
    title: 'The selected text is not in the chapter.',
    mend: 'Select the passage again on the current page.',
  },
  CHAPTER_NOT_ANSWERED: {
    class: 'ValidationError',
    status: 422,
    title: 'The author has left this chapter out of what is answered from.',
    mend: 'Ask the whole book instead.',
  },
  SOURCE_CHANGED: {
    class: 'ConflictError',
    title: 'The chapter has changed since the page was opened.',
    mend: 'Reload the page; sourceHash holds the current version.',
  },
  SEGMENT_NOT_FOUND: {
    class: 'NotFoundError',
    title: 'The chapter has no such segment.',
    mend: 'Reload the page and try again.',
  },
  LANGUAGE_NOT_OFFERED: {
    class: 'ValidationError',
    status: 422,
    title: 'The book is not translated to this language.',
    mend: 'See GET /api/v1/translate/languages for those that it is offered in.',
  },
  STREAM_NOT_FOUND: {
    class: 'NotFoundError',
    title: 'There is no such stream.',
    mend: 'Ask again, or read the conversation.',
  },
  STREAM_EXPIRED: {
    class: 'NotFoundError',
    status: 410,
    title: 'The stream is over and is not kept any more.',
    mend: 'Read the conversation.',
  },
  STREAM_CUT: {
    class: 'ServiceUnavailableError',
    title: 'The answer was cut off before its end.',
    mend: 'Ask again.',
  },
  IDEMPOTENCY_MISMATCH: {
    class: 'ConflictError',
    title: 'This Idempotency-Key was used with another body.',
    mend: 'Use a new key for a new request.',
  },
  QUESTION_CHANGED: {
    class: 'ConflictError',
    title: 'The question to be answered again has another text.',
    mend: 'To ask something else, name the answer before it as parentMessageId.',
  },
  TICKET_INVALID: {
    class: 'AuthenticationError',
    title: 'The ticket is not valid any more.',
    mend: 'Get a new one from POST /api/v1/chat/ws-ticket.',
  },
  PROOF_REQUIRED: {
    class: 'RateLimitError',
    title: 'Many questions come from this address.',
    mend: 'Solve a challenge of POST /api/v1/chat/challenge and send it as proof.',
  },
  RATE_LIMITED: {
    class: 'RateLimitError',
    title: 'Too many requests in a short time.',
    mend: 'Wait for retryAfterSeconds.',
  },
  OVERLOADED: { class: 'ServiceUnavailableError', title: 'The server is busy.', mend: 'Wait for retryAfterSeconds.' },
  SHUTTING_DOWN: {
    class: 'ServiceUnavailableError',
    title: 'The server is restarting.',
    mend: 'Wait for retryAfterSeconds.',
  },
  INDEX_NOT_READY: {
    class: 'ServiceUnavailableError',
    title: 'The book is being indexed for the first time.',
    mend: 'Wait for retryAfterSeconds.',
  },
  DATABASE_UNAVAILABLE: {
    class: 'ServiceUnavailableError',
    title: 'The database does not answer.',
    mend: 'Wait for retryAfterSeconds.',
  },
  QUIZ_NOT_FOUND: {
    class: 'NotFoundError',
    title: 'The chapter has no such quiz.',
    mend: 'Reload the page.',
  },
  QUIZ_CHANGED: {
    class: 'ConflictError',
    title: 'The quiz has other questions or choices now.',
    mend: 'Reload the page and answer again.',
  },
  REVIEW_NOT_FOUND: {
    class: 'NotFoundError',
    title: 'There is no such review.',
    mend: 'Read what is due again.',
  },
  REVIEW_DONE: {
    class: 'ConflictError',
    title: 'This review has been done already.',
    mend: 'Read what is due again.',
  },
  BOOKMARK_NOT_FOUND: {
    class: 'NotFoundError',
    title: 'There is no such bookmark.',
    mend: 'Read the bookmarks again.',
  },
  NOTE_NOT_FOUND: { class: 'NotFoundError', title: 'There is no such note.', mend: 'Read the notes again.' },
  NOTE_CHANGED: {
    class: 'ConflictError',
    title: 'The note has been changed on another device.',
    mend: 'Look at current, and send the change again with its updatedAt.',
  },
  LEARNING_LIMIT: {
    class: 'ConflictError',
    title: 'There is no room for more.',
    mend: 'Delete some; the limit is in detail.',
  },
  MANIFEST_INVALID: {
    class: 'ValidationError',
    status: 422,
    title: 'The book manifest cannot be used.',
    mend: 'Build the site again; the reason is in detail.',
  },
  STORAGE_FULL: {
    class: 'ServiceUnavailableError',
    status: 507,
    title: 'The server has no space left.',
    mend: 'Free space in the data directory.',
  },
});

/** A code of {@link ERRORS}. */
export type ErrorCode = keyof typeof ERRORS;

/** One fault of a request: where, and what. */
export const fieldErrorSchema = z
  .object({
    path: z
      .string()
      .describe('Dotted path of the field, e.g. `scope.id`; empty for the whole body')
      .meta({ example: 'question' }),
    message: z.string().describe('What is wrong with it').meta({ example: 'at least 1 character' }),
  })
  .meta({ id: 'FieldError' });

/** The one error shape of the API: RFC 9457 problem details. */
export const problemSchema = z
  .object({
    type: z
      .string()
      .describe('URI of the error’s page in the documentation')
      .meta({ example: 'https://lectern.dev/errors#VALIDATION_FAILED' }),
    title: z.string().describe('What is wrong, one sentence'),
    status: z.int().min(400).max(599).describe('HTTP status'),
    code: z.string().describe('Stable code, see docs/errors.md').meta({ example: 'VALIDATION_FAILED' }),
    detail: z.string().describe('What is wrong in this case and how to mend it'),
    requestId: z.string().describe('Id of the request, also in the X-Request-Id header and in every log line'),
    errors: z.array(fieldErrorSchema).optional().describe('The faulty fields of a request'),
    retryAfterSeconds: z.int().min(0).optional().describe('Seconds to wait before trying again'),
    sourceHash: z.string().optional().describe('With SOURCE_CHANGED: the chapter’s current source hash'),
    current: z.record(z.string(), z.unknown()).optional().describe('With NOTE_CHANGED: the note as it is now'),
  })
  .meta({ id: 'ErrorResponse' });

/** A problem as it travels: see {@link problemSchema}. */
export type Problem = z.infer<typeof problemSchema>;
/** One faulty field: see {@link fieldErrorSchema}. */
export type FieldError = z.infer<typeof fieldErrorSchema>;
