/** The SQL of conversations. */
import type {
  AnswerMode,
  AnswerWriterName,
  ChatMessage,
  ChatSession,
  Citation,
  Notice,
  Scope,
} from '@lectern/contracts';
import { and, desc, eq, lt, not, or, sql } from 'drizzle-orm';
import { isAccount } from '../../db/account-owner.ts';
import type { Db } from '../../db/client.ts';
import { isConstraintError } from '../../db/database-errors.ts';
import type { ListCursor } from '../../db/list-cursor.ts';
import { transaction, untilReachable } from '../../db/transaction.ts';
import { chatMessage, chatSession, messageFeedback, type StoredPassage, type StoredRange } from './chat.table.ts';
import { type BranchMessage, type BranchRequest, readBranch } from './conversations/chat-branch.repository.ts';
import { presentMessage, presentSession } from './conversations/chat-presenter.ts';

/** Longest title of a conversation, UTF-16 units; made from its first question. */
const MAX_TITLE_CHARS = 80;
/** Most messages of one conversation that are read. */
const MAX_MESSAGES = 1000;
/** How long an answer waits for a database that is away. Longer than a restart, or the wake of a compute, takes. */
const RECORD_PATIENCE_MS = 30_000;
/** What an answer that is there already breaks; their values are random. */
const RECORDED = ['chat_session_pkey', 'chat_message_pkey'];

/** A question and its answer, to be kept. */
export interface AnswerRecord {
  readonly ownerId: string;
  readonly sessionId: string;
  /** The conversation begins with this question. */
  readonly isNew: boolean;
  readonly questionId: string;
  /** The question is there already and is answered again. */
  readonly isRepeat: boolean;
  readonly answerId: string;
  readonly parentMessageId: string | null;
  readonly question: string;
  readonly scope: Scope;
  readonly locale: string | null;
  readonly mode: AnswerMode;
  readonly notice: Notice | null;
  readonly finishReason: 'stop' | 'length' | 'abandoned' | 'stopped' | 'refused';
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly passages: readonly StoredPassage[];
  readonly answerability: number;
  readonly indexVersion: number;
  readonly latencyMs: number;
  /** Sentences that no passage supports. */
  readonly unsupported: readonly StoredRange[];
  /** The model that was asked, with the version of its prompt; null: none was. */
  readonly writer: (AnswerWriterName & { readonly promptVersion: string }) | null;
  /** What its call took, tokens; null: nothing. */
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number } | null;
  /** What its calls cost, USD; null: nothing that is known. */
  readonly costUsd: number | null;
  readonly askedAt: Date;
  readonly answeredAt: Date;
}

/** A reader's opinion of an answer. */
export interface FeedbackRecord {
  readonly rating: 'up' | 'down';
  readonly tags: readonly string[];
  readonly note: string;
  readonly createdAt: Date;
}

/** Storage of conversations. */
export type ChatRepository = ReturnType<typeof createChatRepository>;

