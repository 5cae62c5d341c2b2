/** Puts the feature together. */
import type { Logger } from 'pino';
import type { Db } from '../../db/client.ts';
import type { ContentService } from '../content/index.ts';
import { createChatRepository } from './chat.repository.ts';
import type { ChatDeps } from './chat.routes.ts';
import { createChatService } from './chat.service.ts';
import { createChatSessionsService } from './chat-sessions.service.ts';

/** What the feature needs. */
export interface ChatOptions extends Pick<ChatDeps, 'askRateLimit' | 'cut'> {
  readonly db: Db;
  readonly content: ContentService;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
  /** Origin that readers use. */
  readonly publicUrl: string;
}

/** Makes the feature. */
export const createChat = ({ db, content, logger, publicUrl, ...routes }: ChatOptions): ChatDeps => {
  const repository = createChatRepository(db);
  return {
    service: createChatService({ content, repository, logger }),
    sessions: createChatSessionsService({ repository, publicUrl }),
    ...routes,
  };
};
