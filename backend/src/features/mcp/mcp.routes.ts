/** `/mcp`: the Model Context Protocol over streamable HTTP, without sessions. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AuthorizationError, RateLimitError, ValidationError } from '../../config/app-error.ts';
import { logProblem } from '../../middleware/errors.ts';
import { toAppError, toProblem } from '../../middleware/problem.ts';
import type { RateCounter } from '../../middleware/rate-counter.ts';
import { clientNetwork } from '../../usage/client-network.ts';
import { createMcpBook, type McpBookDeps } from './mcp-book.ts';
import { exchange } from './mcp-exchange.ts';
import { type CallerPolicy, mayCall } from './mcp-origin.ts';

/** What the routes need. */
export interface McpDeps extends McpBookDeps {
  readonly callers: CallerPolicy;
  readonly rateCounter: RateCounter;
  /** Questions per address and minute; 0: no limit. */
  readonly asksPerMinute: number;
  /** Aborted when the server must end what still runs. */
  readonly cut?: AbortSignal;
}

/** The path of the protocol. */
export const MCP_PATH = '/mcp';
const MINUTE_MS = 60_000;
/** A question of 4,000 characters with all escapes fits well into it. */
const BODY_LIMIT_BYTES = 64 * 1024;

/** Registers the route. Other methods than POST get 405, as the protocol wants of a server without streams and sessions. */
export async function registerMcp(app: FastifyInstance, deps: McpDeps): Promise<void> {
  const book = createMcpBook(deps);
  app.post(MCP_PATH, { bodyLimit: BODY_LIMIT_BYTES, schema: { hide: true } }, async (request, reply) => {
    checkCaller(request, deps.callers);
    if (Array.isArray(request.body)) {
      throw new ValidationError('VALIDATION_FAILED', { detail: 'Send one message at a time: batches are not taken.' });
    }
    const answer = await exchange(
      {
        book,
        address: request.ip,
        admitQuestion: () => admitQuestion(deps, request.ip),
        explain: (error) => explain(request, error),
      },
      { headers: headersOf(request), body: request.body ?? null, signal: leavingSignal(reply, deps.cut) },
    );
    reply.header('cache-control', 'no-store');
    // Nobody is there to be answered.
    if (!answer) return reply.code(503).send();
    const type = answer.headers.get('content-type');
    if (type !== null) reply.type(type);
    return reply.code(answer.status).send(await answer.text());
  });
}

const checkCaller = (request: FastifyRequest, policy: CallerPolicy): void => {
  const { hostname, headers, socket } = request;
  if (mayCall({ origin: headers.origin, hostname: hostname ?? '', localAddress: socket.localAddress }, policy)) return;
  throw new AuthorizationError('ORIGIN_NOT_ALLOWED', {
    detail:
      'Requests from this origin, or to this name, are not allowed. If it is yours, set PUBLIC_URL or CORS_ORIGINS.',
  });
};

const admitQuestion = async ({ rateCounter, asksPerMinute }: McpDeps, address: string): Promise<void> => {
  if (asksPerMinute === 0) return;
  const { count, remainingMs } = await rateCounter.hit(`mcp-ask:${clientNetwork(address)}`, MINUTE_MS);
  if (count <= asksPerMinute) return;
  throw new RateLimitError('RATE_LIMITED', { retryAfterSeconds: Math.max(1, Math.ceil(remainingMs / 1000)) });
};

/** What a client is told of an error: the problem's text, never that of a cause. */
const explain = (request: FastifyRequest, thrown: unknown): string => {
  const error = toAppError(thrown);
  logProblem(request.log, error, thrown, { requestId: request.id });
  const { detail, code, retryAfterSeconds } = toProblem(error, request.id);
  const wait = retryAfterSeconds === undefined ? '' : ` Try again in ${retryAfterSeconds} s.`;
  return `${detail}${wait} (${code})`;
};

const headersOf = (request: FastifyRequest): Headers => {
  const headers = new Headers();
  for (const name of ['accept', 'content-type', 'mcp-protocol-version']) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  return headers;
};

/** Aborted when the client has left before it was answered, or the server is cut. */
const leavingSignal = (reply: FastifyReply, cut: AbortSignal | undefined): AbortSignal => {
  const left = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) left.abort();
  });
  return cut ? AbortSignal.any([left.signal, cut]) : left.signal;
};
