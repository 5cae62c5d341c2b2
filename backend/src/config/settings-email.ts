/** Variables of the mail server, and the settings made of them. */
import { z } from 'zod';
import { defineSettings, flag, oneOf, text, url, wholeNumber } from './setting-entry.ts';
import type { SettingFault } from './settings-error.ts';
import type { Variables } from './settings-table.ts';
import type { Settings } from './settings-values.ts';

/** Port of message submission with STARTTLS (RFC 6409 §3.1), and with TLS from the first byte (RFC 8314 §3.3). */
const SUBMISSION_PORT = 587;
const SUBMISSIONS_PORT = 465;

/** One address, with a name or without; quotes and line breaks would reach a header. */
const SENDER = /^(?:[^<>@"\p{C}]*<[^<>@\s"\p{C}]+@[^<>@\s"\p{C}]+>|[^<>@\s"\p{C}]+@[^<>@\s"\p{C}]+)$/u;

/** E-mail; without a mail server, mails are written to the log in development and not sent elsewhere. */
export const EMAIL_SETTINGS = defineSettings({
  SMTP_URL: {
    description:
      'Mail server in one line, instead of SMTP_HOST, SMTP_PORT, SMTP_SECURE, SMTP_USER and SMTP_PASSWORD. smtps:// speaks TLS from the first byte, smtp:// STARTTLS. User and password percent-encoded.',
    feature: 'email',
    secret: true,
    example: 'smtps://lectern:password@smtp.example:465',
    schema: url(['smtp:', 'smtps:']),
  },
  SMTP_HOST: {
    description:
      'Mail server that sends verification and password e-mails. Without one (and without SMTP_URL), development writes their links to the log; staging and production send none, and say so in /health.',
    feature: 'email',
    example: 'smtp.example',
    schema: text(),
  },
  SMTP_PORT: {
    description: 'Port of the mail server.',
    derived: '465 with SMTP_SECURE, otherwise 587',
    feature: 'email',
    example: '465',
    schema: wholeNumber(1, 65_535),
  },
  SMTP_SECURE: {
    description: 'Whether TLS is spoken from the first byte (port 465); otherwise STARTTLS.',
    default: 'false',
    feature: 'email',
    example: 'true',
    schema: flag(),
  },
  SMTP_STARTTLS: {
    description:
      'Without SMTP_SECURE: required sends nothing over a connection that the server does not encrypt, optional encrypts where the server can, never does not. Certificates are always checked.',
    derived: 'optional for a mail server on this machine, otherwise required',
    feature: 'email',
    example: 'required',
    schema: oneOf(['required', 'optional', 'never']),
  },
  SMTP_CA_FILE: {
    description: 'Certificates of a private authority that the mail server’s own is signed by, PEM.',
    feature: 'email',
    example: '/etc/lectern/mail-ca.pem',
    schema: text(),
  },
  SMTP_USER: {
    description: 'User at the mail server.',
    feature: 'email',
    example: 'lectern',
    schema: text(),
  },
  SMTP_PASSWORD: {
    description: 'Password at the mail server.',
    feature: 'email',
    secret: true,
    example: 'smtp-password',
    schema: text(),
  },
  SMTP_FROM: {
    description: 'Sender of e-mails: an address that the mail server sends for.',
    feature: 'email',
    example: 'Lectern <book@example.org>',
    schema: z.string().regex(SENDER, 'must be an e-mail address'),
  },
});

/** Lists faults that only show when the variables are seen together. */
export function checkEmail(given: Partial<Variables>): SettingFault[] {
  const faults: SettingFault[] = [];
  const server = given.SMTP_URL === undefined ? 'SMTP_HOST' : 'SMTP_URL';
  if (given[server] === undefined) return faults;
  if (given.SMTP_FROM === undefined) faults.push({ name: 'SMTP_FROM', message: `must be set, since ${server} is` });
  if (given.SMTP_URL === undefined) return faults;
  const twice = (['SMTP_HOST', 'SMTP_PORT', 'SMTP_USER', 'SMTP_PASSWORD'] as const).filter(
    (name) => given[name] !== undefined,
  );
  for (const name of twice) faults.push({ name, message: 'must not be set beside SMTP_URL, which holds it' });
  const { username, password, pathname } = new URL(given.SMTP_URL);
  if ((username === '') !== (password === '')) {
    faults.push({ name: 'SMTP_URL', message: 'must have both a user and a password, or neither' });
  }
  if (pathname !== '' && pathname !== '/') faults.push({ name: 'SMTP_URL', message: 'must have no path' });
  if (![username, password].every(isPercentEncoded)) {
    faults.push({ name: 'SMTP_URL', message: 'must have its user and password percent-encoded' });
  }
  return faults;
}

/** Makes the settings of checked variables; null without a mail server. */
export function composeSmtp(given: Variables, absolute: (path: string) => string): Settings['smtp'] {
  const server = given.SMTP_URL === undefined ? fromParts(given) : fromUrl(given.SMTP_URL);
  if (server === null || given.SMTP_FROM === undefined) return null;
  return {
    ...server,
    startTls: given.SMTP_STARTTLS ?? (isOwnMachine(server.host) ? 'optional' : 'required'),
    from: given.SMTP_FROM,
    caFile: given.SMTP_CA_FILE === undefined ? null : absolute(given.SMTP_CA_FILE),
  };
}

type Server = Pick<NonNullable<Settings['smtp']>, 'host' | 'port' | 'secure' | 'user' | 'password'>;

function fromParts(given: Variables): Server | null {
  if (given.SMTP_HOST === undefined) return null;
  const secure = given.SMTP_SECURE;
  const port = given.SMTP_PORT ?? usualPort(secure);
  return { host: given.SMTP_HOST, port, secure, user: given.SMTP_USER ?? null, password: given.SMTP_PASSWORD ?? null };
}

function fromUrl(text: string): Server {
  const { protocol, hostname, port, username, password } = new URL(text);
  const secure = protocol === 'smtps:';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? usualPort(secure) : Number(port),
    secure,
    user: username === '' ? null : decodeURIComponent(username),
    password: password === '' ? null : decodeURIComponent(password),
  };
}

const usualPort = (secure: boolean): number => (secure ? SUBMISSIONS_PORT : SUBMISSION_PORT);

const isOwnMachine = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host);

function isPercentEncoded(part: string): boolean {
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}
