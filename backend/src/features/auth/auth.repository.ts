/** The SQL of accounts beside Better-Auth's own. */
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { and, asc, eq, gt, inArray, lt, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { transaction } from '../../db/transaction.ts';
import { account, passkey, session, user, verification } from './auth.table.ts';
import { auditEntry } from './auth-audit.table.ts';

/** Name under which Better-Auth keeps a password. */
const PASSWORD_PROVIDER = 'credential';

/** Better-Auth's way to the database. */
export const authAdapter = (db: Db) =>
  drizzleAdapter(db, { provider: 'pg', schema: { user, session, account, verification, passkey } });

/** An account. */
export type UserRow = typeof user.$inferSelect;
/** A role of an account. */
export type UserRole = UserRow['role'];

/** The account of an id. */
export async function findUser(db: Db, id: string): Promise<UserRow | undefined> {
  const [row] = await db.select().from(user).where(eq(user.id, id));
  return row;
}

/** The account of an address, in lower case. */
export async function findUserByEmail(db: Db, email: string): Promise<UserRow | undefined> {
  const [row] = await db.select().from(user).where(eq(user.email, email));
  return row;
}

/** The hash of an account's password; undefined when it has none. */
export async function findPasswordHash(db: Db, userId: string): Promise<string | undefined> {
  const [row] = await db
    .select({ password: account.password })
    .from(account)
    .where(and(eq(account.userId, userId), eq(account.providerId, PASSWORD_PROVIDER)));
  return row?.password ?? undefined;
}

/** Puts another hash of the same password in the place of one that is still there. */
export async function renewPasswordHash(db: Db, former: string, renewed: string): Promise<void> {
  // By the hash itself: its salt is nobody else's, and a password that was changed meanwhile stays changed.
  await db.update(account).set({ password: renewed }).where(eq(account.password, former));
}

/** Accounts that have one of some roles, in the order of their addresses. */
export async function listUsersWithRoles(db: Db, roles: readonly UserRole[]): Promise<UserRow[]> {
  return db
    .select()
    .from(user)
    .where(inArray(user.role, Array.from(roles)))
    .orderBy(asc(user.email));
}

/** Gives an account a role. */
export async function setRole(db: Db, userId: string, role: UserRole): Promise<void> {
  await db.update(user).set({ role, updatedAt: new Date() }).where(eq(user.id, userId));
}

/** Takes an address for proven. */
export async function markEmailVerified(db: Db, userId: string): Promise<void> {
  await db.update(user).set({ emailVerified: true, updatedAt: new Date() }).where(eq(user.id, userId));
}

/** Ends the sessions of an account. */
export async function endSessions(db: Db, userId: string): Promise<void> {
  await db.delete(session).where(eq(session.userId, userId));
}

/** Ends one session. */
export async function endSession(db: Db, sessionId: string): Promise<void> {
  await db.delete(session).where(eq(session.id, sessionId));
}

/** Deletes an account with all that hangs on it. */
export async function deleteUser(db: Db, userId: string): Promise<void> {
  // Links that were mailed hold the account's id as their value.
  await db.delete(verification).where(eq(verification.value, userId));
  await db.delete(user).where(eq(user.id, userId));
}

/** Keeps other transactions on the same owner waiting until this one ends. */
export async function lockOwner(db: Db, ownerId: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${ownerId}, 5))`);
}

/** Keeps something that waits for proof. */
export async function addVerification(
  db: Db,
  waiting: { readonly identifier: string; readonly value: string; readonly expiresAt: Date },
): Promise<void> {
  await db.insert(verification).values(waiting);
}

/** Uses up what waits for proof. @returns its value; undefined when there is none, or it has ended */
export async function takeVerification(db: Db, identifier: string, now: Date): Promise<string | undefined> {
  const [row] = await db.delete(verification).where(eq(verification.identifier, identifier)).returning();
  return row !== undefined && row.expiresAt > now ? row.value : undefined;
}

/** What an account is, for its owner: without hashes, tokens and keys. */
export async function readAccount(db: Db, userId: string) {
  const [row] = await db.select().from(user).where(eq(user.id, userId));
  if (row === undefined) return undefined;
  const { image: _image, ...own } = row;
  const ways = await db
    .select({ provider: account.providerId, createdAt: account.createdAt })
    .from(account)
    .where(eq(account.userId, userId))
    .orderBy(asc(account.createdAt));
  const sessions = await db
    .select({ createdAt: session.createdAt, expiresAt: session.expiresAt, userAgent: session.userAgent })
    .from(session)
    .where(and(eq(session.userId, userId), gt(session.expiresAt, new Date())))
    .orderBy(asc(session.createdAt));
  const passkeys = await db
    .select({ name: passkey.name, createdAt: passkey.createdAt, deviceType: passkey.deviceType })
    .from(passkey)
    .where(eq(passkey.userId, userId))
    .orderBy(asc(passkey.createdAt));
  return { account: own, signInMethods: ways, sessions, passkeys };
}

/** What {@link deleteExpired} has deleted. */
export interface DeletedExpired {
  readonly sessions: number;
  readonly unverifiedAccounts: number;
  readonly auditEntries: number;
}

/**
 * Deletes what is over: sessions and waiting proofs that have ended, accounts that nobody verified, old audit lines.
 * @param before accounts made and audit lines written before these moments
 */
export async function deleteExpired(
  db: Db,
  before: { readonly now: Date; readonly unverified: Date | null; readonly audit: Date | null },
): Promise<DeletedExpired> {
  return transaction(db, async (tx) => {
    await tx.delete(verification).where(lt(verification.expiresAt, before.now));
    const sessions = await tx.delete(session).where(lt(session.expiresAt, before.now)).returning({ id: session.id });
    const users =
      before.unverified === null
        ? []
        : await tx
            .delete(user)
            .where(and(eq(user.emailVerified, false), lt(user.createdAt, before.unverified)))
            .returning({ id: user.id });
    const audit =
      before.audit === null
        ? []
        : await tx.delete(auditEntry).where(lt(auditEntry.at, before.audit)).returning({ id: auditEntry.id });
    return { sessions: sessions.length, unverifiedAccounts: users.length, auditEntries: audit.length };
  });
}
