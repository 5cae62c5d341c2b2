/** The settings of the mail server, from its checked variables. */
import type { SettingFault } from './settings-error.ts';
import type { Variables } from './settings-table.ts';
import type { Settings } from './settings-values.ts';

/** Port of message submission with STARTTLS (RFC 6409 §3.1), and with TLS from the first byte (RFC 8314 §3.3). */
const SUBMISSION_PORT = 587;
const SUBMISSIONS_PORT = 465;

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
