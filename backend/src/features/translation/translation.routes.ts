/** `/translate`: chapters, selections and titles in the reader's language; reports about them. */
import { Readable } from 'node:stream';
import {
  languagesResponseSchema,
  translateRequestSchema,
  translateResponseSchema,
  translateSelectionRequestSchema,
  translateSelectionResponseSchema,
  translateTitlesQuerySchema,
  translateTitlesResponseSchema,
  translationReportSchema,
} from '@lectern/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { ValidationError } from '../../config/app-error.ts';
import { acceptedForm } from '../../middleware/accepted-form.ts';
import { EVENT_STREAM_HEADERS } from '../../middleware/event-stream.ts';
import { problemAfterHeaders } from '../../middleware/late-problem.ts';
import { NO_CONTENT } from '../../middleware/no-content.ts';
import type { TranslationService } from './translation.service.ts';
import type { TranslationReader } from './translation-run.ts';
import { encodeTranslation, foldTranslation } from './translation-stream.ts';

/** What the routes need. */
export interface TranslationDeps {
  readonly service: TranslationService;
  /** Waits for what is being translated and paid for. */
  readonly drain: () => Promise<void>;
}

const tags = ['translation'];
const MINUTE_MS = 60_000;
/** Per address. What costs money is held by the ledger, not by a limit of requests: a class shares an address. */
const REPORT_LIMIT = { max: 10, timeWindow: MINUTE_MS };

/** Registers the routes below the API's prefix. */
export async function registerTranslation(app: FastifyInstance, deps: TranslationDeps): Promise<void> {
  await app.register(async (own) => {
    // What is paid for is kept before the database closes.
    own.addHook('onClose', () => deps.drain());
    own.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });
    registerChapters(own, deps.service);
    registerSelections(own, deps.service);
    registerLists(own, deps.service);
    registerReports(own, deps.service);
  });
}

function registerChapters(app: FastifyInstance, service: TranslationService): void {
  const api = app.withTypeProvider<ZodTypeProvider>();
  api.post(
    '/translate',
    {
      schema: {
        tags,
        summary: 'A chapter in another language; JSON, or with `Accept: text/event-stream` a stream of segments',
        body: translateRequestSchema,
        response: { 200: translateResponseSchema },
      },
    },
    async (request, reply) => {
      const form = acceptedForm(request.headers.accept);
      if (form === undefined) throw new ValidationError('NOT_ACCEPTABLE');
      const { streamId, events } = await service.translate(request.body, readerOf(request, reply));
      if (form === 'json') return await foldTranslation(events());
      return sendStream(reply, encodeTranslation(streamId, events(), problemAfterHeaders(request)));
    },
  );
}

function registerSelections(app: FastifyInstance, service: TranslationService): void {
  const api = app.withTypeProvider<ZodTypeProvider>();
  api.post(
    '/translate/selection',
    {
      schema: {
        tags,
        summary: 'The segments that a selection touches, in another language',
        body: translateSelectionRequestSchema,
        response: { 200: translateSelectionResponseSchema },
      },
    },
    async (request, reply) => service.translateSelection(request.body, readerOf(request, reply)),
  );
}

function registerLists(app: FastifyInstance, service: TranslationService): void {
  const api = app.withTypeProvider<ZodTypeProvider>();
  api.get(
    '/translate/languages',
    {
      schema: {
        tags,
        summary: 'Languages, and how much of the book is translated to each',
        response: { 200: languagesResponseSchema },
      },
    },
    async () => service.languages(),
  );
  api.get(
    '/translate/titles',
    {
      schema: {
        tags,
        summary: 'Titles and labels of all chapters in a language, as far as they are translated',
        querystring: translateTitlesQuerySchema,
        response: { 200: translateTitlesResponseSchema },
      },
    },
    async (request) => service.titles(request.query.language),
  );
}

function registerReports(app: FastifyInstance, service: TranslationService): void {
  const api = app.withTypeProvider<ZodTypeProvider>();
  api.post(
    '/translate/reports',
    {
      config: { rateLimit: REPORT_LIMIT },
      schema: {
        tags,
        summary: 'Say that a translation is wrong',
        body: translationReportSchema,
        response: NO_CONTENT,
      },
    },
    async (request, reply) => {
      await service.report(request.body);
      return reply.code(204).send(undefined);
    },
  );
}

const sendStream = (reply: FastifyReply, pieces: AsyncGenerator<string>): FastifyReply =>
  reply.headers(EVENT_STREAM_HEADERS).send(Readable.from(pieces, { objectMode: false, highWaterMark: 65_536 }));

const readerOf = ({ identity, ip }: FastifyRequest, reply: FastifyReply): TranslationReader => ({
  payer: { address: ip, readerId: identity?.id ?? null },
  seesReceipt: identity?.kind === 'account' && identity.role === 'admin',
  left: leavingSignal(reply),
});

/** Aborted when the reader has left before the answer was sent whole. */
const leavingSignal = (reply: FastifyReply): AbortSignal => {
  const left = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) left.abort();
  });
  return left.signal;
};
