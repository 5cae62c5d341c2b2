/** `/chat` and its conversations. */
import { Readable } from 'node:stream';
import {
  chatMessageParamsSchema,
  chatRequestSchema,
  chatResponseSchema,
  chatSessionDetailSchema,
  chatSessionPageSchema,
  chatSessionParamsSchema,
  chatSessionPatchSchema,
  chatSessionSchema,
  feedbackRequestSchema,
  paginationParamsSchema,
} from '@lectern/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ValidationError } from '../../config/app-error.ts';
import { logProblem } from '../../middleware/errors.ts';
import { toAppError, toProblem } from '../../middleware/problem.ts';
import { requireIdentity } from '../../middleware/session.ts';
import type { AcceptedQuestion, ChatService } from './chat.service.ts';
import { acceptedForm } from './chat-accept.ts';
import { EVENT_STREAM_HEADERS, encodeAnswer } from './chat-event-stream.ts';
import { foldAnswer } from './chat-fold.ts';
import type { ChatSessionsService } from './chat-sessions.service.ts';

/** What the routes need. */
export interface ChatDeps {
  readonly service: ChatService;
  readonly sessions: ChatSessionsService;
  /** Limit of asking per address; false: none beside the general one. */
  readonly askRateLimit?: { readonly max: number; readonly timeWindow: number } | false;
  /** Aborted when the server must end what still runs. */
  readonly cut?: AbortSignal;
}

const tags = ['chat'];
/** A query must not be a named schema: @fastify/swagger resolves no reference where parameters stand. */
const sessionListQuerySchema = z.strictObject(paginationParamsSchema.shape);

/** Registers the routes below the API's prefix. */
export async function registerChat(app: FastifyInstance, deps: ChatDeps): Promise<void> {
  registerAsking(app, deps);
  // In a context of their own, so that their hook stays with them.
  await app.register(async (own) => registerSessions(own, deps.sessions));
}

function registerAsking(app: FastifyInstance, { service, askRateLimit, cut }: ChatDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>();
  api.post(
    '/chat',
    {
      config: askRateLimit ? { rateLimit: askRateLimit } : {},
      schema: {
        tags,
        summary: 'Ask; JSON, or with `Accept: text/event-stream` a stream of events',
        body: chatRequestSchema,
        response: { 200: chatResponseSchema },
      },
    },
    async (request, reply) => {
      const form = acceptedForm(request.headers.accept);
      if (form === undefined) throw new ValidationError('NOT_ACCEPTABLE');
      const accepted = await service.accept(request.body, {
        id: request.identity?.id ?? null,
        address: request.ip,
      });
      // After all that can be refused: a refused question leaves no cookie.
      const ownerId = accepted.stores ? requireIdentity(request, reply).id : null;
      const signal = leavingSignal(reply, cut);
      if (form === 'stream') return sendStream(request, reply, accepted, ownerId, signal);
      reply.header('cache-control', 'no-store');
      return foldAnswer(accepted.answer(ownerId, signal));
    },
  );
}

const sendStream = (
  request: FastifyRequest,
  reply: FastifyReply,
  accepted: AcceptedQuestion,
  ownerId: string | null,
  signal: AbortSignal,
): FastifyReply => {
  const { messageId } = accepted;
  const problemOf = (error: unknown) => {
    const problem = toAppError(error);
    logProblem(request.log, problem, error, { requestId: request.id, messageId });
    return toProblem(problem, request.id);
  };
  const pieces = encodeAnswer(accepted.answer(ownerId, signal), { messageId, problemOf });
  return reply.headers(EVENT_STREAM_HEADERS).send(Readable.from(pieces, { objectMode: false, highWaterMark: 16_384 }));
};

/** Aborted when the reader has left before the answer was sent whole, or the server is cut. */
const leavingSignal = (reply: FastifyReply, cut: AbortSignal | undefined): AbortSignal => {
  const left = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) left.abort();
  });
  return cut ? AbortSignal.any([left.signal, cut]) : left.signal;
};

function registerSessions(app: FastifyInstance, sessions: ChatSessionsService): void {
  const api = app.withTypeProvider<ZodTypeProvider>();
  const readerOf = (request: FastifyRequest): string | null => request.identity?.id ?? null;
  api.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
  api.get(
    '/chat/sessions',
    {
      schema: {
        tags,
        summary: 'Own conversations, newest first',
        querystring: sessionListQuerySchema,
        response: { 200: chatSessionPageSchema },
      },
    },
    (request) => sessions.list(readerOf(request), request.query.limit, request.query.cursor),
  );
  api.get(
    '/chat/sessions/:id',
    {
      schema: {
        tags,
        summary: 'A conversation with its messages',
        params: chatSessionParamsSchema,
        response: { 200: chatSessionDetailSchema },
      },
    },
    (request) => sessions.read(readerOf(request), request.params.id),
  );
  api.patch(
    '/chat/sessions/:id',
    {
      schema: {
        tags,
        summary: 'Rename a conversation',
        params: chatSessionParamsSchema,
        body: chatSessionPatchSchema,
        response: { 200: chatSessionSchema },
      },
    },
    (request) => sessions.rename(readerOf(request), request.params.id, request.body.title),
  );
  api.delete(
    '/chat/sessions/:id',
    { schema: { tags, summary: 'Delete a conversation for good', params: chatSessionParamsSchema } },
    async (request, reply) => {
      await sessions.remove(readerOf(request), request.params.id);
      return reply.code(204).send();
    },
  );
  api.post(
    '/chat/messages/:id/feedback',
    {
      schema: {
        tags,
        summary: 'Rate an answer; the last rating counts',
        params: chatMessageParamsSchema,
        body: feedbackRequestSchema,
      },
    },
    async (request, reply) => {
      await sessions.rate(readerOf(request), request.params.id, request.body);
      return reply.code(204).send();
    },
  );
}
