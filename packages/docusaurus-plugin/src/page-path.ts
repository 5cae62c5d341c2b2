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
