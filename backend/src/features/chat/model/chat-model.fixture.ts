/** A small indexed book that a model answers from: the real chain, over a local provider, paid by the real ledger. */

import { type Book, type ChatEvent, type ChatRequestInput, chatRequestSchema } from '@lectern/contracts';
import { z } from 'zod';
import { type OpenAiServer, startOpenAiServer, TEST_API_KEY } from '../../../../test/openai-server/openai-server.ts';
import { silentLogger } from '../../../config/logging.ts';
import { createLlmChain } from '../../../providers/llm/llm-chain.ts';
import type { LlmTimeouts } from '../../../providers/llm/llm-deadlines.ts';
import { createLlmModel } from '../../../providers/llm/llm-models.ts';
import { loadTokenizer } from '../../../providers/llm/llm-tokenizer.ts';
import { testLedger, WIDE_LIMITS } from '../../../usage/ledger.fixture.ts';
import type { SpendingLimits } from '../../../usage/spending-limits.ts';
import type { ContentService } from '../../content/index.ts';
import { openTestBook } from '../chat.fixture.ts';
import { type ChatService, createChatService, type ProfileReader } from '../chat.service.ts';
import { foldAnswer } from '../chat-fold.ts';
import { verifyAnswer } from '../verify/chat-verify.ts';
import { createAnswerCacheRepository } from './chat-answer-cache.repository.ts';
import { createAnswerCache } from './chat-answer-cache.ts';
import { type AnswerModelOptions, createAnswerModel } from './chat-model.ts';
import type { ModelOutcome } from './chat-model-report.ts';

/** A minute: nothing in a test that works takes it. */
const LONG_MS = 60_000;
/** No time-out that a test would meet by chance. */
export const PATIENT: LlmTimeouts = { headersMs: LONG_MS, firstTokenMs: LONG_MS, stallMs: LONG_MS, answerMs: LONG_MS };

/** How a service over the book differs from the ordinary one. */
export interface ModelServiceOptions extends Partial<Omit<AnswerModelOptions, 'limits' | 'cache'>> {
  /** Models in order, all of the same provider; default: one. */
  readonly models?: readonly string[];
  /** `local` is free; default: the one with a price. */
  readonly provider?: string;
  /** What the book's author allows. */
  readonly allowedModels?: readonly string[];
  readonly limits?: Partial<AnswerModelOptions['limits']>;
  readonly spending?: Partial<SpendingLimits>;
  readonly timeouts?: Partial<LlmTimeouts>;
  /** How long answers are kept for others; default 0: never. */
  readonly cacheDays?: number;
  readonly profileOf?: ProfileReader;
}

/** The provider's name and its model's, as the test prices have them. */
export const WRITER = { provider: 'scripted', model: 'model' };

/** Opens a book with a provider. */
export const openModelBook = async (manifest?: Book) => {
  const book = await openTestBook(manifest);
  const server: OpenAiServer = await startOpenAiServer();
  const countTokens = await loadTokenizer();
  const logger = silentLogger();

  /** A service with a model; each has circuits, figures and a memory of its own. */
  const serviceWith = (options: ModelServiceOptions = {}) => {
    const {
      models = [WRITER.model],
      provider = WRITER.provider,
      allowedModels,
      limits,
      spending,
      timeouts,
      cacheDays = 0,
      profileOf,
      ...parts
    } = options;
    const outcomes: ModelOutcome[] = [];
    const chain = createLlmChain(
      models.map((model) =>
        createLlmModel(
          { protocol: 'compatible', provider, baseUrl: server.baseUrl, apiKey: TEST_API_KEY, model },
          { timeouts: { ...PATIENT, ...timeouts }, countTokens, logger, wait: async () => undefined },
        ),
      ),
      logger,
    );
    const model = createAnswerModel({
      chain,
      ledger: testLedger(book.database.sql, { limits: { ...WIDE_LIMITS, ...spending } }),
      verify: verifyAnswer,
      cache: createAnswerCache({
        repository: createAnswerCacheRepository(book.database.db),
        days: cacheDays,
        maxEntries: 100,
        logger,
      }),
      judge: false,
      logger,
      onOutcome: (outcome) => outcomes.push(outcome),
      ...parts,
      limits: { contextTokens: 3000, historyTokens: 800, maxOutputTokens: 400, rewriteTimeoutMs: LONG_MS, ...limits },
    });
    const content = allowedModels ? allowing(book.content.service, allowedModels) : book.content.service;
    const service = createChatService({ content, repository: book.repository, logger, model, profileOf });
    return { service, outcomes };
  };

  return {
    ...book,
    server,
    serviceWith,
    /** Bodies of the requests that reached the provider since the last time, as their messages. */
    takePrompts: takePrompts(server),
    close: async () => {
      await server.close();
      await book.close();
    },
  };
};

/** The same book by an author who allows these models. */
const allowing = (content: ContentService, allowedModels: readonly string[]): ContentService => ({
  ...content,
  snapshot: () => {
    const snapshot = content.snapshot();
    const options = { ...snapshot.book.options, allowedModels: [...allowedModels] };
    return { ...snapshot, book: { ...snapshot.book, options } };
  },
});

/** A request as the routes hand it on. */
export const requestOf = (request: ChatRequestInput) => chatRequestSchema.parse(request);

/** Asks and collects the events. */
export const eventsOf = async (
  service: ChatService,
  request: ChatRequestInput,
  readerId: string | null = null,
  signal: AbortSignal = new AbortController().signal,
): Promise<ChatEvent[]> => {
  const parsed = requestOf(request);
  const accepted = await service.accept(parsed, { id: readerId, address: '192.0.2.7' }, signal);
  const events: ChatEvent[] = [];
  for await (const event of accepted.answer(parsed.store ? readerId : null, signal)) events.push(event);
  return events;
};

/** An answer of collected events. */
export const foldEvents = (events: readonly ChatEvent[]) =>
  foldAnswer(
    (async function* () {
      yield* events;
    })(),
  );

/** Asks and folds the answer. */
export const askWith = async (service: ChatService, request: ChatRequestInput, readerId: string | null = null) =>
  foldEvents(await eventsOf(service, request, readerId));

const takePrompts = (server: OpenAiServer) => {
  let seen = 0;
  return (): { readonly system: string; readonly user: string }[] => {
    const records = server.requests.slice(seen);
    seen = server.requests.length;
    return records.map(({ body }) => {
      const { messages } = promptSchema.parse(body);
      const textOf = (role: string): string => messages.find((message) => message.role === role)?.content ?? '';
      return { system: textOf('system'), user: textOf('user') };
    });
  };
};

const promptSchema = z.looseObject({
  messages: z.array(z.looseObject({ role: z.string(), content: z.string() })),
});
