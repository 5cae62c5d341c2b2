/** How a place in the book is named. Pure. */
import type { Citation, Passage } from '@lectern/contracts';

/** `Chapter › Section`, the headings in between left out. */
export function placeLabel({ chapterTitle, headingPath }: Pick<Passage, 'chapterTitle' | 'headingPath'>): string {
  const section = headingPath.at(-1);
  return section === undefined || section === chapterTitle ? chapterTitle : `${chapterTitle} › ${section}`;
}

/** Distinct sections of passages in their order. */
export function distinctPlaces<T extends Pick<Passage, 'url'>>(passages: readonly T[], limit: number): T[] {
  const seen = new Set<string>();
  const places = passages.filter(({ url }) => !seen.has(url) && seen.add(url));
  return places.slice(0, limit);
}

/** The citations under which a reader finds a quote that the answer doesn't show itself. */
export function citationsByMarker(citations: readonly Citation[]): Map<number, Citation> {
  return new Map(citations.map((citation) => [citation.marker, citation]));
}
