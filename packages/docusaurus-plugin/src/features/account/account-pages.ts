/** The plugin's own pages for accounts: their names and addresses, for the Node side and the browser. */

/** Names of the pages, as they stand in their addresses. */
export const ACCOUNT_PAGES = [
  'sign-in',
  'sign-up',
  'verify',
  'forgot',
  'reset',
  'profile',
  'sessions',
  'data',
  'privacy',
] as const;

/** Name of a page. */
export type AccountPageName = (typeof ACCOUNT_PAGES)[number];

/**
 * Address of a page within the site.
 * @param baseUrl the locale's base URL, with both slashes
 */
export function accountPath(baseUrl: string, page: AccountPageName): string {
  return `${baseUrl}account/${page}`;
}
