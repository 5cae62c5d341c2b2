/** What is kept of a reader's conversations as a whole: given to an account, exported, erased. */
import { and, asc, eq, gt } from 'drizzle-orm';
import type { Db } from '../../../db/client.ts';
import type { OwnedData } from '../../../db/owned-data.ts';
import { ROWS_PER_PAGE, readPages } from '../../../db/row-pages.ts';
import { chatMessage, chatSession, messageFeedback } from '../chat.table.ts';

/** What the data need. */
export interface ChatOwnedDataDeps {
  readonly db: Db;
  /** Ends the answers that run for an owner here, and waits until they are written. */
  readonly stopAnswers: (ownerId: string) => Promise<void>;
}

/** Makes the conversations' part of a reader's data. */
export const createChatOwnedData = ({ db, stopAnswers }: ChatOwnedDataDeps): OwnedData => ({
  name: 'conversations',
  // Conversations of two owners stay two: there is nothing to merge.
  move: async (tx, from, to) => {
    if (from === to) return;
    await tx.update(chatSession).set({ ownerId: to }).where(eq(chatSession.ownerId, from));
    await tx.update(messageFeedback).set({ ownerId: to }).where(eq(messageFeedback.ownerId, from));
  },
  export: (ownerId) => exportAll(db, ownerId),
  stop: stopAnswers,
  erase: async (tx, ownerId) => {
    await tx.delete(messageFeedback).where(eq(messageFeedback.ownerId, ownerId));
    await tx.delete(chatSession).where(eq(chatSession.ownerId, ownerId));
  },
});

async function* exportAll(db: Db, ownerId: string): AsyncGenerator<unknown> {
  for await (const { ownerId: _owner, ...session } of sessionsOf(db, ownerId)) {
    yield { kind: 'conversation', ...session };
    for await (const { position: _position, ...message } of messagesOf(db, session.id)) {
      yield { kind: 'message', ...message };
    }
  }
  for await (const { ownerId: _owner, ...feedback } of feedbackOf(db, ownerId)) yield { kind: 'feedback', ...feedback };
}

/** By id, not by time: a conversation that goes on meanwhile is neither repeated nor skipped. */
const sessionsOf = (db: Db, ownerId: string) =>
  readPages(
    (after: string | undefined) =>
      db
        .select()
        .from(chatSession)
        .where(and(eq(chatSession.ownerId, ownerId), after === undefined ? undefined : gt(chatSession.id, after)))
        .orderBy(asc(chatSession.id))
        .limit(ROWS_PER_PAGE),
    ({ id }) => id,
  );

const messagesOf = (db: Db, sessionId: string) =>
  readPages(
    (after: number | undefined) =>
      db
        .select()
        .from(chatMessage)
        .where(
          and(eq(chatMessage.sessionId, sessionId), after === undefined ? undefined : gt(chatMessage.position, after)),
        )
        .orderBy(asc(chatMessage.position))
        .limit(ROWS_PER_PAGE),
    ({ position }) => position,
  );

const feedbackOf = (db: Db, ownerId: string) =>
  readPages(
    (after: string | undefined) =>
      db
        .select()
        .from(messageFeedback)
        .where(
          and(
            eq(messageFeedback.ownerId, ownerId),
            after === undefined ? undefined : gt(messageFeedback.messageId, after),
          ),
        )
        .orderBy(asc(messageFeedback.messageId))
        .limit(ROWS_PER_PAGE),
    ({ messageId }) => messageId,
  );
