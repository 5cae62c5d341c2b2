/**
 * Draws notes and highlights into the text by the CSS Custom Highlight API, so that no node of the page is touched;
 * where a browser lacks it, by a line in the margin of the segment.
 * @see https://www.w3.org/TR/css-highlight-api-1/
 */
import type { Note, NoteCreate } from '@lectern/contracts';
import { rangeOfNote, rangeOfText, segmentElement } from './note-range.ts';

/** Colours of notes, and the line that tells them apart without colour. */
const LINES: Readonly<Record<Note['color'], string>> = {
  yellow: 'underline solid',
  green: 'underline dashed',
  blue: 'underline dotted',
  pink: 'underline wavy',
};
const COLORS: readonly Note['color'][] = ['yellow', 'green', 'blue', 'pink'];
const MARGIN_ATTRIBUTE = 'data-lectern-noted';

const DRAFT_NAME = 'lectern-note-draft';
const highlightName = (color: Note['color']): string => `lectern-note-${color}`;
const canHighlight = (): boolean => 'highlights' in CSS;

let styleSheet: CSSStyleSheet | undefined;

/** A constructed sheet: CSS builds warn of ::highlight(), and a style element would be refused by a strict policy. */
function addStyles(): void {
  if (styleSheet) return;
  styleSheet = new CSSStyleSheet();
  const rules = COLORS.map(
    (color) => `::highlight(${highlightName(color)}) {
      background-color: var(--lectern-note-${color}); color: var(--lectern-note-text);
      text-decoration: ${LINES[color]} var(--lectern-note-line-${color}) 1.5px; }`,
  );
  rules.push(`::highlight(${DRAFT_NAME}) { background-color: var(--lectern-note-draft); }`);
  styleSheet.replaceSync(rules.join('\n'));
  document.adoptedStyleSheets.push(styleSheet);
}

/** The notes that are drawn, each with its text. */
export type DrawnNotes = ReadonlyMap<string, Range>;

/** Takes all highlights away. */
export function clearHighlights(): void {
  if (canHighlight()) for (const color of COLORS) CSS.highlights.delete(highlightName(color));
  for (const element of document.querySelectorAll(`[${MARGIN_ATTRIBUTE}]`)) element.removeAttribute(MARGIN_ATTRIBUTE);
}

/** Draws the notes of a chapter, in the place of those before. */
export function drawHighlights(root: ParentNode, notes: readonly Note[]): DrawnNotes {
  clearHighlights();
  const drawn = new Map<string, Range>();
  const byColor = new Map<Note['color'], Range[]>();
  for (const note of notes) {
    const range = rangeOfNote(root, note);
    if (range === null) continue;
    drawn.set(note.id, range);
    byColor.set(note.color, [...(byColor.get(note.color) ?? []), range]);
    if (!canHighlight() && note.place?.segmentId != null) {
      segmentElement(root, note.place.segmentId)?.setAttribute(MARGIN_ATTRIBUTE, note.color);
    }
  }
  if (canHighlight() && drawn.size > 0) {
    addStyles();
    for (const [color, ranges] of byColor) CSS.highlights.set(highlightName(color), new Highlight(...ranges));
  }
  return drawn;
}

/** Shows what a note is being written about; null shows nothing. */
export function drawDraft(root: ParentNode, draft: Pick<NoteCreate, 'anchor' | 'quote' | 'range'> | null): void {
  if (!canHighlight()) return;
  CSS.highlights.delete(DRAFT_NAME);
  if (draft === null || !('segmentId' in draft.anchor)) return;
  const { segmentId } = draft.anchor;
  const range = rangeOfText(root, { segmentId, quote: draft.quote ?? '', range: draft.range ?? null });
  if (range === null) return;
  addStyles();
  CSS.highlights.set(DRAFT_NAME, new Highlight(range));
}

/** true when the page has drawn something anew (a tab, a diagram) and highlights hang in the air. */
export function isStale(drawn: DrawnNotes): boolean {
  return Array.from(drawn.values()).some((range) => range.collapsed || !range.startContainer.isConnected);
}

/** The place in the text under a pointer. Chromium knew it by another name first. */
function caretAt({ clientX, clientY }: MouseEvent): { node: Node; offset: number } | null {
  if ('caretPositionFromPoint' in document) {
    const position = document.caretPositionFromPoint(clientX, clientY);
    return position && { node: position.offsetNode, offset: position.offset };
  }
  return null;
}

/** The note that was clicked, the shortest where several lie over each other. */
export function noteAt(drawn: DrawnNotes, event: MouseEvent): string | undefined {
  const caret = drawn.size === 0 ? null : caretAt(event);
  if (caret === null) return undefined;
  const hit = Array.from(drawn).filter(([, range]) => range.isPointInRange(caret.node, caret.offset));
  return hit.sort(([, a], [, b]) => a.toString().length - b.toString().length)[0]?.[0];
}
