/** Answers of models, kept for readers who ask the same. They belong to nobody: nothing here is about a reader. */
import { index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { AnswerBodyEvent } from './chat-writer.ts';

/** A verified answer under the hash of all that it depends on. On account deletion: stays, it names nobody. */
export const answerCache = pgTable(
  'answer_cache',
  {
    key: text().primaryKey(),
    /** Index version that it was written from; older ones are never asked for again. */
    indexVersion: integer().notNull(),
    provider: text().notNull(),
    model: text().notNull(),
    finishReason: text({ enum: ['stop', 'length'] }).notNull(),
    /** The answer as it was sent, deltas joined. */
    events: jsonb().$type<readonly AnswerBodyEvent[]>().notNull(),
    createdAt: timestamp({ withTimezone: true, precision: 3 }).notNull(),
  },
  (table) => [index('answer_cache_created').on(table.createdAt)],
);
