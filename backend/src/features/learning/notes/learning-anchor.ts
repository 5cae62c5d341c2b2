/**
 * Finds the place of a bookmark or note in a chapter as it is now: by the segment's hash, then by the hashes of its
 * neighbours, then by the quote in its section and in the chapter. What is found is never stored. Pure.
 */
import type { Chapter, Place } from '@lectern/contracts';
import {
  findNearestRun,
  findOccurrences,
  normalizeQuote,
  type QuoteRange,
  type SoughtQuote,
  seekQuote,
  type TextWords,
  toWords,
} from './learning-quote.ts';

/** Least similarity of a quote to a segment between the same two neighbours: their evidence is strong. */
export const LEAST_BETWEEN_NEIGHBOURS = 0.4;
/** Least similarity beside one neighbour, and within the section. */
export const LEAST_IN_SECTION = 0.6;
/** Least similarity anywhere in the chapter. */
export const LEAST_IN_CHAPTER = 0.75;
/** Fewer words than these are told apart by their characters alone. */
const LEAST_WORDS = 4;
/** A quote from this length on is known wherever it stands; a shorter one only in its section, once, UTF-16 units. */
const TELLING_LENGTH = 24;

/** What is stored of a place. */
export interface StoredAnchor {
  readonly sectionId: string;
  /** Null: the section itself. */
  readonly hash: string | null;
  readonly previousHash: string | null;
  readonly nextHash: string | null;
  /** Null: the whole segment. */
  readonly range: QuoteRange | null;
  readonly quote: string;
}

/** A segment among all of its chapter. */
export interface FlatSegment {
  readonly id: string;
  readonly hash: string;
  readonly plain: string;
  readonly sectionId: string;
}

/** A chapter as a line of segments. */
export interface FlatChapter {
  readonly sectionIds: ReadonlySet<string>;
  readonly segments: readonly FlatSegment[];
  /** Words of a segment, read once. */
  wordsOf(segment: FlatSegment): TextWords;
}

/** Where an anchor is now. */
export type FoundAnchor = Pick<Place, 'sectionId' | 'segmentId' | 'range' | 'foundBy' | 'similarity'>;

/** Lays a chapter out as a line of segments. */
export const flattenChapter = ({ sections }: Pick<Chapter, 'sections'>): FlatChapter => {
  const words = new WeakMap<FlatSegment, TextWords>();
  return {
    sectionIds: new Set(sections.map(({ id }) => id)),
    segments: sections.flatMap(({ id: sectionId, segments }) =>
      segments.map(({ id, hash, plain }) => ({ id, hash, plain, sectionId })),
    ),
    wordsOf: (segment) => {
      const known = words.get(segment) ?? toWords(segment.plain);
      words.set(segment, known);
      return known;
    },
  };
};

/** Finds the place of an anchor; null when it is gone. */
export const resolveAnchor = (chapter: FlatChapter, stored: StoredAnchor): FoundAnchor | null => {
  const { sectionId, hash } = stored;
  if (hash === null) {
    if (!chapter.sectionIds.has(sectionId)) return null;
    return { sectionId, segmentId: null, range: null, foundBy: 'hash', similarity: null };
  }
  const quote = normalizeQuote(stored.quote);
  let sought: SoughtQuote | undefined;
  // Most are found by their hash: the words of a quote are counted only when they are needed.
  const anchor: SoughtAnchor = { ...stored, quote, seek: () => (sought ??= seekQuote(quote)) };
  return (
    findByHash(chapter, anchor) ??
    findByNeighbours(chapter, anchor) ??
    findByQuote(chapter, anchor) ??
    findBySimilarity(chapter, anchor) ??
    null
  );
};

type Found = FoundAnchor | undefined;

interface SoughtAnchor extends StoredAnchor {
  /** Its quote, ready to be looked for. */
  readonly seek: () => SoughtQuote;
}

/** How many of the neighbours stand where they stood; the chapter's ends count as neighbours. */
const countNeighbours = ({ segments }: FlatChapter, index: number, anchor: StoredAnchor): number =>
  Number((segments[index - 1]?.hash ?? null) === anchor.previousHash) +
  Number((segments[index + 1]?.hash ?? null) === anchor.nextHash);

/** The segment as it was; of several that read the same, the one with its section and neighbours. */
const findByHash = (chapter: FlatChapter, anchor: StoredAnchor): Found => {
  let best: { readonly segment: FlatSegment; readonly score: number } | undefined;
  for (const [index, segment] of chapter.segments.entries()) {
    if (segment.hash !== anchor.hash) continue;
    const score = 2 * countNeighbours(chapter, index, anchor) + Number(segment.sectionId === anchor.sectionId);
    if (!best || score > best.score) best = { segment, score };
  }
  if (!best) return undefined;
  const range = anchor.range && rangeInUnchanged(best.segment.plain, anchor.range, anchor.quote);
  return found(best.segment, range, 'hash', anchor.quote === '' ? null : 1);
};

