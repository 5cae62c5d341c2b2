/** Every error of the server leaves as problem+json: thrown, unknown address, wrong method, broken HTTP. */
import type { Socket } from 'node:net';
import type { ErrorCode, Problem } from '@lectern/contracts';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AppError, NotFoundError, ValidationError } from '../config/app-error.ts';
import { explainFullStorage } from '../db/database-errors.ts';
import { PROBLEM_MEDIA_TYPE, toAppError, toProblem } from './problem.ts';
import { requestIdOf } from './request-id.ts';
import type { RouteList } from './route-list.ts';

/** Answers for addresses that no route has; returns true when it did (the site's 404 page). */
export type PageNotFound = (request: FastifyRequest, reply: FastifyReply) => Promise<boolean>;

/** Turns whatever was thrown into the answer. Usable by handlers that have to answer for themselves. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, thrown: unknown): FastifyReply {
  const error = toAppError(thrown, request.routeOptions.bodyLimit);
  logProblem(request.log, error, thrown, { requestId: request.id });
  const problem = toProblem(error, request.id);
  reply.code(problem.status).header('content-type', PROBLEM_MEDIA_TYPE).header('cache-control', 'no-store');
  // RFC 9110 §10.2.3: whole seconds, so rounded up in the problem.
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', problem.retryAfterSeconds);
  // Written out here: a route's response schema knows only the good answers.
  return reply.serializer((value: unknown) => JSON.stringify(value)).send(problem);
}

/** Registers the handlers of thrown errors and of unknown addresses. */
export function registerErrors(app: FastifyInstance, routes: RouteList, pageNotFound: PageNotFound): void {
  app.setErrorHandler((error, request, reply) => {
    // The client is gone: nobody to answer, and no fault of ours.
    if (request.raw.destroyed && !request.raw.complete) request.log.debug({ requestId: request.id }, 'request aborted');
    return sendProblem(request, reply, error);
  });
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, async (request, reply) => {
    const allowed = routes.methodsOf(request.url);
    if (allowed.length > 0 && !allowed.includes(request.method)) {
      reply.header('allow', allowed.join(', '));
      return sendProblem(
        request,
        reply,
        new NotFoundError('METHOD_NOT_ALLOWED', { detail: `Allowed: ${allowed.join(', ')}.` }),
      );
    }
    if (await pageNotFound(request, reply)) return reply;
    return sendProblem(request, reply, new NotFoundError('ROUTE_NOT_FOUND'));
  });
}

/** Answers requests that are not HTTP enough to reach a route: too large headers, time-outs, garbage. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (socket.destroyed || !socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const problem = toProblem(brokenRequest(error.code), requestIdOf({ headers: {} }));
  socket.end(rawResponse(problem));
}

function brokenRequest(code: string | undefined): AppError {
  if (code === 'HPE_HEADER_OVERFLOW') return new ValidationError('HEADERS_TOO_LARGE');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new ValidationError('REQUEST_TIMEOUT');
  return new ValidationError('MALFORMED_REQUEST');
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

function rawResponse(problem: Problem): string {
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${problem.status} ${REASONS[problem.status] ?? 'Bad Request'}`,
    `Content-Type: ${PROBLEM_MEDIA_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}

/** Codes of 5xx that are no fault of the program: the operator should see them, and a stack would say nothing. */
const EXPECTED: ReadonlySet<ErrorCode> = new Set(['OVERLOADED', 'SHUTTING_DOWN', 'INDEX_NOT_READY', 'STORAGE_FULL']);

/** Logs what went wrong: faults with their stack, expected refusals of a server in need in one line. */
export function logProblem(log: FastifyBaseLogger, error: AppError, thrown: unknown, fields: object): void {
  const known = { ...fields, code: error.code, status: error.status };
  if (EXPECTED.has(error.code)) {
    const reason = explainFullStorage(thrown);
    log.warn({ ...known, ...(reason === undefined ? {} : { reason }) }, 'request refused');
  } else if (error.status >= 500) log.error({ ...known, err: error.options.cause ?? thrown }, 'request failed');
  else log.debug({ ...known, errors: error.options.errors?.map((fault) => fault.path) }, 'request refused');
}
