/** Requests that must be refused, with the status and the code that each must get. */
import { type Chapter, type ErrorCode, MAX_QUESTION_CHARS, type Problem, problemSchema } from '@lectern/contracts';

/** A request that must be refused. */
export interface BadRequest {
  readonly name: string;
  readonly status: number;
  readonly code: ErrorCode;
  /** Path of the field that the problem must name. */
  readonly field?: string;
  readonly path?: string;
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came back. */
export interface Refusal {
  readonly status: number;
  readonly mediaType: string;
  /** The X-Request-Id header. */
  readonly requestId: string;
  readonly problem: Problem;
  readonly setsCookie: boolean;
}

/** Above the default BODY_LIMIT_KB. */
const OVERSIZED_CHARACTERS = 300 * 1024;
const UNKNOWN_ID = '7b1f2c3d-0000-4000-8000-000000000000';

const asked = (request: Record<string, unknown>): string =>
  JSON.stringify({ question: 'What is a sensor?', ...request });

const question = (name: string, text: string): BadRequest => ({
  name: `${name} question`,
  status: 400,
  code: 'VALIDATION_FAILED',
  field: 'question',
  body: asked({ question: text }),
});

const scope = (name: string, status: number, code: ErrorCode, value: Record<string, unknown>): BadRequest => ({
  name,
  status,
  code,
  body: asked({ scope: value }),
});

/** The list, and its neighbours, against a chapter of the book that is served. */
export function listBadRequests(chapter: Chapter): BadRequest[] {
  const [segment] = chapter.sections.flatMap(({ segments }) => segments.filter(({ kind }) => kind === 'paragraph'));
  const selection = {
    type: 'selection',
    chapterId: chapter.key,
    sourceHash: chapter.sourceHash,
    segmentIds: [segment?.id ?? ''],
    text: segment?.plain.slice(0, 60) ?? '',
  };
  const invalid = { status: 400, code: 'VALIDATION_FAILED' } as const;
  const malformed = { status: 400, code: 'MALFORMED_BODY' } as const;
  const session = `/chat/sessions/${UNKNOWN_ID}`;
  return [
    question('empty', ''),
    question('blank', ' \t\n\u00A0 '),
    question('4,001-character', 'a'.repeat(MAX_QUESTION_CHARS + 1)),
    question('emoji-only', '🤖🦾👩🏽‍🔬'),
    question('control-character', '\u0000\u0007\u001B'),
    question('right-to-left-override', '\u202E\u2066\u202C'),
    question('punctuation-only', '?!…'),
    scope('unknown chapter', 404, 'CHAPTER_NOT_FOUND', { type: 'chapter', id: 'no-such-chapter' }),
    scope('unknown section', 404, 'SECTION_NOT_FOUND', { type: 'section', id: `${chapter.key}#no-such-section` }),
    scope('section of an unknown chapter', 404, 'CHAPTER_NOT_FOUND', { type: 'section', id: 'no-such-chapter#x' }),
    scope('unknown module', 404, 'MODULE_NOT_FOUND', { type: 'module', id: 'no-such-module' }),
    scope('unknown scope', 400, 'VALIDATION_FAILED', { type: 'universe' }),
    scope('scope with an unknown field', 400, 'VALIDATION_FAILED', { type: 'book', id: 'x' }),
    scope('selection that is not in the chapter', 422, 'SELECTION_NOT_IN_CHAPTER', {
      ...selection,
      text: 'Cats purr at 25 Hz to 150 Hz.',
    }),
    scope('selection of unknown segments', 422, 'SELECTION_NOT_IN_CHAPTER', {
      ...selection,
      segmentIds: ['aaaaaaaa'],
      text: 'Cats purr.',
    }),
    scope('selection in an unknown chapter', 404, 'CHAPTER_NOT_FOUND', { ...selection, chapterId: 'no-such-chapter' }),
    scope('selection on a page of another version', 409, 'SOURCE_CHANGED', {
      ...selection,
      sourceHash: 'x'.repeat(43),
    }),
    scope('selection of 4,001 characters', 400, 'VALIDATION_FAILED', { ...selection, text: 'a'.repeat(4001) }),
    { name: 'unknown conversation', status: 404, code: 'SESSION_NOT_FOUND', body: asked({ sessionId: UNKNOWN_ID }) },
    { name: 'conversation id that is none', ...invalid, field: 'sessionId', body: asked({ sessionId: '1' }) },
    {
      name: 'message without its conversation',
      status: 404,
      code: 'MESSAGE_NOT_FOUND',
      body: asked({ parentMessageId: UNKNOWN_ID }),
    },
    { name: 'unknown field', ...invalid, field: 'answer', body: asked({ answer: 'yes' }) },
    { name: 'question that is a number', ...invalid, field: 'question', body: asked({ question: 7 }) },
    { name: 'broken JSON', ...malformed, body: '{"question": "What' },
    { name: 'empty body', ...malformed, body: '' },
    { name: 'list as body', ...invalid, body: '[]' },
    { name: 'null as body', ...invalid, body: 'null' },
    {
      name: 'prototype in the body',
      ...malformed,
      body: '{"question": "What is ROS 2?", "__proto__": {"store": false}}',
    },
    {
      name: 'oversized body',
      status: 413,
      code: 'BODY_TOO_LARGE',
      body: asked({ question: 'a'.repeat(OVERSIZED_CHARACTERS) }),
    },
    {
      name: 'wrong content type',
      status: 415,
      code: 'UNSUPPORTED_MEDIA_TYPE',
      body: asked({}),
      headers: { 'content-type': 'text/plain' },
    },
    {
      name: 'form as body',
      status: 415,
      code: 'UNSUPPORTED_MEDIA_TYPE',
      body: 'question=x',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    },
    {
      name: 'answer in a form that is not given',
      status: 406,
      code: 'NOT_ACCEPTABLE',
      body: asked({}),
      headers: { accept: 'image/png' },
    },
    { name: 'unknown method', status: 405, code: 'METHOD_NOT_ALLOWED', method: 'PUT', body: asked({}) },
    { name: 'unknown address', status: 404, code: 'ROUTE_NOT_FOUND', method: 'GET', path: '/api/v1/nothing' },
    {
      name: 'unknown chapter of the book',
      status: 404,
      code: 'CHAPTER_NOT_FOUND',
      method: 'GET',
      path: '/api/v1/book/chapters/nothing',
    },
    { name: 'search for nothing', ...invalid, field: 'query.q', method: 'GET', path: '/api/v1/search?q=' },
    {
      name: 'forged cursor',
      status: 400,
      code: 'INVALID_CURSOR',
      method: 'GET',
      path: '/api/v1/chat/sessions?cursor=Zm9yZ2Vk',
    },
    {
      name: 'unknown conversation to read',
      status: 404,
      code: 'SESSION_NOT_FOUND',
      method: 'GET',
      path: `/api/v1${session}`,
    },
    {
      name: 'unknown conversation to delete',
      status: 404,
      code: 'SESSION_NOT_FOUND',
      method: 'DELETE',
      path: `/api/v1${session}`,
    },
  ];
}

/** Sends a bad request and reads the refusal. @throws when the answer is no problem */
export async function sendBadRequest(origin: string, request: BadRequest, cookie?: string): Promise<Refusal> {
  const method = request.method ?? 'POST';
  const response = await fetch(`${origin}${request.path ?? '/api/v1/chat'}`, {
    method,
    headers: {
      origin,
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(cookie === undefined ? {} : { cookie }),
      ...request.headers,
    },
    ...(request.body === undefined ? {} : { body: request.body }),
  });
  return {
    status: response.status,
    mediaType: response.headers.get('content-type') ?? '',
    requestId: response.headers.get('x-request-id') ?? '',
    problem: problemSchema.parse(await response.json()),
    setsCookie: response.headers.getSetCookie().length > 0,
  };
}

/** What is wrong with a refusal; empty when it is as it must be. */
export function faultsOfRefusal(expected: BadRequest, given: Refusal): string[] {
  const { problem } = given;
  const faults: string[] = [];
  const check = (right: boolean, fault: string) => {
    if (!right) faults.push(`${expected.name}: ${fault}`);
  };
  check(given.status === expected.status, `status ${given.status} instead of ${expected.status}`);
  check(problem.code === expected.code, `code ${problem.code} instead of ${expected.code}`);
  check(problem.status === given.status, `the problem says status ${problem.status}`);
  check(given.mediaType.startsWith('application/problem+json'), `media type ${given.mediaType}`);
  check(
    problem.requestId !== '' && problem.requestId === given.requestId,
    `request ids ${problem.requestId} and ${given.requestId}`,
  );
  check(problem.detail.length > 0 && problem.title.length > 0, 'says nothing');
  check(!given.setsCookie, 'sets a cookie');
  if (expected.field !== undefined) {
    const paths = problem.errors?.map(({ path }) => path) ?? [];
    check(paths.includes(expected.field), `names ${paths.join(', ') || 'no field'} instead of ${expected.field}`);
  }
  return faults;
}
