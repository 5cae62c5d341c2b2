/** Shows a cited passage: opens what hides it, highlights it, moves focus and keeps it in view. */

import type { CitationTarget } from './citation-target.ts';
import { findQuote, segmentElements, segmentIdOf } from './citation-text.ts';

/** Name of the CSS highlight. */
export const HIGHLIGHT_NAME = 'lectern-citation';
const MARK_ATTRIBUTE = 'data-lectern-cited';
/** Docusaurus remounts tabs after hydration and loads pages lazily: look again for so many frames. */
const MAX_FRAMES = 30;
/** The details element of the classic theme slides open. */
const DETAILS_ANIMATION_MS = 350;
/** Diagrams and images that finish late push the passage away: keep it in view for so long. */
const SETTLE_MS = 3000;
/** How far behind the first segment a quote may reach: two rows of a wide table. */
const MAX_QUOTE_SEGMENTS = 24;

const nextFrame = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));
const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Takes the highlight away. */
export function clearCitation(): void {
  if ('highlights' in CSS) CSS.highlights.delete(HIGHLIGHT_NAME);
  for (const element of document.querySelectorAll(`[${MARK_ATTRIBUTE}]`)) element.removeAttribute(MARK_ATTRIBUTE);
}

/**
 * Shows a cited passage.
 *
 * @param signal Ends the search and the keeping in view, e.g. when the reader goes elsewhere.
 * @returns What could be shown: the quote itself, its segment, its section, or the chapter's title.
 */
export async function revealCitation(
  target: CitationTarget,
  signal: AbortSignal,
): Promise<'quote' | 'segment' | 'section' | 'chapter' | 'nothing'> {
  clearCitation();
  const marked = target.seg === '' ? null : await waitForSegment(target.seg, signal);
  if (signal.aborted) return 'nothing';
  const segment = marked ?? findSegmentByQuote(target.quote);
  if (segment === null) return showFallback(target.section);
  await openAncestors(segment);
  if (signal.aborted) return 'nothing';
  // Opening a tab may have mounted the text anew.
  const shown = findSegment(target.seg) ?? findSegmentByQuote(target.quote) ?? segment;
  const range = findQuote(segmentsFrom(shown), target.quote) ?? findQuoteInCode(target.quote);
  highlight(shown, range);
  focusQuietly(shown);
  keepInView(range ?? shown, signal);
  return range === null ? 'segment' : 'quote';
}

function findSegment(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`main [data-seg="${CSS.escape(id)}"]`);
}

async function waitForSegment(id: string, signal: AbortSignal): Promise<HTMLElement | null> {
  for (let frame = 0; frame < MAX_FRAMES && !signal.aborted; frame++) {
    const element = findSegment(id);
    if (element) return element;
    await nextFrame();
  }
  return null;
}

/** Code is no segment: a quotation of it carries the segment before it. */
function findQuoteInCode(quote: string): Range | null {
  for (const block of document.querySelectorAll('main article pre')) {
    const range = findQuote([block], quote);
    if (range) return range;
  }
  return null;
}

/** An edited chapter gives its segments new ids: the quote may stand there all the same. */
function findSegmentByQuote(quote: string): HTMLElement | null {
  const root = document.querySelector('main article') ?? document.querySelector('main');
  const start = root && quote !== '' ? findQuote(segmentElements(root), quote)?.startContainer : undefined;
  const element = start instanceof Element ? start : start?.parentElement;
  return element?.closest<HTMLElement>('[data-seg]') ?? null;
}

function segmentsFrom(first: HTMLElement): HTMLElement[] {
  const all = segmentElements(first.closest('article, main') ?? document);
  const index = all.findIndex((element) => element === first || segmentIdOf(element) === segmentIdOf(first));
  return index === -1 ? [first] : all.slice(index, index + MAX_QUOTE_SEGMENTS);
}

