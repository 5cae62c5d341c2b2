/** Links as they are written in a page → whole addresses. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** What of a site links are resolved with. */
export interface LinkSite {
  /** Origin. */
  url: string;
  /** Base URL of the locale. */
  baseUrl: string;
  siteDir: string;
  /** Absolute path of a doc's file → its permalink. */
  permalinks: ReadonlyMap<string, string>;
}

const SCHEME = /^[a-z][a-z\d+.-]*:/i;
const OPEN_SCHEMES = /^(?:https?|mailto|tel):/i;
const PATHNAME = 'pathname://';
const MARKDOWN = /\.mdx?$/i;

/**
 * Resolves a link as Docusaurus does.
 * @param permalink of the page that holds it
 * @param importer absolute path of the file in which it is written
 * @returns undefined where nothing is that could be opened: files that the bundler gives another name, pages that are hidden
 */
export function resolveSiteLink(site: LinkSite, permalink: string, url: string, importer: string): string | undefined {
  if (url.startsWith(PATHNAME)) return absolute(site, url.slice(PATHNAME.length));
  if (SCHEME.test(url)) return OPEN_SCHEMES.test(url) ? url : undefined;
  const [, path = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(url) ?? [];
  if (path === '') return absolute(site, permalink) + rest;
  if (MARKDOWN.test(path)) {
    const target = fileCandidates(site, path, importer).map((file) => site.permalinks.get(file));
    const found = target.find((candidate) => candidate !== undefined);
    return found === undefined ? undefined : absolute(site, found) + rest;
  }
  if (path.startsWith('@site/static/')) return absolute(site, withBase(site, path.slice('@site/static'.length))) + rest;
  if (path.startsWith('@')) return undefined;
  if (path.startsWith('/')) return absolute(site, withBase(site, path)) + rest;
  if (existsSync(resolve(dirname(importer), safeDecode(path)))) return undefined;
  return URL.parse(url, absolute(site, permalink))?.href;
}

/** Beside the file; from the site's folder; from any folder above the file (a docs folder's own root). */
function fileCandidates({ siteDir }: LinkSite, path: string, importer: string): string[] {
  const decoded = safeDecode(path);
  if (decoded.startsWith('@site/')) return [join(siteDir, decoded.slice('@site/'.length))];
  const candidates = [resolve(dirname(importer), decoded.replace(/^\//, './'))];
  for (let folder = dirname(importer); folder.startsWith(siteDir); folder = dirname(folder)) {
    candidates.push(join(folder, decoded));
  }
  return candidates;
}

const withBase = ({ baseUrl }: LinkSite, path: string): string =>
  path.startsWith(baseUrl) ? path : `${baseUrl}${path.replace(/^\//, '')}`;

const absolute = ({ url }: LinkSite, path: string): string => URL.parse(path, url)?.href ?? url;

const safeDecode = (path: string): string => {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
};
