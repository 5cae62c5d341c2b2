/** `/book`, `/book/chapters/:id`, `/search`. */
import {
  bookResponseSchema,
  chapterParamsSchema,
  chapterQuerySchema,
  chapterSchema,
  searchQuerySchema,
  searchResponseSchema,
} from '@lectern/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { ContentService } from './content.service.ts';
import { createRepresentations, matchesTag, type Representation } from './content-representation.ts';

const tags = ['content'];

/** Registers the routes below the API's prefix. */
export async function registerContent(app: FastifyInstance, deps: { readonly service: ContentService }): Promise<void> {
  const { service } = deps;
  const representations = createRepresentations(service);
  const api = app.withTypeProvider<ZodTypeProvider>();
  api.get(
    '/book',
    { schema: { tags, summary: 'The book: outline, modules, locales', response: { 200: bookResponseSchema } } },
    async (request, reply) => sendRepresentation(request, reply, representations.book()),
  );
  api.get(
    '/book/chapters/:id',
    {
      schema: {
        tags,
        summary: 'A chapter with its sections and segments',
        params: chapterParamsSchema,
        querystring: chapterQuerySchema,
        response: { 200: chapterSchema },
      },
    },
    async (request, reply) =>
      sendRepresentation(request, reply, await representations.chapter(request.params.id, request.query.locale)),
  );
  api.get(
    '/search',
    {
      schema: {
        tags,
        summary: 'Sections that fit what is being typed',
        querystring: searchQuerySchema,
        response: { 200: searchResponseSchema },
      },
    },
    async (request, reply) => reply.header('cache-control', 'no-store').send(await service.search(request.query)),
  );
}

const sendRepresentation = (request: FastifyRequest, reply: FastifyReply, { body, etag }: Representation) => {
  // May be kept, but asked about each time: the book changes when the author publishes.
  reply.header('etag', etag).header('cache-control', 'no-cache');
  if (matchesTag(request.headers['if-none-match'], etag)) return reply.code(304).send();
  return reply.type('application/json; charset=utf-8').send(body);
};