/** Opens closed tabs and details around an element, outermost first, by their own controls: React owns their state. */
async function openAncestors(element: Element): Promise<void> {
  const ancestors: Element[] = [];
  for (let node = element.parentElement; node; node = node.parentElement) ancestors.unshift(node);
  for (const ancestor of ancestors) {
    if (ancestor.matches('[role="tabpanel"][hidden]')) {
      tabOf(ancestor)?.click();
      await nextFrame();
    } else if (isClosedDetails(ancestor)) {
      ancestor.querySelector<HTMLElement>(':scope > summary')?.click();
      if (ancestor.matches('[data-collapsed]')) await wait(DETAILS_ANIMATION_MS);
      else await nextFrame();
    }
  }
}

function isClosedDetails(element: Element): boolean {
  if (!(element instanceof HTMLDetailsElement)) return false;
  const collapsed = element.getAttribute('data-collapsed');
  return collapsed === null ? !element.open : collapsed === 'true';
}

function tabOf(panel: Element): HTMLElement | undefined {
  const panels = Array.from(panel.parentElement?.children ?? []).filter((child) => child.matches('[role="tabpanel"]'));
  const container = panel.closest('.tabs-container') ?? panel.parentElement?.parentElement;
  const tabs = container?.querySelector('[role="tablist"]')?.querySelectorAll<HTMLElement>('[role="tab"]');
  return tabs?.[panels.indexOf(panel)];
}

let styleSheet: CSSStyleSheet | undefined;

/** The highlight's look. A constructed sheet: no style element, which a strict policy would refuse. */
function addHighlightStyle(): void {
  if (styleSheet) return;
  styleSheet = new CSSStyleSheet();
  styleSheet.replaceSync(
    `::highlight(${HIGHLIGHT_NAME}) { background-color: var(--lectern-mark); color: var(--lectern-mark-text); }`,
  );
  document.adoptedStyleSheets.push(styleSheet);
}

function highlight(segment: HTMLElement, range: Range | null): void {
  if (range !== null && 'highlights' in CSS) {
    addHighlightStyle();
    CSS.highlights.set(HIGHLIGHT_NAME, new Highlight(range));
  } else segment.setAttribute(MARK_ATTRIBUTE, '');
}

/** Focus goes where the reader was sent, so that reading on by keyboard or screen reader starts there. */
function focusQuietly(element: HTMLElement): void {
  if (!element.hasAttribute('tabindex')) {
    element.tabIndex = -1;
    element.addEventListener('blur', () => element.removeAttribute('tabindex'), { once: true });
  }
  element.focus({ preventScroll: true });
}

function showFallback(section: string): 'section' | 'chapter' | 'nothing' {
  const heading = section === '' ? null : document.getElementById(section);
  // The chapter's h1 has no id in Docusaurus.
  const target = heading ?? document.querySelector<HTMLElement>('main h1');
  if (target === null) return 'nothing';
  target.scrollIntoView({ block: 'start' });
  focusQuietly(target);
  return heading === null ? 'chapter' : 'section';
}

/** Scrolls to the target and again on each change of layout, until the reader does something or the page has settled. */
function keepInView(target: Range | HTMLElement, signal: AbortSignal): void {
  const scroll = () => {
    const { top, height } = target.getBoundingClientRect();
    const middle = window.scrollY + top - Math.max(0, (window.innerHeight - height) / 2);
    window.scrollTo({ top: middle, behavior: 'instant' });
  };
  scroll();
  const end = new AbortController();
  // body is height:100% in Docusaurus and never resizes; main does.
  const observer = new ResizeObserver(scroll);
  observer.observe(document.querySelector('main') ?? document.body);
  const stop = () => {
    observer.disconnect();
    clearTimeout(timer);
    end.abort();
  };
  const timer = setTimeout(stop, SETTLE_MS);
  for (const type of ['wheel', 'touchstart', 'pointerdown', 'keydown']) {
    window.addEventListener(type, stop, { signal: end.signal, passive: true });
  }
  signal.addEventListener('abort', stop, { signal: end.signal });
}
