/** Where a reader goes on after signing in. Only within this site: an address from a link may not lead anywhere else. */
import { siteSettings } from '../../client/site-settings.ts';
import { type AccountPageName, accountPath } from './account-pages.ts';

/** Pages that lead elsewhere once the reader has signed in: nobody goes back to them. */
const PASSED: readonly AccountPageName[] = ['sign-in', 'sign-up', 'verify', 'forgot', 'reset'];

/**
 * A path of this site that may be gone to; the site's start for anything else.
 * @param wanted as it stands in the address, e.g. `/book/intro#nodes`
 */
export function safeReturnPath(wanted: string | null, baseUrl: string, origin: string): string {
  // One slash and no other, and no backslash, which browsers take for one: `//evil.example` is another site.
  if (wanted === null || !/^\/(?![/\\])/.test(wanted) || /[\\\p{Cc}]/u.test(wanted)) return baseUrl;
  const url = URL.canParse(wanted, origin) ? new URL(wanted, origin) : null;
  if (url === null || url.origin !== origin || !url.pathname.startsWith(baseUrl)) return baseUrl;
  if (PASSED.some((page) => url.pathname.startsWith(accountPath(baseUrl, page)))) return baseUrl;
  return url.pathname + url.search + url.hash;
}

/** Where the reader of this page came from. */
export function returnPath(): string {
  const wanted = new URLSearchParams(window.location.search).get('from');
  return safeReturnPath(wanted, siteSettings().baseUrl, window.location.origin);
}

/** Address of an account page that sends back to `from`. */
export function accountPathFrom(page: AccountPageName, from: string): string {
  const { baseUrl } = siteSettings();
  const path = accountPath(baseUrl, page);
  return from === baseUrl ? path : `${path}?from=${encodeURIComponent(from)}`;
}

/** The same as an address that a mail or another site can lead to: a path on one origin, else a whole address. */
export function linkTarget(page: AccountPageName, from: string): string {
  const path = accountPathFrom(page, from);
  return siteSettings().api.origin === '' ? path : new URL(path, window.location.origin).href;
}

/** Where the link that confirms an address leads. */
export function confirmationTarget(from: string): string {
  const target = linkTarget('verify', from);
  return `${target}${target.includes('?') ? '&' : '?'}done=1`;
}

/** Where the links that change an address lead. */
export function emailChangeTarget(): string {
  return `${linkTarget('verify', siteSettings().baseUrl)}?of=email`;
}

/** Where a service sends readers to who have no account yet: the steps about themselves. */
export function newReaderTarget(from: string): string {
  const target = linkTarget('sign-up', from);
  return `${target}${target.includes('?') ? '&' : '?'}new=1`;
}

/** true on that page. */
export const isNewFromService = (): boolean => new URLSearchParams(window.location.search).has('new');
