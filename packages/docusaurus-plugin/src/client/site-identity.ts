/**
 * Who the reader is to a server on another origin. Browsers send it no cookies from here, so a bearer goes with each
 * request: of an anonymous identity (kept 30 days, like the cookie it stands for), or of an account's session, kept for
 * this tab alone. On one origin there is a cookie that no script can read, and nothing of this happens.
 *
 * @see docs/accounts.md
 */
import type { AnonymousIdentityResponse } from '@lectern/contracts';
import { isString, shape } from './guard-checks.ts';
import { createTransport } from './http-transport.ts';
import { siteSettings, usesBearer } from './site-settings.ts';

const ANONYMOUS_KEY = 'lectern.identity';
const SESSION_KEY = 'lectern.session';

const isAnonymousIdentity = shape<AnonymousIdentityResponse>({
  identityId: isString,
  token: isString,
  expiresAt: isString,
});

type Area = 'localStorage' | 'sessionStorage';
/** What was kept, for browsers that forbid storage: it then lasts as long as the page. */
const memory = new Map<string, string>();

function read(area: Area, key: string): string | null {
  const kept = memory.get(key);
  if (kept !== undefined) return kept;
  try {
    return window[area].getItem(key);
  } catch {
    return null; // storage may be forbidden
  }
}

function write(area: Area, key: string, value: string | null): void {
  if (value === null) memory.delete(key);
  else memory.set(key, value);
  try {
    if (value === null) window[area].removeItem(key);
    else window[area].setItem(key, value);
  } catch {
    // the memory has it
  }
}

/** The anonymous bearer, while it lasts. */
function anonymousToken(): string | null {
  const [expiresAt, token] = read('localStorage', ANONYMOUS_KEY)?.split(' ') ?? [];
  return token !== undefined && Date.parse(expiresAt ?? '') > Date.now() ? token : null;
}

/** The header that says who the reader is; none on one origin, and none before anything was stored. */
export function identityHeaders(): Readonly<Record<string, string>> {
  if (!usesBearer()) return {};
  const token = read('sessionStorage', SESSION_KEY) ?? anonymousToken();
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

/** Keeps the bearer of an account's session for this tab; null forgets it, and the anonymous identity that came along. */
export function keepSessionToken(token: string | null): void {
  if (!usesBearer()) return;
  write('sessionStorage', SESSION_KEY, token);
  write('localStorage', ANONYMOUS_KEY, null);
}

/** true while this tab has the bearer of an account. */
export const hasSessionToken = (): boolean => usesBearer() && read('sessionStorage', SESSION_KEY) !== null;

let pending: Promise<void> | undefined;

/** Asks for an anonymous identity where one is needed and there is none. Never rejects: without one nothing is kept. */
export function ensureIdentity(): Promise<void> {
  if (!usesBearer() || identityHeaders()['authorization'] !== undefined) return Promise.resolve();
  const { api } = siteSettings();
  const transport = createTransport({ baseUrl: api.origin, basePath: api.basePath });
  pending ??= transport
    .json('/identity/anonymous', { method: 'POST', body: {} }, isAnonymousIdentity)
    .then(
      ({ expiresAt, token }) => write('localStorage', ANONYMOUS_KEY, `${expiresAt} ${token}`),
      () => undefined,
    )
    .finally(() => {
      pending = undefined;
    });
  return pending;
}
