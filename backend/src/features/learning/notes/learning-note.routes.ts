/** Bookmarks, notes and highlights over HTTP. */
import {
  anchoredListQuerySchema,
  bookmarkCreateSchema,
  bookmarkPageSchema,
  bookmarkPatchSchema,
  bookmarkSchema,
  learningIdParamsSchema,
  learningLocaleQuerySchema,
  noteCreateSchema,
  notePageSchema,
  notePatchSchema,
  noteSchema,
} from '@lectern/contracts';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { NO_CONTENT } from '../../../middleware/no-content.ts';
import { requireIdentity } from '../../../middleware/session.ts';
import type { LearningBookmarkService } from './learning-bookmark.service.ts';
import type { LearningNoteService } from './learning-note.service.ts';

const tags = ['learning'];
const config = { access: 'own' } as const;

/** What the routes need. */
export interface LearningNoteDeps {
  readonly bookmarks: LearningBookmarkService;
  readonly notes: LearningNoteService;
}

/** Registers the routes of bookmarks. */
export function registerLearningBookmarks(app: FastifyInstance, bookmarks: LearningBookmarkService): void {
  const api = app.withTypeProvider<ZodTypeProvider>();
  api.get(
    '/learning/bookmarks',
    {
      config,
      schema: {
        tags,
        summary: 'Own bookmarks, newest first, each with its place in the book of now',
        querystring: anchoredListQuerySchema,
        response: { 200: bookmarkPageSchema },
      },
    },
    (request) => bookmarks.list(request.identity?.id ?? null, request.query),
  );
  api.post(
    '/learning/bookmarks',
    {
      config,
      schema: {
        tags,
        summary: 'Set a bookmark; 200 with the one that is at the place already',
        querystring: learningLocaleQuerySchema,
        body: bookmarkCreateSchema,
        response: { 200: bookmarkSchema, 201: bookmarkSchema },
      },
    },
    async (request, reply) => {
      const { item, isNew } = await bookmarks.create(
        () => requireIdentity(request, reply),
        request.body,
        request.query.locale,
      );
      return reply.code(isNew ? 201 : 200).send(item);
    },
  );
  api.patch(
    '/learning/bookmarks/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Name a bookmark anew',
        params: learningIdParamsSchema,
        querystring: learningLocaleQuerySchema,
        body: bookmarkPatchSchema,
        response: { 200: bookmarkSchema },
      },
    },
    (request) => bookmarks.relabel(request.identity, request.params.id, request.body.label, request.query.locale),
  );
  api.delete(
    '/learning/bookmarks/:id',
    {
      config,
      schema: { tags, summary: 'Delete a bookmark for good', params: learningIdParamsSchema, response: NO_CONTENT },
    },
    async (request, reply) => {
      await bookmarks.remove(request.identity, request.params.id);
      return reply.code(204).send(undefined);
    },
  );
}

/** Registers the routes of notes. */
export function registerLearningNotes(app: FastifyInstance, notes: LearningNoteService): void {
  const api = app.withTypeProvider<ZodTypeProvider>();
  api.get(
    '/learning/notes',
    {
      config,
      schema: {
        tags,
        summary: 'Own notes and highlights, newest first, each with its place in the book of now',
        querystring: anchoredListQuerySchema,
        response: { 200: notePageSchema },
      },
    },
    (request) => notes.list(request.identity?.id ?? null, request.query),
  );
  api.post(
    '/learning/notes',
    {
      config,
      schema: {
        tags,
        summary: 'Write a note, or highlight; 200 with the one of the same id',
        querystring: learningLocaleQuerySchema,
        body: noteCreateSchema,
        response: { 200: noteSchema, 201: noteSchema },
      },
    },
    async (request, reply) => {
      const { item, isNew } = await notes.create(
        () => requireIdentity(request, reply),
        request.body,
        request.query.locale,
      );
      return reply.code(isNew ? 201 : 200).send(item);
    },
  );
  api.patch(
    '/learning/notes/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Change a note that nobody changed since it was read',
        params: learningIdParamsSchema,
        querystring: learningLocaleQuerySchema,
        body: notePatchSchema,
        response: { 200: noteSchema },
      },
    },
    (request) => notes.change(request.identity, request.params.id, request.body, request.query.locale),
  );
  api.delete(
    '/learning/notes/:id',
    {
      config,
      schema: { tags, summary: 'Delete a note for good', params: learningIdParamsSchema, response: NO_CONTENT },
    },
    async (request, reply) => {
      await notes.remove(request.identity, request.params.id);
      return reply.code(204).send(undefined);
    },
  );
}
