/** Mails that are not delivered yet, or could not be. */
import { index, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { EmailKind } from './email.port.ts';
import type { EmailFaultKind } from './email-fault.ts';

const momentOf = () => timestamp({ withTimezone: true, precision: 3 });

/**
 * A mail on its way; a delivered one is deleted at once. On account deletion: those to the account's address are
 * deleted.
 */
export const emailOutbox = pgTable(
  'email_outbox',
  {
    /** Also the mail's Message-ID, so that a mail sent twice is seen as one. */
    id: uuid().primaryKey(),
    /** One address, in lower case. */
    recipient: text().notNull(),
    kind: text().$type<EmailKind>().notNull(),
    /** Taken away when the mail is given up: a link is a key. */
    url: text(),
    name: text(),
    newEmail: text(),
    locale: text().notNull(),
    createdAt: momentOf().notNull(),
    /** Not delivered after it. */
    expiresAt: momentOf().notNull(),
    attempts: integer().notNull().default(0),
    /** Not tried before it; null: given up. */
    nextAttemptAt: momentOf(),
    /** A try is running, by one process; it counts as dead after this. */
    claimedUntil: momentOf(),
    /** Why the last try failed, or why it was given up. */
    fault: text().$type<EmailFaultKind>(),
    /** The mail server's answer to it, e.g. 550. */
    smtpStatus: integer(),
    /** When it was given up. */
    givenUpAt: momentOf(),
  },
  (table) => [
    index('email_outbox_next_attempt').on(table.nextAttemptAt),
    index('email_outbox_recipient').on(table.recipient),
  ],
);
