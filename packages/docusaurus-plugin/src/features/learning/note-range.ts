/** Between a note's place (a segment and offsets in its plain text) and the text of the page. */
import type { Note, TextRange } from '@lectern/contracts';
import { findQuote, segmentElements, segmentIdOf, textPieces } from '../citations/citation-text.ts';

/** Where one UTF-16 unit of a segment's plain text stands. */
interface UnitPlace {
  readonly node: Node;
  readonly offset: number;
  /** true: the node stands for several units (a formula, an image). */
  readonly atomic: boolean;
}

/** A segment's plain text with the place of each unit. */
interface PlainText {
  readonly text: string;
  readonly places: readonly UnitPlace[];
}

/** How far behind its first segment a quote may reach. */
const MAX_QUOTE_SEGMENTS = 60;

/** The segment's `plain`: blanks collapsed, ends trimmed. */
function plainText(segment: Element): PlainText {
  const places: UnitPlace[] = [];
  let text = '';
  for (const { text: part, node, atomic } of textPieces(segment)) {
    for (let offset = 0; offset < part.length; offset++) {
      const unit = part.charAt(offset);
      const isBlank = /\s/.test(unit);
      if (isBlank && (text === '' || text.endsWith(' '))) continue;
      text += isBlank ? ' ' : unit;
      places.push({ node, offset, atomic });
    }
  }
  const trimmed = text.trimEnd();
  return { text: trimmed, places: places.slice(0, trimmed.length) };
}

function isInside(range: Range, { node, offset, atomic }: UnitPlace): boolean {
  if (atomic) return range.intersectsNode(node);
  return range.comparePoint(node, offset) === 0 && range.comparePoint(node, offset + 1) === 0;
}

/** The part of a segment's plain text that a range of the page takes in; null when there is none. */
export function offsetsInSegment(segment: Element, range: Range): TextRange | null {
  const { text, places } = plainText(segment);
  let start = places.findIndex((place) => isInside(range, place));
  let end = places.findLastIndex((place) => isInside(range, place)) + 1;
  while (start !== -1 && start < end && text[start] === ' ') start += 1;
  while (end > start && text[end - 1] === ' ') end -= 1;
  return start === -1 || end <= start ? null : { start, end };
}

function rangeOfOffsets({ places }: PlainText, { start, end }: TextRange): Range | null {
  const first = places[start];
  const last = places[Math.min(end, places.length) - 1];
  if (first === undefined || last === undefined) return null;
  const range = document.createRange();
  if (first.atomic) range.setStartBefore(first.node);
  else range.setStart(first.node, first.offset);
  if (last.atomic) range.setEndAfter(last.node);
  else range.setEnd(last.node, last.offset + 1);
  return range;
}

/** The element of a segment in a chapter's text. */
export function segmentElement(root: ParentNode, segmentId: string): HTMLElement | null {
  return root.querySelector<HTMLElement>(`[data-seg="${CSS.escape(segmentId)}"]`);
}

function segmentsFrom(root: ParentNode, segmentId: string): HTMLElement[] {
  const all = segmentElements(root);
  const index = all.findIndex((element) => segmentIdOf(element) === segmentId);
  return index === -1 ? [] : all.slice(index, index + MAX_QUOTE_SEGMENTS);
}

/** A text of a chapter: its first segment, and where in that it begins. */
export interface PlacedText {
  readonly segmentId: string;
  /** The text as it was; `''` for the whole segment. */
  readonly quote: string;
  readonly range: TextRange | null;
}

/**
 * A text as the page shows it: where its words stand unchanged, these; else the offsets; else the whole segment.
 * @returns null when the page doesn't have its segment
 */
export function rangeOfText(root: ParentNode, { segmentId, quote, range }: PlacedText): Range | null {
  const segment = segmentElement(root, segmentId);
  if (segment === null) return null;
  const plain = plainText(segment);
  // The offsets first: the same words may stand twice in a paragraph.
  if (range !== null && plain.text.slice(range.start, range.end) === quote) return rangeOfOffsets(plain, range);
  const quoted = quote === '' ? null : findQuote(segmentsFrom(root, segmentId), quote);
  return quoted ?? rangeOfOffsets(plain, range ?? { start: 0, end: plain.text.length });
}

/** The text that a note is about, where the server found it; null when it is in no segment of the page. */
export function rangeOfNote(root: ParentNode, { quote, place }: Pick<Note, 'quote' | 'place'>): Range | null {
  if (place === null || place.segmentId === null) return null;
  const found = rangeOfText(root, { segmentId: place.segmentId, quote, range: place.range });
  if (found !== null || quote === '') return found;
  // The page is of another version than the place: ids mean nothing then, words do.
  return findQuote(segmentElements(root), quote);
}
