/** The sections of the page that is shown, by their headings. */

/** A section of the page. */
export interface PageSection {
  /** Anchor. */
  readonly id: string;
  readonly title: string;
}

const HEADINGS = '.theme-doc-markdown :is(h2, h3, h4, h5, h6)[id]';
/** A section counts as the one being read when its heading is above this share of the window. */
const READING_LINE = 0.4;

function toSection(heading: HTMLElement): PageSection {
  const copy = heading.cloneNode(true);
  if (copy instanceof HTMLElement) for (const link of copy.querySelectorAll('.hash-link')) link.remove();
  return { id: heading.id, title: (copy.textContent ?? '').trim() };
}

const headings = () => Array.from(document.querySelectorAll<HTMLElement>(HEADINGS));

/** The section that an element stands in; null before the first heading. */
export function sectionAt(element: Element): PageSection | null {
  const before = headings().filter(
    (heading) => heading.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  const last = before.at(-1);
  return last ? toSection(last) : null;
}

/** The section that is being read; null before the first heading and on pages without. */
export function sectionInView(): PageSection | null {
  const line = window.innerHeight * READING_LINE;
  const above = headings().filter((heading) => heading.getBoundingClientRect().top < line);
  const last = above.at(-1);
  return last ? toSection(last) : null;
}

/** Titles of the page's main sections, in order. */
export function mainSectionTitles(): string[] {
  return headings()
    .filter((heading) => heading.tagName === 'H2')
    .map((heading) => toSection(heading).title);
}
