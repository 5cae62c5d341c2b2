/** The places in a chapter where a term is explained: its first occurrence in each section's running text. */
import type { PageTerm } from './glossary-data.ts';
import type { TermMatch, TermMatcher } from './glossary-match.ts';

/** A term in the page. */
export interface TermPlace {
  readonly term: PageTerm;
  readonly range: Range;
}

const SECTION = 'h1, h2, h3, h4, h5, h6';
/** What is no running text, or has a meaning of its own when it is pressed. */
const LEFT_OUT = `${SECTION}, a, button, summary, label, code, pre, kbd, svg, figure, .katex, [data-lectern-beside], .lectern-beside, [class^="lectern-quiz"]`;
/** A link of the book's own to a term explains it already. */
const EXPLAINED = 'a.term';

/** Finds the places of a chapter's terms, in reading order. Changes nothing in the page. */
export function findPlaces(root: Element, match: TermMatcher): TermPlace[] {
  const places: TermPlace[] = [];
  let seen = new Set<PageTerm>();
  const addFrom = (node: Node): void => {
    for (const found of match(node.nodeValue ?? '')) {
      if (seen.has(found.term) || isExplainedHere(found.term)) continue;
      seen.add(found.term);
      places.push({ term: found.term, range: rangeOf(node, found) });
    }
  };
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!(node instanceof Element)) {
      if (isRunningText(node)) addFrom(node);
    } else if (node.matches(SECTION)) seen = new Set();
    else if (node.matches(EXPLAINED)) for (const { term } of match(node.textContent)) seen.add(term);
  }
  return places;
}

const isRunningText = ({ parentElement }: Node): boolean =>
  parentElement !== null && parentElement.closest('[data-seg]') !== null && parentElement.closest(LEFT_OUT) === null;

function rangeOf(node: Node, { start, end }: TermMatch): Range {
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, end);
  return range;
}

/** The page that the definition stands in needs no other. */
const isExplainedHere = ({ url }: PageTerm): boolean =>
  url !== undefined && new URL(url, window.location.href).pathname === window.location.pathname;

/** The place at a point of the window; undefined where there is none. */
export function placeAt(places: readonly TermPlace[], x: number, y: number): TermPlace | undefined {
  const at = caretAt(x, y);
  if (at === undefined) return undefined;
  const place = places.find(
    ({ range }) => range.startContainer === at.node && range.isPointInRange(at.node, at.offset),
  );
  const isInside = Array.from(place?.range.getClientRects() ?? []).some(
    ({ left, right, top, bottom }) => x >= left && x <= right && y >= top && y <= bottom,
  );
  return isInside ? place : undefined;
}

function caretAt(x: number, y: number): { node: Node; offset: number } | undefined {
  if ('caretPositionFromPoint' in document) {
    const caret = document.caretPositionFromPoint(x, y);
    return caret === null ? undefined : { node: caret.offsetNode, offset: caret.offset };
  }
  const range = (document as Document).caretRangeFromPoint(x, y);
  return range === null ? undefined : { node: range.startContainer, offset: range.startOffset };
}
