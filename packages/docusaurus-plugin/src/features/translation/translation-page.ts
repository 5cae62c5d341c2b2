/** Says on the page's elements which language they are in, so that direction, fonts and screen readers follow. */
import type { TextLanguage } from '../../client/segments/segment-store.ts';

/** What stands around the text and takes its words from the chapter: titles, headings. */
const FRAME = '.table-of-contents, .breadcrumbs, .pagination-nav, .way-on, .theme-doc-sidebar-menu';

/** The text of a chapter; null where the page shows none. */
export const chapterText = (): HTMLElement | null => document.querySelector<HTMLElement>('.theme-doc-markdown');

/** Marks the page as being in a language; null: in the site's own. */
export function markPage(language: TextLanguage | null): void {
  const { dataset } = document.documentElement;
  const text = chapterText();
  if (language === null) {
    delete dataset['lecternLanguage'];
    delete dataset['lecternDir'];
  } else Object.assign(dataset, { lecternLanguage: language.lang, lecternDir: language.dir });
  for (const name of ['lang', 'dir'] as const) {
    if (language === null) text?.removeAttribute(name);
    else text?.setAttribute(name, language[name]);
  }
  for (const element of document.querySelectorAll(FRAME)) {
    if (language === null) element.removeAttribute('lang');
    else element.setAttribute('lang', language.lang);
  }
}

/** Ids of the segments in the window, from its top to its end; at most so many. */
export function visibleSegments(text: Element | null, limit: number): string[] {
  const ids = new Set<string>();
  for (const block of text?.querySelectorAll('[data-seg]') ?? []) {
    const { top, bottom, height } = block.getBoundingClientRect();
    if (height === 0 || bottom < 0) continue;
    if (top > window.innerHeight || ids.size >= limit) break;
    const id = block.getAttribute('data-seg');
    if (id) ids.add(id);
  }
  return [...ids];
}
