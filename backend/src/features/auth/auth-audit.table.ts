/** What was done to accounts by whom. On account deletion: kept, it holds ids and nothing that tells who they were. */
import { index, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** One thing that was done. Deleted after RETENTION_DAYS_AUDIT. */
export const auditEntry = pgTable(
  'audit_entry',
  {
    id: uuid().primaryKey().defaultRandom(),
    at: timestamp({ withTimezone: true, precision: 3 }).notNull().defaultNow(),
    /** What was done, e.g. `role.changed`. */
    kind: text().notNull(),
    /** Account that did it; null: the command line, or the server itself. */
    actor: uuid(),
    /** Account that it was done to. */
    subject: uuid(),
    /** What belongs to the kind, e.g. the new role; never names, addresses or texts. */
    details: jsonb().$type<Readonly<Record<string, string>>>().notNull().default({}),
  },
  (table) => [index('audit_entry_at').on(table.at.desc())],
);
