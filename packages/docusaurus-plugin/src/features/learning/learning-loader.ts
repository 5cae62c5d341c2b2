/** All of learning that is loaded with a page: brings the rest when the page has settled. */
import { chapterText } from './reading-sections.ts';

const PLACES = '[data-lectern-slot="continue"]';
/** Longest wait for a quiet moment, ms. */
const IDLE_LIMIT_MS = 2000;

/** Calls back when the browser has nothing better to do. Safari has no such call. */
function whenIdle(run: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(run, { timeout: IDLE_LIMIT_MS });
  else setTimeout(run, IDLE_LIMIT_MS / 4);
}

let waiting = false;
let isLoaded = false;

/** Follows the reader to a page: progress, ticks, bookmarks and notes come to pages that have a use for them. */
export function followReading(): void {
  if (waiting || !(isLoaded || chapterText() || document.querySelector(PLACES))) return;
  waiting = true;
  whenIdle(() => {
    waiting = false;
    import('./learning-runtime.tsx').then(
      ({ showLearning }) => {
        isLoaded = true;
        showLearning(window.location.pathname);
      },
      () => undefined, // without it the page reads as well; the next page tries again
    );
  });
}
