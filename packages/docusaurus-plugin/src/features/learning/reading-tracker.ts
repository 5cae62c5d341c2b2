/** Follows the reader through a chapter: which sections are in the window, and for how long. */
import { ReadingDwell } from './reading-dwell.ts';
import type { ReadingSection } from './reading-sections.ts';

/** Time between two looks, seconds. */
const TICK_SECONDS = 1;
/** A reader who has not touched anything for so long has gone, milliseconds. */
const ABSENT_MS = 90_000;
/** A block counts as passed when so much of it has been in the window. */
const WHOLE = 0.9;

/** What is told of the reading. */
export interface ReadingEvents {
  /** A section came into the window for the first time since the page was opened. */
  readonly onSeen: (sectionId: string) => void;
  /** A section was read. */
  readonly onRead: (sectionId: string) => void;
  /** The reader is at this section, and was with the chapter for so many seconds more. */
  readonly onTime: (sectionId: string, seconds: number) => void;
}

const isShown = (block: Element): boolean => block.getClientRects().length > 0;

/** Notes when the reader last did something. */
function watchPresence(signal: AbortSignal): () => boolean {
  let last = Date.now();
  const present = () => {
    last = Date.now();
  };
  for (const type of ['scroll', 'pointermove', 'pointerdown', 'keydown', 'touchstart']) {
    window.addEventListener(type, present, { passive: true, signal });
  }
  return () => !document.hidden && Date.now() - last < ABSENT_MS;
}

/** Follows the reading of a page until the signal ends it. Layout is read once a second, never while the reader scrolls. */
export function trackReading(sections: readonly ReadingSection[], events: ReadingEvents, signal: AbortSignal): void {
  const dwell = new ReadingDwell(sections);
  const owners = new Map<Element, string[]>();
  for (const { id, blocks } of sections)
    for (const block of blocks) owners.set(block, [...(owners.get(block) ?? []), id]);
  const inWindow = new Set<Element>();

  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, intersectionRatio, boundingClientRect, rootBounds } of entries) {
        // A block that is taller than the window has been seen when it leaves at the top.
        const leftAtTop =
          !isIntersecting && inWindow.has(target) && boundingClientRect.bottom <= (rootBounds?.top ?? 0);
        if (intersectionRatio >= WHOLE || leftAtTop) dwell.passed(target);
        if (isIntersecting) inWindow.add(target);
        else inWindow.delete(target);
      }
    },
    { threshold: [0, WHOLE] },
  );
  for (const block of owners.keys()) observer.observe(block);

  const isPresent = watchPresence(signal);
  const timer = setInterval(() => {
    if (!isPresent()) return;
    // The end of a block that is taller than the window is seen long before it leaves.
    for (const block of inWindow) if (block.getBoundingClientRect().bottom <= window.innerHeight) dwell.passed(block);
    const ids = new Set(Array.from(inWindow).flatMap((block) => owners.get(block) ?? []));
    const { seen, read } = dwell.tick(ids, TICK_SECONDS, isShown);
    for (const id of seen) events.onSeen(id);
    for (const id of read) events.onRead(id);
    const at = sections.find(({ id }) => ids.has(id));
    if (at) events.onTime(at.id, TICK_SECONDS);
  }, TICK_SECONDS * 1000);
  signal.addEventListener('abort', () => {
    clearInterval(timer);
    observer.disconnect();
  });
}
