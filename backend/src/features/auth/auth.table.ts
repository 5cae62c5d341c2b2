/**
 * Accounts, as Better-Auth keeps them: the keys are its field names, so that its Drizzle adapter finds them. All of it
 * goes with the account. What readers make lies in the tables of the features, under the account's id.
 */
import { boolean, index, integer, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';

const momentOf = () => timestamp({ withTimezone: true, precision: 3 });

/** An account. On account deletion: deleted. */
export const user = pgTable('user', {
  id: uuid().primaryKey().defaultRandom(),
  name: text().notNull(),
  /** Lower case. */
  email: text().notNull().unique(),
  emailVerified: boolean().notNull().default(false),
  /** Always null: a picture would be a request to another host from every reader's browser. */
  image: text(),
  createdAt: momentOf().notNull().defaultNow(),
  updatedAt: momentOf().notNull().defaultNow(),
  role: text({ enum: ['reader', 'author', 'instructor', 'admin'] })
    .notNull()
    .default('reader'),
  banned: boolean().notNull().default(false),
  banReason: text(),
  banExpires: momentOf(),
});

/** A session. On account deletion: deleted by cascade. */
export const session = pgTable(
  'session',
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    /** Worth nothing without the signature that the cookie adds. */
    token: text().notNull().unique(),
    expiresAt: momentOf().notNull(),
    createdAt: momentOf().notNull().defaultNow(),
    updatedAt: momentOf().notNull().defaultNow(),
    /** Always empty: addresses are not kept. */
    ipAddress: text(),
    userAgent: text(),
    impersonatedBy: uuid(),
  },
  (table) => [index('session_user').on(table.userId), index('session_expires').on(table.expiresAt)],
);

/** A way to sign in: a password, or an account at another service. On account deletion: deleted by cascade. */
export const account = pgTable(
  'account',
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    /** Id at the other service; for a password the account's own. */
    accountId: text().notNull(),
    /** `credential` for a password, else `google`, `github` or `oidc`. */
    providerId: text().notNull(),
    /** Tokens of the other service are not kept: nothing is asked of it later. */
    accessToken: text(),
    refreshToken: text(),
    idToken: text(),
    accessTokenExpiresAt: momentOf(),
    refreshTokenExpiresAt: momentOf(),
    scope: text(),
    /** See auth-password.ts for the form. */
    password: text(),
    createdAt: momentOf().notNull().defaultNow(),
    updatedAt: momentOf().notNull().defaultNow(),
  },
  (table) => [
    index('account_user').on(table.userId),
    uniqueIndex('account_provider').on(table.providerId, table.accountId),
  ],
);

/** Something that waits for proof: a link of a mail, a sign-in at another service, a passkey's challenge. Gone in a day. */
export const verification = pgTable(
  'verification',
  {
    id: uuid().primaryKey().defaultRandom(),
    /** Hash of what the link carries. */
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: momentOf().notNull(),
    createdAt: momentOf().notNull().defaultNow(),
    updatedAt: momentOf().notNull().defaultNow(),
  },
  (table) => [index('verification_identifier').on(table.identifier), index('verification_expires').on(table.expiresAt)],
);

/** A passkey. On account deletion: deleted by cascade. */
export const passkey = pgTable(
  'passkey',
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: uuid()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    name: text(),
    publicKey: text().notNull(),
    credentialID: text('credential_id').notNull().unique(),
    counter: integer().notNull(),
    deviceType: text().notNull(),
    backedUp: boolean().notNull(),
    transports: text(),
    createdAt: momentOf().defaultNow(),
    aaguid: text(),
  },
  (table) => [index('passkey_user').on(table.userId)],
);