/** The range as it was marked; when it does not hold the quote, the nearest place that does. */
const rangeInUnchanged = (plain: string, range: QuoteRange, quote: string): QuoteRange | null => {
  const start = Math.min(range.start, plain.length);
  const end = Math.min(range.end, plain.length);
  if (normalizeQuote(plain.slice(start, end)) === quote && start < end) return { start, end };
  const [nearest] = findOccurrences(plain, quote).toSorted(
    (a, b) => Math.abs(a.start - start) - Math.abs(b.start - start),
  );
  return nearest ?? (start < end ? { start, end } : null);
};

/** An edited segment, between or beside neighbours that were not edited. */
const findByNeighbours = (chapter: FlatChapter, anchor: SoughtAnchor): Found => {
  const beside: FoundAnchor[] = [];
  for (const [index, segment] of chapter.segments.entries()) {
    const neighbours = countNeighbours(chapter, index, anchor);
    if (neighbours === 0) continue;
    const isBetween = neighbours === 2;
    if (anchor.quote === '') {
      if (isBetween) return found(segment, null, 'neighbours', null);
      continue;
    }
    const least = isBetween ? LEAST_BETWEEN_NEIGHBOURS : LEAST_IN_SECTION;
    const run = locate(chapter, segment, anchor, least);
    if (run && isBetween) return found(segment, run.range, 'neighbours', run.similarity);
    if (run) beside.push(found(segment, run.range, 'neighbours', run.similarity));
  }
  return mostSimilar(beside);
};

/** The quote within a segment, exactly or nearly; the whole segment when the whole was marked. */
const locate = (
  chapter: FlatChapter,
  segment: FlatSegment,
  { quote, range, seek }: SoughtAnchor,
  least: number,
): { readonly range: QuoteRange | null; readonly similarity: number } | undefined => {
  const [exact] = findOccurrences(segment.plain, quote);
  if (exact) return { range: range && exact, similarity: 1 };
  if (seek().pattern.length < LEAST_WORDS) return undefined;
  const run = findNearestRun(chapter.wordsOf(segment), seek(), least);
  return run && { range: range && { start: run.start, end: run.end }, similarity: run.similarity };
};

/** The quote as it was: in the section, else, when it is long enough to be no other, in the chapter. */
const findByQuote = ({ segments }: FlatChapter, { quote, range, sectionId }: StoredAnchor): Found => {
  const ofSection = segments.filter((segment) => segment.sectionId === sectionId);
  const isTelling = quote.length >= TELLING_LENGTH;
  for (const scope of isTelling ? [ofSection, segments] : [ofSection]) {
    const places = scope.flatMap((segment) => findOccurrences(segment.plain, quote).map((at) => ({ segment, at })));
    const [first] = places;
    if (first && (isTelling || places.length === 1)) return found(first.segment, range && first.at, 'quote', 1);
  }
  return undefined;
};

/** What reads most like the quote, in the section, else in the chapter. */
const findBySimilarity = (chapter: FlatChapter, { range, sectionId, seek }: SoughtAnchor): Found => {
  if (seek().pattern.length < LEAST_WORDS) return undefined;
  const nearest = (segment: FlatSegment, least: number): FoundAnchor[] => {
    const run = findNearestRun(chapter.wordsOf(segment), seek(), least);
    return run ? [found(segment, range && { start: run.start, end: run.end }, 'similarity', run.similarity)] : [];
  };
  const ofSection = chapter.segments.filter((segment) => segment.sectionId === sectionId);
  return (
    mostSimilar(ofSection.flatMap((segment) => nearest(segment, LEAST_IN_SECTION))) ??
    mostSimilar(chapter.segments.flatMap((segment) => nearest(segment, LEAST_IN_CHAPTER)))
  );
};

/** The most similar, of equals the first. */
const mostSimilar = (places: readonly FoundAnchor[]): Found => {
  let best: Found;
  for (const place of places) if (!best || (place.similarity ?? 0) > (best.similarity ?? 0)) best = place;
  return best;
};

const found = (
  { id, sectionId }: FlatSegment,
  range: QuoteRange | null,
  foundBy: FoundAnchor['foundBy'],
  similarity: number | null,
): FoundAnchor => ({ sectionId, segmentId: id, range, foundBy, similarity });
