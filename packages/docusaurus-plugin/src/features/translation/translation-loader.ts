/** All of translation that is loaded with a page beside its blocks: brings the rest when the page has settled, or at once for who has chosen. */
import { whenIdle } from '../../client/when-idle.ts';

/** true when the reader has chosen a language or a look: the page then changes, and had better do it soon. */
function hasChosen(): boolean {
  try {
    return Boolean(localStorage.getItem('lectern.language') || localStorage.getItem('lectern.text'));
  } catch {
    return false; // storage may be forbidden
  }
}

let waiting = false;

/** Follows the reader to a page. */
export function followTranslation(): void {
  if (waiting) return;
  waiting = true;
  (hasChosen() ? queueMicrotask : whenIdle)(() => {
    waiting = false;
    import('./translation-runtime.tsx')
      .then(({ showTranslation }) => showTranslation(window.location.pathname))
      .catch(() => undefined); // without it the page reads as well; the next page tries again
  });
}
