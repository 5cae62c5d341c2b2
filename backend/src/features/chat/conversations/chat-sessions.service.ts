/** A reader's own conversations: list, read, export, rename, delete, rate. */
import type { ChatSession, ChatSessionDetail } from '@lectern/contracts';
import { NotFoundError } from '../../../config/app-error.ts';
import { type ListPage, pageOf, readCursor } from '../../../db/list-cursor.ts';
import type { ChatRepository } from '../chat.repository.ts';
import { type ExportedConversation, exportConversation } from './chat-export.ts';

/** A rating as it is sent. */
export interface Feedback {
  readonly rating: 'up' | 'down';
  readonly tags: readonly string[];
  readonly note: string;
}

/** Conversations. A reader without an identity (null) has none. */
export type ChatSessionsService = ReturnType<typeof createChatSessionsService>;

/** Makes the service. */
export const createChatSessionsService = (deps: {
  readonly repository: ChatRepository;
  /** Origin of the book's pages, for the links of exports. */
  readonly publicUrl: string;
  readonly now?: () => number;
}) => {
  const { repository, publicUrl, now = Date.now } = deps;

  /** A conversation with its messages. @throws SESSION_NOT_FOUND */
  const read = async (readerId: string | null, id: string): Promise<ChatSessionDetail> => {
    const session = readerId === null ? undefined : await repository.sessionOf(readerId, id);
    if (!session) throw new NotFoundError('SESSION_NOT_FOUND');
    return { ...session, messages: await repository.messages(id) };
  };

  return {
    read,

    /** A page of a reader's conversations, newest first. @throws INVALID_CURSOR */
    list: async (readerId: string | null, limit: number, cursor?: string): Promise<ListPage<ChatSession>> => {
      const after = readCursor(cursor);
      if (readerId === null) return { items: [], nextCursor: null };
      // One more than is shown tells whether there is a next page.
      const rows = await repository.listSessions(readerId, limit + 1, after);
      return pageOf(rows, limit, ({ updatedAt, id }) => ({ at: new Date(updatedAt), id }));
    },

    /** A branch of a conversation as a Markdown file; that of the last message by default. @throws SESSION_NOT_FOUND, MESSAGE_NOT_FOUND */
    export: async (readerId: string | null, id: string, leafId?: string): Promise<ExportedConversation> =>
      exportConversation({ session: await read(readerId, id), leafId, publicUrl }),

    /** Renames a conversation. @throws SESSION_NOT_FOUND */
    rename: async (readerId: string | null, id: string, title: string): Promise<ChatSession> => {
      const session = readerId === null ? undefined : await repository.renameSession(readerId, id, title);
      if (!session) throw new NotFoundError('SESSION_NOT_FOUND');
      return session;
    },

    /** Deletes a conversation for good. @throws SESSION_NOT_FOUND */
    remove: async (readerId: string | null, id: string): Promise<void> => {
      if (readerId === null || !(await repository.deleteSession(readerId, id))) {
        throw new NotFoundError('SESSION_NOT_FOUND');
      }
    },

    /** Keeps what a reader thinks of an answer. @throws MESSAGE_NOT_FOUND */
    rate: async (readerId: string | null, messageId: string, feedback: Feedback): Promise<void> => {
      const record = { ...feedback, createdAt: new Date(now()) };
      if (readerId === null || !(await repository.saveFeedback(readerId, messageId, record))) {
        throw new NotFoundError('MESSAGE_NOT_FOUND');
      }
    },

    /** Deletes anonymous readers' conversations that nobody went on with for some days; 0 keeps them for ever. @returns how many. */
    retain: async (days: number): Promise<number> => (days === 0 ? 0 : repository.deleteSessionsOlderThan(days)),
  };
};
