/** Mails that accounts need. A sender takes a mail and answers for its arrival at the mail server. */
import type { Db } from '../../db/client.ts';

/** What a mail is for; its texts are in `email-texts.ts`. */
export type EmailKind =
  /** Confirm the address of a new account. */
  | 'verify'
  /** Set a new password. */
  | 'reset'
  /** To the present address: agree to another one. */
  | 'change_email'
  /** Agree to the deletion of the account. */
  | 'delete_account'
  /** Somebody signed up with an address that has an account already. */
  | 'sign_up_attempt'
  /** To the former address: the account has another one now. */
  | 'email_changed'
  /** The password was changed or reset. */
  | 'password_changed'
  /** The account has been deleted. */
  | 'account_deleted';

/** A mail to be sent. Everything in it may come from a stranger: it is escaped, and cannot become a header. */
export interface EmailMessage {
  /** One address, without a name. */
  readonly to: string;
  readonly kind: EmailKind;
  /** The link of the mail; kinds without a link ignore it. */
  readonly url?: string;
  /** How the reader wants to be called. */
  readonly name?: string;
  /** The other address of `change_email` and `email_changed`. */
  readonly newEmail?: string;
  /** BCP 47; a language without texts gets English. */
  readonly locale: string;
  /** When the link ends. A mail that could not be delivered until then is given up. */
  readonly expiresAt?: Date;
}

/**
 * What becomes of a mail, as far as it is known at once.
 *
 * `queued`: it is stored and goes out now. `delayed`: it is stored, but the mail server could not be reached lately; it
 * goes out as soon as it can be. `shown`: nobody sends mails here (development), the link is in the log and in the
 * receipt. `unavailable`: nobody sends mails here, and nothing was stored.
 */
export type EmailDelivery = 'queued' | 'delayed' | 'shown' | 'unavailable';

/** Answer to a sent mail. */
export interface EmailReceipt {
  readonly delivery: EmailDelivery;
  /**
   * The link, to be put on the screen: in development without a mail server only, else null. Whoever sees it owns the
   * account, so it may be shown only to a reader on the same machine.
   */
  readonly url: string | null;
}

/** How a mail is sent. */
export interface SendEmailOptions {
  /** The transaction that the mail belongs to: it goes out when that commits, and not at all otherwise. */
  readonly through?: Db;
}

/** Sends mails. */
export interface EmailSender {
  /**
   * What a mail sent now would meet. It depends on the mail server alone and never on who gets the mail, so a page may
   * show it to anybody.
   */
  delivery(): EmailDelivery;
  /**
   * Takes a mail. When this resolves it is stored and is tried until it has been delivered, cannot be, or is too old.
   *
   * @throws DatabaseUnavailableError and the like when it could not be stored; never because of the mail server
   */
  send(message: EmailMessage, options?: SendEmailOptions): Promise<EmailReceipt>;
  /**
   * Forgets what is kept of mails to an address, also undelivered ones.
   *
   * @param db - the transaction in which its owner is erased
   */
  forget(db: Db, to: string): Promise<void>;
}
