/** Puts the feature together. */
import { REPLAY_KEPT_MS } from '@lectern/contracts';
import type { Logger } from 'pino';
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
import { createChatService } from './chat.service.ts';
import { createIdempotency } from './chat-idempotency.ts';
import { createChatSessionsService } from './chat-sessions.service.ts';
import { createStreamHub } from './chat-stream-hub.ts';

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
}

/** Makes the feature. */
export const createChat = ({ db, content, logger, publicUrl, cut, shared, ...routes }: ChatOptions): ChatDeps => {
  const repository = createChatRepository(db);
  return {
    service: createChatService({ content, repository, logger }),
    sessions: createChatSessionsService({ repository, publicUrl }),
    hub: createStreamHub({ own: createMemoryStreamStore({ keptMs: REPLAY_KEPT_MS }), shared: shared?.streams, cut }),
    idempotency: createIdempotency(
      shared ? createLayeredClaims(createMemoryClaims(), shared.claims) : createMemoryClaims(),
    ),
    ...routes,
  };
};
