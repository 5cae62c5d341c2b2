/** What readers told about themselves. */
import type { UserProfile } from '@lectern/contracts';
import { jsonb, pgTable, timestamp, uuid } from 'drizzle-orm/pg-core';

/** A reader's profile. On account deletion: deleted. */
export const profile = pgTable('profile', {
  /** Identity that it is of: a user, or an anonymous reader. */
  ownerId: uuid().primaryKey(),
  /** Checked against the contract when it is written, and again when it is read: levels and languages may change. */
  profile: jsonb().$type<UserProfile>().notNull(),
  updatedAt: timestamp({ withTimezone: true, precision: 3 }).notNull(),
});
