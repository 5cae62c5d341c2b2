/** What other parts of the server need of accounts: who one is, confirmation, deletion, take-over. */
import { createHash, randomBytes } from 'node:crypto';
import type { Role } from '@lectern/contracts';
import type { Settings } from '../../config/settings.ts';
import type { Db } from '../../db/client.ts';
import type { OwnedData } from '../../db/owned-data.ts';
import { transaction } from '../../db/transaction.ts';
import type { AccountIdentity } from '../../middleware/identity.ts';
import type { EmailSender } from '../../providers/email/index.ts';
import {
  addVerification,
  type DeletedExpired,
  deleteExpired,
  deleteUser,
  findPasswordHash,
  findUser,
  lockOwner,
  markEmailVerified,
  readAccount,
  takeVerification,
} from './auth.repository.ts';
import { recordAudit } from './auth-audit.repository.ts';
import { FRESH_SESSION_SECONDS } from './auth-better-auth.ts';
import type { AuthLimits } from './auth-limits.ts';
import type { PasswordHasher } from './auth-password.ts';

const DAY_MS = 24 * 3600 * 1000;
/** How long the link of a mail that deletes an account works. */
const DELETION_LINK_MS = 3600 * 1000;

/** An account. */
export interface Account {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly emailVerified: boolean;
  readonly role: Role;
  readonly hasPassword: boolean;
  readonly createdAt: Date;
}

/** What accounts need. */
export interface AccountsDeps {
  readonly db: Db;
  readonly passwords: PasswordHasher;
  readonly limits: AuthLimits;
  readonly mail: Pick<EmailSender, 'forget'>;
  /** What features keep of readers. */
  readonly owned: readonly OwnedData[];
  readonly settings: Pick<Settings, 'retentionDays'>;
  /** True behind https. */
  readonly secure: boolean;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** What can be done with accounts. */
export interface Accounts {
  /** An account; undefined when it is gone. */
  find(userId: string): Promise<Account | undefined>;
  /** Whether a session began so short ago that no password is asked for. */
  isFresh(identity: AccountIdentity): boolean;
  /**
   * Whether a password is the account's. Attempts count like those to sign in.
   * @param address of the client
   * @throws RATE_LIMITED
   */
  checkPassword(userId: string, password: string, address: string): Promise<boolean>;
  /** Makes the token for a mail that deletes an account; it works once, for an hour. */
  issueDeletionToken(userId: string): Promise<{ readonly token: string; readonly expiresAt: Date }>;
  /** Uses such a token up. @returns the account it deletes; undefined when it is forged, used or too old */
  takeDeletionToken(token: string): Promise<string | undefined>;
  /** `Set-Cookie` values that take the session out of the browser. */
  expiredCookies(): string[];
  /** The account itself as data of its owner: export and erasure with all that hangs on it. */
  readonly ownedData: OwnedData;
  /** Moves what an anonymous reader owns to an account: all of it or nothing. A second time there is nothing left. */
  takeOver(anonymousId: string, userId: string): Promise<void>;
  /** Takes an address for proven: its owner has used a link that was mailed there. */
  markEmailVerified(userId: string): Promise<void>;
  /** Deletes what is over. */
  retain(): Promise<DeletedExpired>;
}

/** Makes it. */
export function createAccounts(deps: AccountsDeps): Accounts {
  const { db, passwords, limits, owned, secure } = deps;
  const now = deps.now ?? Date.now;

  const find = async (userId: string): Promise<Account | undefined> => {
    const row = await findUser(db, userId);
    return row && { ...row, hasPassword: (await findPasswordHash(db, userId)) !== undefined };
  };

  return {
    find,
    isFresh: ({ signedInAt }) => now() - signedInAt < FRESH_SESSION_SECONDS * 1000,
    async checkPassword(userId, password, address) {
      await limits.check({ limit: 'guess', address, account: userId, proof: undefined });
      const hash = await findPasswordHash(db, userId);
      return hash !== undefined && passwords.verify({ hash, password });
    },
    async issueDeletionToken(userId) {
      const token = randomBytes(32).toString('base64url');
      const expiresAt = new Date(now() + DELETION_LINK_MS);
      await addVerification(db, { identifier: deletionIdentifier(token), value: userId, expiresAt });
      return { token, expiresAt };
    },
    takeDeletionToken: (token) => takeVerification(db, deletionIdentifier(token), new Date(now())),
    expiredCookies: () => {
      const prefix = secure ? '__Host-lectern' : 'lectern';
      const attributes = `Path=/; HttpOnly; SameSite=Lax; Max-Age=0${secure ? '; Secure' : ''}`;
      return ['session_token', 'dont_remember'].map((name) => `${prefix}.${name}=; ${attributes}`);
    },
    ownedData: accountData(deps),
    async takeOver(anonymousId, userId) {
      await transaction(db, async (tx) => {
        // Nothing may come to an account that was deleted meanwhile.
        if ((await findUser(tx, userId)) === undefined) return;
        // Two sign-ins at once would merge the same things twice.
        await lockOwner(tx, userId);
        for (const part of owned) await part.move(tx, anonymousId, userId);
      });
    },
    markEmailVerified: (userId) => markEmailVerified(db, userId),
    async retain() {
      const { audit, unverified } = deps.settings.retentionDays;
      const before = (days: number) => new Date(now() - days * DAY_MS);
      return deleteExpired(db, {
        now: new Date(now()),
        unverified: unverified === 0 ? null : before(unverified),
        audit: audit === 0 ? null : before(audit),
      });
    },
  };
}

/** Who reads the database cannot delete accounts by what lies there. */
function deletionIdentifier(token: string): string {
  return `delete-account:${createHash('sha256').update(token).digest('base64url')}`;
}

function accountData({ db, mail }: AccountsDeps): OwnedData {
  return {
    name: 'account',
    // An anonymous reader has no account.
    move: async () => undefined,
    async *export(ownerId) {
      const found = await readAccount(db, ownerId);
      if (found !== undefined) yield found;
    },
    async erase(tx, ownerId) {
      const row = await findUser(tx, ownerId);
      if (row === undefined) return;
      await mail.forget(tx, row.email);
      await deleteUser(tx, ownerId);
      await recordAudit(tx, { kind: 'account.deleted', actor: ownerId, subject: ownerId });
    },
  };
}
