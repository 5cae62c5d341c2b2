/** Deletes everything of a reader, once they have confirmed it. */

import {
  AuthenticationError,
  AuthorizationError,
  NotFoundError,
  ServiceUnavailableError,
} from '../../config/app-error.ts';
import type { Db } from '../../db/client.ts';
import type { OwnedData } from '../../db/owned-data.ts';
import { transaction } from '../../db/transaction.ts';
import type { AccountIdentity, Identity } from '../../middleware/identity.ts';
import type { EmailMessage, EmailReceipt, EmailSender } from '../../providers/email/index.ts';

/** What is needed of accounts; the feature of accounts has it. */
export interface DeletionAccounts {
  find(userId: string): Promise<{ readonly email: string; readonly name: string } | undefined>;
  isFresh(identity: AccountIdentity): boolean;
  /** @throws RATE_LIMITED */
  checkPassword(userId: string, password: string, address: string): Promise<boolean>;
  issueDeletionToken(userId: string): Promise<{ readonly token: string; readonly expiresAt: Date }>;
  takeDeletionToken(token: string): Promise<string | undefined>;
}

/** What deletion needs. */
export interface DeletionDeps {
  readonly db: Db;
  /** What the features keep of readers, the account itself included. */
  readonly owned: readonly OwnedData[];
  /** undefined: there are no accounts here. */
  readonly accounts: DeletionAccounts | undefined;
  readonly mail: EmailSender;
  readonly publicUrl: string;
  /** Has all that is kept of an owner erased once more in a while: what was under way may have stored more. */
  readonly eraseAgain: (ownerId: string) => Promise<void>;
  readonly logger: { warn(fields: object, text: string): void };
}

/** How a deletion was asked for. */
export interface DeletionRequest {
  /** Who asks; null: nobody known. */
  readonly identity: Identity | null;
  /** Address of the client, for the limit of guesses. */
  readonly address: string;
  /** BCP 47, for mails. */
  readonly locale: string;
  readonly password?: string | undefined;
  readonly confirmByEmail: boolean;
  readonly returnTo: string;
  readonly token?: string | undefined;
}

/** What came of it. */
export type DeletionOutcome =
  | { readonly status: 'deleted'; readonly kind: Identity['kind'] | 'nobody' }
  | { readonly status: 'mailed'; readonly receipt: EmailReceipt };

/** Deletes readers' data. */
export type DeletionService = ReturnType<typeof createDeletionService>;

/** Makes the service. */
export function createDeletionService(deps: DeletionDeps) {
  const { db, owned, accounts, mail, publicUrl } = deps;

  /** Deletes all that is kept of an owner, all of it or nothing. */
  const erase = async (ownerId: string): Promise<void> => {
    for (const feature of owned) await feature.stop?.(ownerId);
    await transaction(db, async (tx) => {
      for (const feature of owned) await feature.erase(tx, ownerId);
    });
  };

  const eraseReader = async (ownerId: string): Promise<void> => {
    await erase(ownerId);
    await deps.eraseAgain(ownerId).catch((err: unknown) => {
      deps.logger.warn({ err }, 'what came in while a reader was deleted is not looked for again');
    });
  };

  const eraseAccount = async (userId: string, locale: string): Promise<void> => {
    const account = await accounts?.find(userId);
    await eraseReader(userId);
    if (account === undefined) return;
    const message: EmailMessage = { to: account.email, name: account.name, kind: 'account_deleted', locale };
    await mail.send(message).catch((err: unknown) => {
      deps.logger.warn({ err }, 'the mail that tells of a deletion was not stored');
    });
  };

  const mailLink = async (identity: AccountIdentity, { locale, returnTo }: DeletionRequest): Promise<EmailReceipt> => {
    const account = await accounts?.find(identity.id);
    if (accounts === undefined || account === undefined) throw new AuthenticationError('AUTHENTICATION_REQUIRED');
    if (mail.delivery() === 'unavailable') throw new ServiceUnavailableError('MAIL_UNAVAILABLE');
    const { token, expiresAt } = await accounts.issueDeletionToken(identity.id);
    // Behind the hash, so that it reaches no log and no other site.
    const url = `${new URL(returnTo, publicUrl).href}#deletion=${token}`;
    return mail.send({ to: account.email, name: account.name, kind: 'delete_account', url, expiresAt, locale });
  };

  /** @throws PASSWORD_WRONG, CONFIRMATION_REQUIRED, RATE_LIMITED */
  const confirm = async (identity: AccountIdentity, { password, address }: DeletionRequest): Promise<void> => {
    if (accounts === undefined) throw new AuthorizationError('CONFIRMATION_REQUIRED');
    if (password === undefined) {
      if (!accounts.isFresh(identity)) throw new AuthorizationError('CONFIRMATION_REQUIRED');
    } else if (!(await accounts.checkPassword(identity.id, password, address))) {
      throw new AuthorizationError('PASSWORD_WRONG');
    }
  };

  return {
    erase,

    /**
     * Deletes what belongs to whoever asks: an anonymous reader's at once, an account's when it is confirmed.
     * @throws CONFIRMATION_REQUIRED, PASSWORD_WRONG, DELETION_LINK_INVALID, MAIL_UNAVAILABLE, RATE_LIMITED
     */
    async remove(request: DeletionRequest): Promise<DeletionOutcome> {
      const { identity, token } = request;
      if (token !== undefined) {
        const userId = await accounts?.takeDeletionToken(token);
        if (userId === undefined) throw new NotFoundError('DELETION_LINK_INVALID');
        await eraseAccount(userId, request.locale);
        return { status: 'deleted', kind: 'account' };
      }
      // Nothing is stored for nobody, so that nothing is left to do.
      if (identity === null) return { status: 'deleted', kind: 'nobody' };
      if (identity.kind === 'anonymous') {
        await eraseReader(identity.id);
        return { status: 'deleted', kind: 'anonymous' };
      }
      if (request.confirmByEmail) return { status: 'mailed', receipt: await mailLink(identity, request) };
      await confirm(identity, request);
      await eraseAccount(identity.id, request.locale);
      return { status: 'deleted', kind: 'account' };
    },
  };
}
