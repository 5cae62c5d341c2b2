/** All of the glossary that is loaded with a page: brings the rest when the page has settled. */
import { whenIdle } from '../../client/when-idle.ts';

/** Follows the reader to a page. */
export function followGlossary(): void {
  whenIdle(() => {
    import('./glossary-runtime.ts').then(
      ({ showGlossary }) => showGlossary(),
      () => undefined, // without it the page reads as well; the next page tries again
    );
  });
}
