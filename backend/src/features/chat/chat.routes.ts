/** `/chat`: asking, and reading answers again. */
import { Readable } from 'node:stream';
import { chatRequestSchema, chatResponseSchema, chatStreamParamsSchema } from '@lectern/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ValidationError } from '../../config/app-error.ts';
import { acceptedForm } from '../../middleware/accepted-form.ts';
import { EVENT_STREAM_HEADERS } from '../../middleware/event-stream.ts';
import { problemAfterHeaders } from '../../middleware/late-problem.ts';
import { NO_CONTENT } from '../../middleware/no-content.ts';
import { giveIdentity } from '../../middleware/session.ts';
import { foldAnswer } from './chat-fold.ts';
import { registerSessions } from './conversations/chat-sessions.routes.ts';
import type { ChatSessionsService } from './conversations/chat-sessions.service.ts';
import { encodeStream, readLastEventId } from './streams/chat-event-stream.ts';
import { registerSocket, type SocketDeps } from './streams/chat-socket.routes.ts';
import { readEvents } from './streams/chat-stream-events.ts';
import type { AnswerReader, StreamHub } from './streams/chat-stream-hub.ts';
import { type StartDeps, startAnswer } from './streams/chat-stream-start.ts';

/** What the routes need. */
export interface ChatDeps extends StartDeps {
  readonly hub: StreamHub;
  readonly sessions: ChatSessionsService;
  /** Deletes answers kept for others that are too old or too many. @returns how many. */
  readonly pruneAnswers?: () => Promise<number>;
  /** Limit of asking per address; false: none beside the general one. */
  readonly askRateLimit?: { readonly max: number; readonly timeWindow: number } | false;
  /** What `/chat/ws` needs; default: there is none. */
  readonly socket?: SocketDeps | undefined;
}

const tags = ['chat'];
// Loose, since what a schema does not name is taken away; unnamed, since no reference is resolved where headers stand.
const askHeadersSchema = z.looseObject({
  'idempotency-key': z.uuid().optional().describe('Asked again with the same key, the question gets the same answer'),
});
const resumeHeadersSchema = z.looseObject({
  'last-event-id': z.string().max(80).optional().describe('The last event that was seen; left out: from the start'),
});

/** Registers the routes below the API's prefix. */
export async function registerChat(app: FastifyInstance, deps: ChatDeps): Promise<void> {
  // An answer without a reader is written to its end, too, before the database closes.
  app.addHook('onClose', () => deps.hub.drain());
  registerAsking(app, deps);
  registerStreams(app, deps.hub);
  if (deps.socket) registerSocket(app, deps, deps.socket);
  // In a context of their own, so that their hook stays with them.
  await app.register(async (own) => registerSessions(own, deps.sessions));
}

function registerAsking(app: FastifyInstance, deps: ChatDeps): void {
  const api = app.withTypeProvider<ZodTypeProvider>();
  api.post(
    '/chat',
    {
      config: deps.askRateLimit ? { rateLimit: deps.askRateLimit } : {},
      schema: {
        tags,
        summary: 'Ask; JSON, or with `Accept: text/event-stream` a stream of events',
        headers: askHeadersSchema,
        body: chatRequestSchema,
        response: { 200: chatResponseSchema },
      },
    },
    async (request, reply) => {
      const form = acceptedForm(request.headers.accept);
      if (form === undefined) throw new ValidationError('NOT_ACCEPTABLE');
      const askerId = request.identity?.id ?? null;
      const problemOf = problemAfterHeaders(request);
      const left = leavingSignal(reply);
      const key = request.headers['idempotency-key'];
      const asking = { request: request.body, askerId, address: request.ip, key, problemOf, left };
      const answer = await startAnswer(deps, asking);
      // After all that can be refused: a refused question leaves no cookie.
      if (askerId === null && answer.ownerId !== null) giveIdentity(request, reply, answer.ownerId);
      const onCut = () => reply.raw.destroy();
      const access = { messageId: answer.messageId, readerId: answer.ownerId };
      const reader = await deps.hub.open({ ...access, onCut, problemOf });
      if (form === 'stream') return sendStream(reply, answer.messageId, reader);
      reply.header('cache-control', 'no-store');
      // A reader of JSON who leaves cannot come back for the rest.
      if (left.aborted) reader.desert();
      left.addEventListener('abort', () => reader.desert(), { once: true });
      return await foldAnswer(readEvents(answer.messageId, reader.batches));
    },
  );
}

function registerStreams(app: FastifyInstance, hub: StreamHub): void {
  const api = app.withTypeProvider<ZodTypeProvider>();
  const url = '/chat/streams/:messageId';
  const params = chatStreamParamsSchema;
  const accessOf = (request: FastifyRequest, messageId: string) => ({
    messageId: messageId.toLowerCase(),
    readerId: request.identity?.id ?? null,
  });
  api.get(
    url,
    {
      config: { access: 'own' },
      schema: {
        tags,
        summary: 'Go on with the events of an answer, or read them again',
        headers: resumeHeadersSchema,
        params,
      },
    },
    async (request, reply) => {
      const access = accessOf(request, request.params.messageId);
      const from = readLastEventId(request.headers['last-event-id'], access.messageId, 'headers.last-event-id');
      const onCut = () => reply.raw.destroy();
      const reader = await hub.open({ ...access, from, onCut, problemOf: problemAfterHeaders(request) });
      return sendStream(reply, access.messageId, reader);
    },
  );
  api.delete(
    url,
    { schema: { tags, summary: 'Stop an answer', params, response: NO_CONTENT } },
    async (request, reply) => {
      await hub.stop(accessOf(request, request.params.messageId));
      return reply.code(204).send(undefined);
    },
  );
}

const sendStream = (reply: FastifyReply, messageId: string, reader: AnswerReader): FastifyReply => {
  reply.raw.once('close', () => reader.close());
  // Who left while the question was accepted is not heard leaving again.
  if (reply.raw.destroyed) reader.close();
  const pieces = encodeStream(messageId, reader.batches);
  return reply.headers(EVENT_STREAM_HEADERS).send(Readable.from(pieces, { objectMode: false, highWaterMark: 16_384 }));
};

/** Aborted when the reader has left before the answer was sent whole. */
const leavingSignal = (reply: FastifyReply): AbortSignal => {
  const left = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) left.abort();
  });
  return left.signal;
};
