/**
 * What calls of providers cost. Money is in nano-USD.
 *
 * When an account is deleted: `usage_entry` is kept without the reader's id, since the operator's receipts must still
 * add up; the reader's rows of `budget` are deleted (they are in any case the day after). Addresses are never stored,
 * only a keyed hash of them.
 */
import { sql } from 'drizzle-orm';
import { bigint, boolean, date, index, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/**
 * One call that money was set aside for. It is booked at the most that it can cost from the first moment, so a process
 * that dies leaves nothing to be made up for. On account deletion: reader_id becomes null.
 */
export const usageEntry = pgTable(
  'usage_entry',
  {
    id: uuid().primaryKey(),
    reservedAt: timestamp({ withTimezone: true, precision: 3 }).notNull(),
    /** null: the call still runs, or its process died. */
    settledAt: timestamp({ withTimezone: true, precision: 3 }),
    feature: text().notNull(),
    provider: text().notNull(),
    model: text().notNull(),
    /** Chapter key, when the call was for one. */
    chapterId: text(),
    /** BCP 47, when the call was about a language. */
    language: text(),
    readerId: uuid(),
    /** Keyed hash of the address; null for the server's own work. */
    addressHash: text(),
    inputTokens: integer().notNull(),
    cachedInputTokens: integer().notNull().default(0),
    outputTokens: integer().notNull(),
    characters: integer().notNull().default(0),
    reservedNanoUsd: bigint({ mode: 'bigint' }).notNull(),
    /** Equal to reservedNanoUsd until the call is settled. */
    costNanoUsd: bigint({ mode: 'bigint' }).notNull(),
    /** Whether the counts are ours and not the provider's. */
    estimated: boolean().notNull().default(true),
    countsAsAnswer: boolean().notNull(),
    /** When the price was looked up. */
    priceDate: date().notNull(),
  },
  (table) => [index('usage_entry_reserved').on(table.reservedAt), index('usage_entry_reader').on(table.readerId)],
);

/**
 * Running sums, one row for each limit and window: what is booked, and what is set aside for calls that run.
 * On account deletion: the reader's rows are deleted.
 */
export const budget = pgTable(
  'budget',
  {
    /** The limit and whom it is for, e.g. `global_day`, `feature_day:chat`, `reader_day:<id>`. */
    key: text().notNull(),
    /** First day of the window, UTC. */
    windowStart: date().notNull(),
    /** nano-USD, or answers. */
    committed: bigint({ mode: 'bigint' }).notNull().default(sql`0`),
    /** The operator has been told that most of it is used. */
    warned: boolean().notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.key, table.windowStart] }), index('budget_window').on(table.windowStart)],
);
