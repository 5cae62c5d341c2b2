/** From what the reader has selected to what can be asked about: segments and their plain text. */
import { normalizePlain, segmentElements, segmentIdOf, textInRange } from '../citations/citation-text.ts';

/** Longest selection that can be sent, UTF-16 units (contracts: MAX_SELECTION_CHARS). */
const MAX_CHARS = 4000;
/** Most segments that a selection may touch (contracts: Scope). */
const MAX_SEGMENTS = 60;
/** A slip of the pointer isn't a selection. */
const MIN_CHARS = 2;

/** Selected text of a chapter. */
export interface PassageSelection {
  /** In reading order, 1 to 60. */
  readonly segmentIds: readonly string[];
  /** Normalized like a segment's plain text, 2 to 4000 UTF-16 units; cut at the end where more was selected. */
  readonly text: string;
  /** Language of the text where it is not the page's own, BCP 47. */
  readonly language?: string | undefined;
}

const ARTICLE = '.theme-doc-markdown, article, main';

/** The book's text inside a range; null when it holds none. */
export function readSelection(range: Range): PassageSelection | null {
  if (range.collapsed) return null;
  const common = range.commonAncestorContainer;
  const element = common instanceof Element ? common : common.parentElement;
  const root = element?.closest(ARTICLE);
  if (!root) return null;
  const segmentIds: string[] = [];
  let text = '';
  let language: string | undefined;
  for (const segment of segmentElements(root)) {
    if (!range.intersectsNode(segment)) continue;
    const part = normalizePlain(textInRange(segment, range));
    if (part === '') continue;
    if (segmentIds.length === MAX_SEGMENTS || text.length >= MAX_CHARS) break;
    segmentIds.push(segmentIdOf(segment));
    text = text === '' ? part : `${text} ${part}`;
    language ??= languageOf(segment);
  }
  text = cutAtWord(text, MAX_CHARS);
  if (text.length < MIN_CHARS) return null;
  return { segmentIds, text, ...(language === undefined ? {} : { language }) };
}

/** The language that a translated article or block names for itself. */
function languageOf(segment: Element): string | undefined {
  const marked = segment.closest('[lang]');
  return marked && marked !== document.documentElement ? (marked.getAttribute('lang') ?? undefined) : undefined;
}

function cutAtWord(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = text.lastIndexOf(' ', limit);
  return text.slice(0, end > limit / 2 ? end : limit);
}
