/** Conversations. On account deletion everything of the owner goes: sessions, and by cascade messages and feedback. */
import type { AnswerMode, Citation, Notice, Scope } from '@lectern/contracts';
import {
  bigint,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

// Milliseconds: what a cursor carries as a JavaScript date has to compare equal.
const momentOf = () => timestamp({ withTimezone: true, precision: 3 });

/** A passage that an answer was given from, for whoever looks into retrieval later. */
export interface StoredPassage {
  readonly id: string;
  readonly score: number;
}

/** A range of an answer's text, UTF-16 units. */
export interface StoredRange {
  readonly start: number;
  readonly end: number;
}

/** A conversation. On account deletion: deleted. */
export const chatSession = pgTable(
  'chat_session',
  {
    id: uuid().primaryKey(),
    /** Identity that owns it: a user, or an anonymous reader. */
    ownerId: uuid().notNull(),
    title: text().notNull(),
    messageCount: integer().notNull().default(0),
    createdAt: momentOf().notNull(),
    updatedAt: momentOf().notNull(),
  },
  (table) => [index('chat_session_owner').on(table.ownerId, table.updatedAt.desc(), table.id.desc())],
);

/** A question or an answer. On account deletion: deleted with its session. */
export const chatMessage = pgTable(
  'chat_message',
  {
    id: uuid().primaryKey(),
    sessionId: uuid()
      .notNull()
      .references(() => chatSession.id, { onDelete: 'cascade' }),
    parentMessageId: uuid(),
    /** Order in the conversation: question and answer may have the same time. */
    position: bigint({ mode: 'number' }).generatedAlwaysAsIdentity(),
    role: text({ enum: ['user', 'assistant'] }).notNull(),
    text: text().notNull(),
    createdAt: momentOf().notNull(),
    scope: jsonb().$type<Scope>(),
    locale: text(),
    mode: text({ enum: ['llm', 'extractive', 'refusal'] }).$type<AnswerMode>(),
    notice: text().$type<Notice>(),
    finishReason: text({ enum: ['stop', 'length', 'abandoned', 'stopped', 'refused'] }),
    /** Snapshots, so that old conversations survive re-indexing. */
    citations: jsonb().$type<readonly Citation[]>().notNull().default([]),
    passages: jsonb().$type<readonly StoredPassage[]>().notNull().default([]),
    /** 0…1, see RETRIEVAL.md. */
    answerability: real(),
    indexVersion: integer(),
    /** From the request to the end of the answer, ms. */
    latencyMs: integer(),
    /** Sentences that no passage supports. */
    unsupported: jsonb().$type<readonly StoredRange[]>().notNull().default([]),
    /** The model that was asked, also when quotes took the place of what it wrote; null: none was. */
    provider: text(),
    model: text(),
    promptVersion: text(),
    /** tokens; null when nothing was spent, or the answer came from the cache */
    inputTokens: integer(),
    outputTokens: integer(),
    /** What the calls that wrote it cost, USD; null when none was booked before its end. */
    costUsd: doublePrecision(),
  },
  (table) => [
    index('chat_message_session').on(table.sessionId, table.position),
    index('chat_message_created').on(table.createdAt),
  ],
);

/** What a reader thinks of an answer; the last word counts. On account deletion: deleted with its message. */
export const messageFeedback = pgTable(
  'message_feedback',
  {
    messageId: uuid()
      .notNull()
      .references(() => chatMessage.id, { onDelete: 'cascade' }),
    ownerId: uuid().notNull(),
    rating: text({ enum: ['up', 'down'] }).notNull(),
    tags: jsonb().$type<readonly string[]>().notNull(),
    note: text().notNull(),
    createdAt: momentOf().notNull(),
  },
  (table) => [primaryKey({ columns: [table.messageId, table.ownerId] })],
);