/** Makes the storage over a database. */
export const createChatRepository = (db: Db) => {
  /** Owner of a conversation; undefined when there is none such. */
  const sessionOwner = async (id: string): Promise<string | undefined> => {
    const [row] = await db.select({ ownerId: chatSession.ownerId }).from(chatSession).where(eq(chatSession.id, id));
    return row?.ownerId;
  };

  /** A branch of a conversation, see {@link readBranch}. */
  const branch = (request: BranchRequest): Promise<BranchMessage[]> => readBranch(db, request);

  /**
   * Keeps a question with its answer, both or neither; of a question that is answered again the answer alone. While the
   * database is away it is waited for: what a reader has seen must not be lost because a server was started again.
   * @returns false when the conversation is not there any more.
   */
  const recordAnswer = (record: AnswerRecord): Promise<boolean> =>
    untilReachable(
      (attempt) =>
        insertAnswer(record).catch((error: unknown) => {
          // The attempt before this one was kept, though its connection broke before that was told.
          if (attempt > 1 && RECORDED.some((key) => isConstraintError(error, key))) return true;
          throw error;
        }),
      { patienceMs: RECORD_PATIENCE_MS },
    );

  const insertAnswer = (record: AnswerRecord): Promise<boolean> =>
    transaction(db, async (tx) => {
      const { sessionId, ownerId } = record;
      if (record.isNew) {
        await tx.insert(chatSession).values({
          id: sessionId,
          ownerId,
          title: titleOf(record.question),
          messageCount: 2,
          createdAt: record.askedAt,
          updatedAt: record.answeredAt,
        });
      } else {
        const touched = await tx
          .update(chatSession)
          .set({
            updatedAt: record.answeredAt,
            messageCount: sql`${chatSession.messageCount} + ${record.isRepeat ? 1 : 2}`,
          })
          .where(and(eq(chatSession.id, sessionId), eq(chatSession.ownerId, ownerId)))
          .returning({ id: chatSession.id });
        if (touched.length === 0) return false;
      }
      const { questionId, answerId, scope, locale } = record;
      // Two statements: the order of rows in one insert is no promise about their positions.
      if (!record.isRepeat) {
        await tx.insert(chatMessage).values({
          id: questionId,
          sessionId,
          parentMessageId: record.parentMessageId,
          role: 'user',
          text: record.question,
          createdAt: record.askedAt,
          scope,
          locale,
        });
      }
      const { mode, notice, finishReason, text, citations, passages, answerability, indexVersion, latencyMs } = record;
      await tx.insert(chatMessage).values({
        id: answerId,
        sessionId,
        parentMessageId: questionId,
        role: 'assistant',
        createdAt: record.answeredAt,
        locale,
        mode,
        notice,
        finishReason,
        text,
        citations,
        passages,
        answerability,
        indexVersion,
        latencyMs,
        unsupported: record.unsupported,
        provider: record.writer?.provider ?? null,
        model: record.writer?.model ?? null,
        promptVersion: record.writer?.promptVersion ?? null,
        inputTokens: record.usage?.inputTokens ?? null,
        outputTokens: record.usage?.outputTokens ?? null,
        costUsd: record.costUsd,
      });
      return true;
    });

  /** Conversations of an owner, newest first, behind a cursor. */
  const listSessions = async (ownerId: string, limit: number, after?: ListCursor): Promise<ChatSession[]> => {
    const behind = after
      ? or(lt(chatSession.updatedAt, after.at), and(eq(chatSession.updatedAt, after.at), lt(chatSession.id, after.id)))
      : undefined;
    const rows = await db
      .select()
      .from(chatSession)
      .where(and(eq(chatSession.ownerId, ownerId), behind))
      .orderBy(desc(chatSession.updatedAt), desc(chatSession.id))
      .limit(limit);
    return rows.map(presentSession);
  };

  /** A conversation of an owner without its messages. */
  const sessionOf = async (ownerId: string, id: string): Promise<ChatSession | undefined> => {
    const [row] = await db
      .select()
      .from(chatSession)
      .where(and(eq(chatSession.id, id), eq(chatSession.ownerId, ownerId)));
    return row ? presentSession(row) : undefined;
  };

  /** Messages of a conversation, all branches, in the order in which they came; the last ones when there are many. */
  const messages = async (sessionId: string): Promise<ChatMessage[]> => {
    const rows = await db
      .select()
      .from(chatMessage)
      .where(eq(chatMessage.sessionId, sessionId))
      .orderBy(desc(chatMessage.position))
      .limit(MAX_MESSAGES);
    return rows.toReversed().map(presentMessage);
  };

  /** Renames a conversation of an owner. @returns undefined when it is not there. */
  const renameSession = async (ownerId: string, id: string, title: string): Promise<ChatSession | undefined> => {
    const [row] = await db
      .update(chatSession)
      .set({ title })
      .where(and(eq(chatSession.id, id), eq(chatSession.ownerId, ownerId)))
      .returning();
    return row ? presentSession(row) : undefined;
  };

  /** Deletes a conversation of an owner with all that hangs on it. @returns false when it was not there. */
  const deleteSession = async (ownerId: string, id: string): Promise<boolean> => {
    const rows = await db
      .delete(chatSession)
      .where(and(eq(chatSession.id, id), eq(chatSession.ownerId, ownerId)))
      .returning({ id: chatSession.id });
    return rows.length > 0;
  };

  /** Keeps a reader's opinion of an answer of their own; a later one replaces it. @returns false for other messages. */
  const saveFeedback = async (ownerId: string, messageId: string, feedback: FeedbackRecord): Promise<boolean> => {
    const [answer] = await db
      .select({ id: chatMessage.id })
      .from(chatMessage)
      .innerJoin(chatSession, eq(chatSession.id, chatMessage.sessionId))
      .where(and(eq(chatMessage.id, messageId), eq(chatMessage.role, 'assistant'), eq(chatSession.ownerId, ownerId)));
    if (!answer) return false;
    await db
      .insert(messageFeedback)
      .values({ messageId, ownerId, ...feedback })
      .onConflictDoUpdate({ target: [messageFeedback.messageId, messageFeedback.ownerId], set: feedback });
    return true;
  };

  /** Deletes conversations of anonymous readers that nobody went on with for some days. @returns how many. */
  const deleteSessionsOlderThan = async (days: number): Promise<number> => {
    const rows = await db
      .delete(chatSession)
      .where(
        and(
          sql`${chatSession.updatedAt} < now() - make_interval(days => ${days})`,
          not(isAccount(chatSession.ownerId)),
        ),
      )
      .returning({ id: chatSession.id });
    return rows.length;
  };

  return {
    sessionOwner,
    branch,
    recordAnswer,
    listSessions,
    sessionOf,
    messages,
    renameSession,
    deleteSession,
    saveFeedback,
    deleteSessionsOlderThan,
  };
};

const titleOf = (question: string): string =>
  question.length <= MAX_TITLE_CHARS ? question : `${question.slice(0, MAX_TITLE_CHARS - 1).toWellFormed()}…`;
