/** The mails of accounts: who gets which, and with which link. */
import type { EmailKind, EmailMessage, EmailSender } from '../../providers/email/index.ts';
import { currentAuthRequest } from './auth-request.ts';

/** How long the links of mails work, seconds. */
export const LINK_SECONDS = { verify: 24 * 3600, reset: 3600 } as const;

/** Who gets a mail. */
export interface Addressee {
  readonly email: string;
  readonly name: string;
}

/** Sends the mails of accounts. */
export interface AccountMails {
  verify(to: Addressee, url: string): Promise<void>;
  reset(to: Addressee, url: string): Promise<void>;
  changeEmail(to: Addressee, newEmail: string, url: string): Promise<void>;
  /** Somebody signed up with an address that has an account. */
  signUpAttempt(to: Addressee, url: string): Promise<void>;
  /** Tells of something that was done: no link. */
  notify(
    to: Addressee,
    kind: Extract<EmailKind, 'password_changed' | 'email_changed'>,
    newEmail?: string,
  ): Promise<void>;
}

/** Makes the sender of accounts' mails. A mail that cannot be stored fails the request that it belongs to. */
export function createAccountMails(sender: EmailSender, now: () => number = Date.now): AccountMails {
  const send = async (to: Addressee, kind: EmailKind, more: Partial<EmailMessage>): Promise<void> => {
    const request = currentAuthRequest();
    const message = { to: to.email, name: to.name, kind, locale: request?.locale ?? 'en', ...more };
    const receipt = await sender.send(message);
    if (request !== undefined) request.mail = receipt;
  };
  const until = (seconds: number) => new Date(now() + seconds * 1000);
  return {
    verify: (to, url) => send(to, 'verify', { url, expiresAt: until(LINK_SECONDS.verify) }),
    reset: (to, url) => send(to, 'reset', { url, expiresAt: until(LINK_SECONDS.reset) }),
    changeEmail: (to, newEmail, url) =>
      send(to, 'change_email', { url, newEmail, expiresAt: until(LINK_SECONDS.verify) }),
    signUpAttempt: (to, url) => send(to, 'sign_up_attempt', { url }),
    notify: (to, kind, newEmail) => send(to, kind, newEmail === undefined ? {} : { newEmail }),
  };
}
