/** Mails where there is no mail server: their links go into the log, and back to who asked. */
import type { Logger } from 'pino';
import type { EmailSender } from './email.port.ts';
import { normalizeAddress } from './email-address.ts';
import { composeEmail } from './email-composer.ts';

/** What the log needs. */
export interface LogEmailOptions {
  readonly logger: Pick<Logger, 'info' | 'debug'>;
  /** Title of the book. */
  readonly siteName: () => string;
}

/**
 * For development: writes the link to the log and hands it back, so that a page can show it. Anybody who sees the link
 * owns the account, so this is never used where strangers can sign up.
 */
export function createLogEmail({ logger, siteName }: LogEmailOptions): EmailSender {
  return {
    delivery: () => 'shown',
    async send(message) {
      const to = normalizeAddress(message.to);
      const { subject, text } = composeEmail(message, { siteName: siteName(), sentAt: new Date() });
      const url = message.url ?? null;
      logger.info({ kind: message.kind, subject, ...(url !== null && { url }) }, 'a mail would be sent; its link');
      logger.debug({ to, text }, 'the mail in full');
      return { delivery: 'shown', url };
    },
    forget: async () => undefined,
  };
}

/** For servers on the open internet without a mail server: nothing is sent, stored or logged, and it says so. */
export function createNoEmail(): EmailSender {
  return {
    delivery: () => 'unavailable',
    send: async () => ({ delivery: 'unavailable', url: null }),
    forget: async () => undefined,
  };
}
