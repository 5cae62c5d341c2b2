/**
 * The page's text as the server has it (`plain` of a segment), with the way back to the nodes.
 * Not `textContent`: KaTeX stands there twice, headings carry their hash link, images carry nothing.
 */

/** A piece of a segment's plain text and where it stands. */
export interface TextPiece {
  readonly text: string;
  readonly node: Node;
  /** true: the node stands for the text as a whole (a formula, an image); offsets inside it mean nothing. */
  readonly atomic: boolean;
}

const SEGMENT = '[data-seg]';
const SKIPPED =
  '.hash-link, .katex-mathml, [data-footnote-ref], [data-footnote-backref], button, script, style, [hidden]';

/** true for the segment of an image's alternative text, which its paragraph's plain text holds already. */
function isImageSegment(element: Element): boolean {
  return element.textContent === '' && element.querySelector('img') !== null;
}

/** The segments of an article in reading order, each piece of text once. */
export function segmentElements(root: ParentNode): HTMLElement[] {
  return Array.from(root.querySelectorAll<HTMLElement>(SEGMENT)).filter(
    (element) => element.parentElement?.closest(SEGMENT) == null || !isImageSegment(element),
  );
}

/** The id of a segment's element. */
export function segmentIdOf(element: Element): string {
  return element.getAttribute('data-seg') ?? '';
}

/** A formula's TeX, which is its reading in the plain text. */
function texOf(element: Element): string {
  return element.querySelector('annotation[encoding="application/x-tex"]')?.textContent ?? element.textContent ?? '';
}

function atomicText(element: Element): string | undefined {
  if (element.matches('.katex')) return texOf(element);
  if (element instanceof HTMLImageElement) return element.alt;
  if (element instanceof HTMLBRElement) return ' ';
  return undefined;
}

/** The plain text of one segment, piece by piece. */
export function textPieces(segment: Element): TextPiece[] {
  const pieces: TextPiece[] = [];
  const visit = (node: Node): void => {
    if (node instanceof Text) {
      if (node.data !== '') pieces.push({ text: node.data, node, atomic: false });
      return;
    }
    if (!(node instanceof Element) || (node !== segment && isForeign(node))) return;
    const text = atomicText(node);
    if (text === undefined) node.childNodes.forEach(visit);
    else pieces.push({ text, node, atomic: true });
  };
  visit(segment);
  return pieces;
}

function isForeign(element: Element): boolean {
  return element.matches(SKIPPED) || (element.matches(SEGMENT) && !isImageSegment(element));
}

/** Normalizes like a segment's `plain`: NFC, blanks collapsed, ends trimmed. */
export function normalizePlain(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}

/** One character that isn't blank, and its place. */
interface Place {
  readonly piece: TextPiece;
  readonly offset: number;
}

// What the server leaves out of the comparison too; a zero-width space is no blank to `\s`. Cells of a table are parted
// by `|` on the server and by nothing in the page.
const BLANK = /[\s\u200B|]/;
/** Marks of notes and references, which components draw and the server cannot read. */
const NOTE_MARK = 'sup, [role="doc-noteref"]';

/**
 * Finds a quote in the text of consecutive segments. Blanks are left out of the comparison: segments are joined by
 * other blanks on the server than in the page.
 *
 * @returns The range of the quote; null when it isn't there (e.g. the text is shown in another language).
 */
export function findQuote(segments: readonly Element[], quote: string): Range | null {
  const pieces = segments.flatMap(textPieces);
  const isRead = ({ node }: TextPiece): boolean => !node.parentElement?.closest(NOTE_MARK);
  return findInPieces(pieces, quote) ?? findInPieces(pieces.filter(isRead), quote);
}

function findInPieces(pieces: readonly TextPiece[], quote: string): Range | null {
  const places: Place[] = [];
  let text = '';
  for (const piece of pieces) {
    for (let offset = 0; offset < piece.text.length; offset++) {
      const character = piece.text.charAt(offset);
      if (BLANK.test(character)) continue;
      text += character;
      places.push({ piece, offset });
    }
  }
  const wanted = quote.replace(/[\s\u200B|]+/g, '');
  const at = wanted === '' ? -1 : text.indexOf(wanted);
  const first = places[at];
  const last = places[at + wanted.length - 1];
  return first && last ? rangeBetween(first, last) : null;
}

function rangeBetween(first: Place, last: Place): Range {
  const range = document.createRange();
  if (first.piece.atomic) range.setStartBefore(first.piece.node);
  else range.setStart(first.piece.node, first.offset);
  if (last.piece.atomic) range.setEndAfter(last.piece.node);
  else range.setEnd(last.piece.node, last.offset + 1);
  return range;
}

/** The plain text of a segment that lies in a range; an atom that the range touches counts whole. */
export function textInRange(segment: Element, range: Range): string {
  let text = '';
  for (const piece of textPieces(segment)) {
    if (!range.intersectsNode(piece.node)) continue;
    if (piece.atomic) text += piece.text;
    else {
      const start = piece.node === range.startContainer ? range.startOffset : 0;
      const end = piece.node === range.endContainer ? range.endOffset : piece.text.length;
      text += piece.text.slice(start, end);
    }
  }
  return text;
}
