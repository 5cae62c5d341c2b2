/** Puts the feature together. */
import { REPLAY_KEPT_MS } from '@lectern/contracts';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Db } from '../../db/client.ts';
import {
  type ClaimStore,
  createLayeredClaims,
  createMemoryClaims,
  createMemoryStreamStore,
  type StreamStore,
} from '../../providers/cache/index.ts';
import type { ContentService } from '../content/index.ts';
import { createChatRepository } from './chat.repository.ts';
import type { ChatDeps } from './chat.routes.ts';
import { createChatService, type ProfileReader } from './chat.service.ts';
import { createChatSessionsService } from './conversations/chat-sessions.service.ts';
import { createAnswerCacheRepository } from './model/chat-answer-cache.repository.ts';
import { createAnswerCache } from './model/chat-answer-cache.ts';
import { type AnswerModelOptions, createAnswerModel } from './model/chat-model.ts';
import { createOutcomeCounter } from './model/chat-model-metrics.ts';
import type { TranslatedTexts } from './question/chat-selection.ts';
import { createIdempotency } from './streams/chat-idempotency.ts';
import type { SocketDeps } from './streams/chat-socket.routes.ts';
import { createStreamHub } from './streams/chat-stream-hub.ts';
import { createTickets } from './streams/chat-ticket.ts';
import { verifyAnswer } from './verify/chat-verify.ts';

/** What the feature needs. */
export interface ChatOptions extends Pick<ChatDeps, 'askRateLimit'> {
  readonly db: Db;
  readonly content: ContentService;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
  /** Origin that readers use. */
  readonly publicUrl: string;
  /** Aborted when the server must end what still runs. */
  readonly cut?: AbortSignal;
  /** What processes share; default: each keeps to itself. */
  readonly shared?: { readonly streams: StreamStore; readonly claims: ClaimStore } | undefined;
  /** Models that answer, and who pays for them; default: no model is asked. */
  readonly model?: ChatModelOptions | undefined;
  /** What a reader has told about themself, for a model's answer; default: nothing. */
  readonly profileOf?: ProfileReader | undefined;
  /** What readers see of a chapter that is translated in place, for questions about a selection of it; default: nothing. */
  readonly translated?: TranslatedTexts | undefined;
  /** What sockets need; default: there are none. */
  readonly socket?: (Pick<SocketDeps, 'isOwnOrigin' | 'countAsk'> & { readonly ticketKey: Buffer }) | undefined;
}

/** What answers of models need. */
export interface ChatModelOptions
  extends Pick<AnswerModelOptions, 'chain' | 'smallChain' | 'ledger' | 'proofGate' | 'limits' | 'judge'> {
  /** How long answers are kept for others, days; 0: not at all. */
  readonly cacheDays: number;
  /** Most answers that are kept for others. */
  readonly cacheEntries: number;
  /** Where figures go. */
  readonly registry: Registry;
}

/** Makes the feature. */
export const createChat = ({
  db,
  content,
  logger,
  publicUrl,
  cut,
  shared,
  model: modelOptions,
  profileOf,
  translated,
  socket,
  ...routes
}: ChatOptions): ChatDeps => {
  const repository = createChatRepository(db);
  const answers = modelOptions && createModel(db, modelOptions, logger);
  const claims = shared ? createLayeredClaims(createMemoryClaims(), shared.claims) : createMemoryClaims();
  return {
    service: createChatService({ content, repository, logger, model: answers?.model, profileOf, translated }),
    pruneAnswers: async () => answers?.cache.prune() ?? 0,
    sessions: createChatSessionsService({ repository, publicUrl }),
    hub: createStreamHub({ own: createMemoryStreamStore({ keptMs: REPLAY_KEPT_MS }), shared: shared?.streams, cut }),
    idempotency: createIdempotency(claims),
    socket: socket && { ...socket, cut, tickets: createTickets({ key: socket.ticketKey, claims }) },
    ...routes,
  };
};

const createModel = (
  db: Db,
  { cacheDays, cacheEntries, registry, ...options }: ChatModelOptions,
  logger: ChatOptions['logger'],
) => {
  const repository = createAnswerCacheRepository(db);
  const cache = createAnswerCache({ repository, days: cacheDays, maxEntries: cacheEntries, logger });
  const onOutcome = createOutcomeCounter(registry);
  return { cache, model: createAnswerModel({ ...options, cache, verify: verifyAnswer, logger, onOutcome }) };
};
