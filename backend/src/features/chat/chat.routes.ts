/** `/chat`: asking. */
import { Readable } from 'node:stream';
import { chatRequestSchema, chatResponseSchema } from '@lectern/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { ValidationError } from '../../config/app-error.ts';
import { logProblem } from '../../middleware/errors.ts';
import { toAppError, toProblem } from '../../middleware/problem.ts';
import { requireIdentity } from '../../middleware/session.ts';
import type { AcceptedQuestion, ChatService } from './chat.service.ts';
import { acceptedForm } from './chat-accept.ts';
import { EVENT_STREAM_HEADERS, encodeAnswer } from './chat-event-stream.ts';
import { foldAnswer } from './chat-fold.ts';
import { registerSessions } from './chat-sessions.routes.ts';
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
