/** Brings one mail to the next mail server, by nodemailer. */
import { createTransport } from 'nodemailer';
import type { ComposedEmail } from './email-composer.ts';

/** How the mail server is reached. */
export interface SmtpOptions {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. */
  readonly secure: boolean;
  /** Otherwise: whether the connection must be, may be, or is never encrypted by STARTTLS. */
  readonly startTls: 'required' | 'optional' | 'never';
  /** null: mails are handed over without signing in. */
  readonly credentials: { readonly user: string; readonly password: string } | null;
  /** Address of the sender, with a name or without. */
  readonly from: string;
  /** Certificates of a private authority, PEM; null: those that Node trusts. */
  readonly certificates: string | null;
  /** What we call ourselves in EHLO. */
  readonly ownName: string;
}

/** A mail, ready to go. */
export interface OutgoingEmail extends ComposedEmail {
  /** UUID; stays the same when it is tried again. */
  readonly id: string;
  readonly to: string;
}

/** Hands mails to a server. */
export interface EmailTransport {
  /** Hands one over. @throws what the library throws; see {@link classifyEmailError} */
  deliver(email: OutgoingEmail): Promise<void>;
  /** Connects and signs in without sending. @throws as {@link EmailTransport.deliver} */
  probe(): Promise<void>;
}

/** A server that takes longer counts as away. Below the time after which another process may try the same mail. */
const CONNECT_TIMEOUT_MS = 10_000;
const IDLE_TIMEOUT_MS = 20_000;

/** Makes the transport; it connects for each mail. */
export function createSmtpTransport(options: SmtpOptions): EmailTransport {
  const { host, port, secure, startTls, credentials, certificates } = options;
  const transport = createTransport({
    host,
    port,
    secure,
    requireTLS: !secure && startTls === 'required',
    ignoreTLS: !secure && startTls === 'never',
    ...(credentials && { auth: { user: credentials.user, pass: credentials.password } }),
    tls: { minVersion: 'TLSv1.2', ...(certificates !== null && { ca: certificates }) },
    name: options.ownName,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    dnsTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: IDLE_TIMEOUT_MS,
    // Nothing in a mail is ever read from a file or another host.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const address = addressOf(options.from);
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return {
    async deliver({ id, to, locale, subject, text, html }) {
      await transport.sendMail({
        from: options.from,
        to: { name: '', address: to },
        envelope: { from: address, to: [to] },
        subject,
        text,
        html,
        messageId: `<${id}@${domain}>`,
        headers: {
          // RFC 3834 §5: nobody's holiday notice answers it.
          'Auto-Submitted': 'auto-generated',
          'Content-Language': locale,
        },
      });
    },
    async probe() {
      await transport.verify();
    },
  };
}

/** The address in `Name <address>`, or the whole. */
function addressOf(from: string): string {
  return /<([^<>]+)>$/.exec(from)?.[1] ?? from;
}
