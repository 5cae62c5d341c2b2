/** Signed anonymous identities: `<uuid>.<issued at, seconds>.<signature>`, as a cookie's value or as a bearer token. */
import { createHmac, timingSafeEqual } from 'node:crypto';

const DAY_SECONDS = 24 * 60 * 60;
/** Life of an anonymous identity in a cookie, since it was last seen. */
export const IDENTITY_MAX_AGE_SECONDS = 365 * DAY_SECONDS;
/** Life of an anonymous identity in a bearer token, which a script can read and no answer renews. */
export const BEARER_MAX_AGE_SECONDS = 30 * DAY_SECONDS;
/** Age at which a cookie is issued again, so that a regular reader never loses it. */
const RENEW_AFTER_SECONDS = 30 * DAY_SECONDS;
/** Clocks of several servers may differ by this much. */
const CLOCK_SKEW_SECONDS = 300;

const VALUE = /^([0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})\.(\d{9,11})\.([\w-]{43})$/;

/** How an identity travels; one is never taken for the other. */
export type IdentityCarrier = 'cookie' | 'bearer';

/** Signs and checks identities of one carrier. */
export interface CookieSigner {
  /** Value for an identity, issued now. */
  sign(id: string): string;
  /** The identity in a value, and whether the cookie is due to be issued again; null when forged, expired or malformed. */
  verify(value: string): { readonly id: string; readonly renew: boolean } | null;
}

/**
 * Makes a signer.
 * @param key 32 bytes
 * @param now milliseconds since 1970
 */
export function createCookieSigner(key: Buffer, now: () => number, carrier: IdentityCarrier = 'cookie'): CookieSigner {
  const purpose = carrier === 'cookie' ? 'identity' : 'identity-bearer';
  const maxAge = carrier === 'cookie' ? IDENTITY_MAX_AGE_SECONDS : BEARER_MAX_AGE_SECONDS;
  const signature = (payload: string) => createHmac('sha256', key).update(`${purpose}:${payload}`).digest();
  const seconds = () => Math.floor(now() / 1000);
  return {
    sign(id) {
      const payload = `${id}.${seconds()}`;
      return `${payload}.${signature(payload).toString('base64url')}`;
    },
    verify(value) {
      const [, id, issued, given] = VALUE.exec(value) ?? [];
      if (id === undefined || issued === undefined || given === undefined) return null;
      const mac = Buffer.from(given, 'base64url');
      const expected = signature(`${id}.${issued}`);
      if (mac.length !== expected.length || !timingSafeEqual(mac, expected)) return null;
      const age = seconds() - Number(issued);
      if (age > maxAge || age < -CLOCK_SKEW_SECONDS) return null;
      return { id, renew: age > RENEW_AFTER_SECONDS };
    },
  };
}
