/** Keeps the line that the reader reads where it is while the texts around it change their length. */

/** Height that the navigation bar covers, px. */
function topEdge(): number {
  const bar = document.querySelector('.navbar');
  return bar === null ? 0 : Math.max(0, bar.getBoundingClientRect().bottom);
}

/** The first block of the text that is not above the window; null outside the text. */
function firstVisible(text: Element): Element | null {
  const edge = topEdge();
  for (const block of text.querySelectorAll('[data-seg], pre, img')) {
    const { bottom, height } = block.getBoundingClientRect();
    if (height > 0 && bottom > edge) return block;
  }
  return null;
}

/** How long the place is held after a change, and on until fonts are there: what stands around the text comes a little later, ms. */
const HOLD_MS = 3000;
/** From then on the reader moves the page. */
const READER_EVENTS = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

let release = (): void => undefined;

/** Corrects the place whenever the text changes its size, until the reader does something. @returns how to end that */
function hold(text: Element, correct: () => void): () => void {
  const ended = new AbortController();
  const observer = new ResizeObserver(correct);
  observer.observe(text);
  const end = () => {
    if (ended.signal.aborted) return;
    // A font may have come since the last correction: the next change would hold on to the wrong place.
    correct();
    ended.abort();
  };
  // Over a slow line the fonts of another script take longer.
  const timer = setTimeout(() => void document.fonts.ready.then(end), HOLD_MS);
  ended.signal.addEventListener('abort', () => {
    clearTimeout(timer);
    observer.disconnect();
  });
  for (const type of READER_EVENTS) {
    window.addEventListener(type, () => ended.abort(), { signal: ended.signal, passive: true });
  }
  return end;
}

/**
 * Changes the page without moving what the reader looks at.
 *
 * A paragraph that reaches across the upper edge keeps the part of it that is above: the sentence in the translation is
 * about as far down in it as in the original.
 */
export function keepPlace(text: Element | null, change: () => void): void {
  release();
  const block = text && window.scrollY > 0 ? firstVisible(text) : null;
  if (text === null || block === null) {
    change();
    return;
  }
  const edge = topEdge();
  const before = block.getBoundingClientRect();
  const above = Math.max(0, edge - before.top) / before.height;
  const correct = () => {
    if (!block.isConnected) return;
    const after = block.getBoundingClientRect();
    const wanted = before.top >= edge ? before.top : edge - above * after.height;
    const moved = after.top - wanted;
    // `scroll-behavior: smooth` of a site would let the reader see the correction.
    if (Math.abs(moved) >= 1) window.scrollBy({ top: moved, behavior: 'instant' });
  };
  change();
  correct();
  release = hold(text, correct);
}
