/** All of learning that is loaded with a page: brings the rest when the page has settled. */
import { whenIdle } from '../../client/when-idle.ts';
import { chapterText } from './reading-sections.ts';

const PLACES = '[data-lectern-slot="continue"]';
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
