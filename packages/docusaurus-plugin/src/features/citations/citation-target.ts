/** What a citation carries to the page it points to, in the history entry's state. */
import { navigateTo } from '../../client/navigate.ts';

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

/** Reads the target out of a history entry's state; null when it carries none. */
export function readCitationTarget(state: unknown): CitationTarget | null {
  if (typeof state !== 'object' || state === null || !('lectern' in state)) return null;
  const { lectern } = state;
  if (typeof lectern !== 'object' || lectern === null) return null;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    seg: 'seg' in lectern ? text(lectern.seg) : '',
    quote: 'quote' in lectern ? text(lectern.quote) : '',
    section: 'section' in lectern ? text(lectern.section) : '',
  };
}

/** Goes to a cited place without a reload; the page that comes up reveals and highlights it. */
export function openCitedPlace(place: CitedPlace): void {
  const url = new URL(place.url, window.location.href);
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
