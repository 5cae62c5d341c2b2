/** Paths of pages, compared alike on the Node side and in the browser. No imports: it is part of both. */

/** Brings a page's path into the form in which page data is keyed: decoded, without `index.html`, `.html` and a trailing slash. */
export function normalizePagePath(pathname: string): string {
  let path = pathname;
  try {
    path = decodeURI(pathname);
  } catch {
    // A malformed escape is compared as it stands.
  }
  path = path.replace(/(?:\/index)?\.html$/, '').replace(/\/+$/, '');
  return path === '' ? '/' : path;
}

/**
 * A page's path as the site links to it.
 * @param trailingSlash the site's `trailingSlash`; `undefined` leaves paths as Docusaurus made them
 */
export function applyTrailingSlash(path: string, baseUrl: string, trailingSlash: boolean | undefined): string {
  if (trailingSlash === undefined || path === '/' || path === baseUrl) return path;
  const bare = path.replace(/\/+$/, '');
  return trailingSlash ? `${bare}/` : bare;
}
