/** A chapter's page as sections with the blocks that they are made of. */

/** A section of the page that is shown. */
export interface ReadingSection {
  /** Anchor; `''` for what stands before the first heading. */
  readonly id: string;
  /** Blocks of the page in order; one that holds headings of its own belongs to their sections too. */
  readonly blocks: readonly Element[];
  /** Words of its text. */
  readonly words: number;
}

const HEADINGS = 'h2[id], h3[id], h4[id], h5[id], h6[id]';
/** What this plugin and the theme put into the text, which nobody reads. */
const FURNITURE = '[data-lectern-slot], .lectern-section-tools, .hash-link, .katex-mathml';

function countWords(block: Element): number {
  let text = block.textContent ?? '';
  // A quiz and its explanations, tools and formulas that stand twice would make a section longer than it is.
  for (const element of block.querySelectorAll(FURNITURE)) text = text.replace(element.textContent ?? '', ' ');
  return text.split(/\s+/).filter((word) => word !== '').length;
}

/** The chapter's text on the page; null where there is none. */
export function chapterText(): HTMLElement | null {
  return document.querySelector<HTMLElement>('.theme-doc-markdown');
}

/** The headings that begin a section, in order. */
export function sectionHeadings(root: ParentNode): HTMLElement[] {
  return Array.from(root.querySelectorAll<HTMLElement>(HEADINGS));
}

/** Reads the sections of a chapter's text, in order. A section without blocks is left out. */
export function readSections(root: Element): ReadingSection[] {
  const sections = [{ id: '', blocks: [] as Element[], words: 0 }];
  for (const block of root.children) {
    if (block.matches('[data-lectern-slot]')) continue;
    const headings = block.matches(HEADINGS) ? [block] : sectionHeadings(block);
    const begun = headings.map(({ id }) => ({ id, blocks: [] as Element[], words: 0 }));
    const last = sections.at(-1);
    // A heading begins its section; headings inside a block share the block with what it began in.
    const owners = headings[0] === block ? begun : [...(last ? [last] : []), ...begun];
    for (const owner of owners) owner.blocks.push(block);
    const counted = owners.at(-1);
    if (counted) counted.words += countWords(block);
    sections.push(...begun);
  }
  return sections.filter(({ blocks }) => blocks.length > 0);
}

/** Id of the section that an element of the chapter stands in; `''` before the first heading. */
export function sectionIdAt(root: ParentNode, element: Node): string {
  const before = sectionHeadings(root).filter(
    (heading) =>
      heading.contains(element) || heading.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  return before.at(-1)?.id ?? '';
}
