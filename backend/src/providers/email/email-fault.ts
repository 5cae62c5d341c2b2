/** Why a mail did not arrive, told without its address. */

/**
 * - `unreachable`: no connection, or it broke
 * - `encryption`: TLS was not offered, or its certificate is not trusted
 * - `credentials`: user or password are wrong, or wanted and not set
 * - `sender`: the server does not let us send as SMTP_FROM
 * - `recipient`: there is no such mailbox
 * - `refused`: the server does not take this mail
 * - `busy`: the server asks to come back later
 * - `expired`: its link ended before it could be delivered
 * - `internal`: it could not be put into words or sent, by a fault of ours
 */
export const EMAIL_FAULT_KINDS = [
  'unreachable',
  'encryption',
  'credentials',
  'sender',
  'recipient',
  'refused',
  'busy',
  'expired',
  'internal',
] as const;

/** See {@link EMAIL_FAULT_KINDS}. */
export type EmailFaultKind = (typeof EMAIL_FAULT_KINDS)[number];

/** A failed try. */
export interface EmailFault {
  readonly kind: EmailFaultKind;
  /** Trying this mail again is of no use. */
  readonly permanent: boolean;
  /** It would have met every mail: the server is away, or set up wrongly. */
  readonly outage: boolean;
  /** Code of the server's reply (RFC 5321 §4.2), e.g. 550; null: there was none. */
  readonly smtpStatus: number | null;
  /** The reply's enhanced code (RFC 3463), e.g. 5.1.1, or the system's, e.g. ECONNREFUSED; null: none. */
  readonly code: string | null;
}

/** What an operator does about each kind. */
export const EMAIL_FAULT_MENDS: Readonly<Record<EmailFaultKind, string>> = {
  unreachable: 'Check SMTP_HOST, SMTP_PORT and the firewall.',
  encryption: 'Check SMTP_SECURE and SMTP_STARTTLS; a private authority’s certificate goes into SMTP_CA_FILE.',
  credentials: 'Check SMTP_USER and SMTP_PASSWORD.',
  sender: 'Set SMTP_FROM to an address that this mail server sends for.',
  recipient: 'Nothing to do: the address does not exist.',
  refused: 'Look into the mail server’s log for what it holds against these mails.',
  busy: 'Wait: the mail server asked to come back later.',
  expired: 'Nothing to do: readers can have a new link sent.',
  internal: 'Report it with the line of the log.',
};

const CONNECTION_CODES = new Set([
  'ECONNECTION',
  'ETIMEDOUT',
  'ESOCKET',
  'EDNS',
  'EPROTOCOL',
  'EPROXY',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EPIPE',
]);
const MAIL_CODES = new Set(['EENVELOPE', 'EMESSAGE', 'ESTREAM']);

/** Authentication is wanted (RFC 4954 §6), or ours was refused. */
const AUTHENTICATION_STATUSES = new Set([530, 534, 535, 538]);

interface SmtpError {
  readonly code: string | null;
  readonly status: number | null;
  readonly command: string;
  readonly enhanced: string | null;
  readonly cause: string | null;
  readonly tls: boolean;
}

/** Tells what kind of fault an error of the mail library is. Its own text may hold the address, so none of it is kept. */
export function classifyEmailError(error: unknown): EmailFault {
  const { code, status, command, enhanced, cause, tls } = readError(error);
  const fault = (kind: EmailFaultKind, more: { permanent?: boolean; outage?: boolean } = {}): EmailFault => ({
    kind,
    permanent: more.permanent ?? false,
    outage: more.outage ?? false,
    smtpStatus: status,
    code: enhanced ?? cause ?? code,
  });
  if (code === 'EAUTH' || code === 'ENOAUTH' || (status !== null && AUTHENTICATION_STATUSES.has(status))) {
    // 4yz: the server could not check them now (RFC 4954 §6).
    return status !== null && status < 500 ? fault('busy', { outage: true }) : fault('credentials', { outage: true });
  }
  if (tls) return fault('encryption', { outage: true });
  if (status !== null && status < 500) return fault('busy', { outage: status === 421 });
  if (status !== null) {
    if (command.startsWith('MAIL')) return fault('sender', { outage: true });
    if (command.startsWith('RCPT')) return fault('recipient', { permanent: true });
    if (command.startsWith('DATA')) return fault('refused', { permanent: true });
    return fault('refused', { outage: true });
  }
  if (code !== null && CONNECTION_CODES.has(code)) return fault('unreachable', { outage: true });
  return fault('internal', { permanent: code !== null && MAIL_CODES.has(code) });
}

function readError(error: unknown): SmtpError {
  const fields = typeof error === 'object' && error !== null ? error : {};
  const text = (name: string): string | null => {
    const value: unknown = Reflect.get(fields, name);
    return typeof value === 'string' ? value : null;
  };
  const status: unknown = Reflect.get(fields, 'responseCode');
  const code = text('code');
  // Codes of Node's TLS: ERR_TLS_CERT_ALTNAME_INVALID, DEPTH_ZERO_SELF_SIGNED_CERT, …; the library puts ESOCKET over them.
  const said = `${code ?? ''} ${text('message') ?? ''} `;
  const isTls = code === 'ETLS' || (typeof status !== 'number' && /certificate|\bTLS\b|\bSSL\b|altname/i.test(said));
  return {
    code,
    status: typeof status === 'number' ? status : null,
    command: text('command') ?? '',
    enhanced: /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(text('response') ?? '')?.[1] ?? null,
    cause: [...CONNECTION_CODES].find((name) => said.includes(` ${name} `)) ?? null,
    tls: isTls,
  };
}
