/** What a citation carries to the page it points to, in the history entry's state. */
import { navigateTo } from '../../client/navigate.ts';
import type { PageLocation } from '../../client/page-store.ts';
import { siteSettings } from '../../client/site-settings.ts';

/** A place in a chapter: the segment, the quote that begins in it, the section as a fallback. */
export interface CitationTarget {
  readonly seg: string;
  readonly quote: string;
  /** Anchor of the section, '' for a chapter's beginning. */
  readonly section: string;
}

/** What a citation or a search hit must tell to be shown. */
export interface CitedPlace {
  /** `/path#section`. */
  readonly url: string;
  readonly segmentId?: string | undefined;
  readonly quote?: string | undefined;
}

/** Names the segment in the address of another edition's page: a history entry's state does not survive the change. */
const SEGMENT_PARAMETER = 'passage';

/** Reads the target out of a history entry's state, or out of the address; null when neither carries one. */
export function readCitationTarget({ state, search, hash }: PageLocation): CitationTarget | null {
  if (typeof state !== 'object' || state === null || !('lectern' in state)) {
    const seg = new URLSearchParams(search).get(SEGMENT_PARAMETER);
    return seg ? { seg, quote: '', section: hash.slice(1) } : null;
  }
  const { lectern } = state;
  if (typeof lectern !== 'object' || lectern === null) return null;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    seg: 'seg' in lectern ? text(lectern.seg) : '',
    quote: 'quote' in lectern ? text(lectern.quote) : '',
    section: 'section' in lectern ? text(lectern.section) : '',
  };
}

/** Paths that the editions in other languages are built under, as the page's own head names them. */
function otherEditions(): string[] {
  const { baseUrl } = siteSettings();
  const rest = stripSlash(window.location.pathname.slice(baseUrl.length - 1));
  return Array.from(document.querySelectorAll<HTMLLinkElement>('link[rel="alternate"][hreflang]'), ({ href }) => {
    const pathname = stripSlash(new URL(href).pathname);
    return pathname.endsWith(rest) ? `${pathname.slice(0, pathname.length - rest.length)}/` : baseUrl;
  }).filter((base) => base !== baseUrl);
}

/** true for the path of a page that another locale's build has: it is another document. */
export function isOtherEdition(path: string): boolean {
  const { baseUrl } = siteSettings();
  return (
    !path.startsWith(baseUrl) || otherEditions().some((base) => base.length > baseUrl.length && path.startsWith(base))
  );
}

/** The address of a cited place for a new document. */
export function citedAddress(place: CitedPlace): string {
  const url = new URL(place.url, window.location.href);
  if (place.segmentId) url.searchParams.set(SEGMENT_PARAMETER, place.segmentId);
  return url.pathname + url.search + url.hash;
}

/** Goes to a cited place, in its own edition without a reload; the page that comes up reveals and highlights it. */
export function openCitedPlace(place: CitedPlace): void {
  const url = new URL(place.url, window.location.href);
  if (url.origin === window.location.origin && isOtherEdition(url.pathname)) {
    window.location.assign(citedAddress(place));
    return;
  }
  const lectern: CitationTarget = {
    seg: place.segmentId ?? '',
    quote: place.quote ?? '',
    section: decodeURIComponent(url.hash.slice(1)),
  };
  // The same place twice must not make the reader press Back twice.
  const { pathname, hash } = window.location;
  const samePlace = stripSlash(url.pathname) === stripSlash(pathname) && url.hash === hash;
  if (samePlace) url.pathname = pathname;
  navigateTo(url.pathname + url.search + url.hash, { state: { lectern }, replace: samePlace });
}

/** Permalinks may come with or without the slash that static hosting adds. */
export function stripSlash(path: string): string {
  return path.length > 1 ? path.replace(/\/$/, '') : path;
}
