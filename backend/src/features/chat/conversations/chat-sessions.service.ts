/** A reader's own conversations: list, read, export, rename, delete, rate. */
import type { ChatSession, ChatSessionDetail } from '@lectern/contracts';
import { z } from 'zod';
import { NotFoundError, ValidationError } from '../../../config/app-error.ts';
import type { ChatRepository, SessionCursor } from '../chat.repository.ts';
import { type ExportedConversation, exportConversation } from './chat-export.ts';

/** One page of a list. */
export interface SessionPage {
  readonly items: ChatSession[];
  /** Where the next page begins; null at the end. */
  readonly nextCursor: string | null;
}

/** A rating as it is sent. */
export interface Feedback {
  readonly rating: 'up' | 'down';
  readonly tags: readonly string[];
  readonly note: string;
}

/** Conversations. A reader without an identity (null) has none. */
export type ChatSessionsService = ReturnType<typeof createChatSessionsService>;

const cursorSchema = z.tuple([z.iso.datetime(), z.uuid()]);

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
    list: async (readerId: string | null, limit: number, cursor?: string): Promise<SessionPage> => {
      const after = cursor === undefined ? undefined : readCursor(cursor);
      if (readerId === null) return { items: [], nextCursor: null };
      // One more than is shown tells whether there is a next page.
      const rows = await repository.listSessions(readerId, limit + 1, after);
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      return { items, nextCursor: rows.length > limit && last ? writeCursor(last) : null };
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

const writeCursor = ({ updatedAt, id }: ChatSession): string =>
  Buffer.from(JSON.stringify([updatedAt, id])).toString('base64url');

const readCursor = (cursor: string): SessionCursor => {
  try {
    const [updatedAt, id] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { updatedAt: new Date(updatedAt), id };
  } catch (cause) {
    throw new ValidationError('INVALID_CURSOR', { cause });
  }
};
