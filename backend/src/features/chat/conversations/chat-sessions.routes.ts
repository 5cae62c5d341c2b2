/** A reader's own conversations over HTTP. */
import {
  chatMessageParamsSchema,
  chatSessionDetailSchema,
  chatSessionExportQuerySchema,
  chatSessionPageSchema,
  chatSessionParamsSchema,
  chatSessionPatchSchema,
  chatSessionSchema,
  feedbackRequestSchema,
  paginationParamsSchema,
} from '@lectern/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { NO_CONTENT } from '../../../middleware/no-content.ts';
import { exportDisposition } from './chat-export-name.ts';
import type { ChatSessionsService } from './chat-sessions.service.ts';

const tags = ['chat'];
/** A query must not be a named schema: @fastify/swagger resolves no reference where parameters stand. */
const sessionListQuerySchema = z.strictObject(paginationParamsSchema.shape);

/** Registers the routes of conversations; in a context of their own, since their hook is for all routes of it. */
export function registerSessions(app: FastifyInstance, sessions: ChatSessionsService): void {
  const api = app.withTypeProvider<ZodTypeProvider>();
  const readerOf = (request: FastifyRequest): string | null => request.identity?.id ?? null;
  api.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
  api.get(
    '/chat/sessions',
    {
      config: { access: 'own' },
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
      config: { access: 'own' },
      schema: {
        tags,
        summary: 'A conversation with its messages',
        params: chatSessionParamsSchema,
        response: { 200: chatSessionDetailSchema },
      },
    },
    (request) => sessions.read(readerOf(request), request.params.id),
  );
  api.get(
    '/chat/sessions/:id/export',
    {
      config: { access: 'own' },
      schema: {
        tags,
        summary: 'A branch of a conversation as a Markdown file',
        params: chatSessionParamsSchema,
        querystring: chatSessionExportQuerySchema,
        produces: ['text/markdown'],
      },
    },
    async (request, reply) => {
      const { fileName, text } = await sessions.export(readerOf(request), request.params.id, request.query.leaf);
      return reply
        .type('text/markdown; charset=utf-8')
        .header('content-disposition', exportDisposition(fileName))
        .send(text);
    },
  );
  api.patch(
    '/chat/sessions/:id',
    {
      config: { access: 'own' },
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
    {
      config: { access: 'own' },
      schema: {
        tags,
        summary: 'Delete a conversation for good',
        params: chatSessionParamsSchema,
        response: NO_CONTENT,
      },
    },
    async (request, reply) => {
      await sessions.remove(readerOf(request), request.params.id);
      return reply.code(204).send(undefined);
    },
  );
  api.post(
    '/chat/messages/:id/feedback',
    {
      config: { access: 'own' },
      schema: {
        tags,
        summary: 'Rate an answer; the last rating counts',
        params: chatMessageParamsSchema,
        body: feedbackRequestSchema,
        response: NO_CONTENT,
      },
    },
    async (request, reply) => {
      await sessions.rate(readerOf(request), request.params.id, request.body);
      return reply.code(204).send(undefined);
    },
  );
}
