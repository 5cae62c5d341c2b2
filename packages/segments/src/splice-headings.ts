/** Anchors of headings in a translation: those of the source, written out where the words no longer give them. */
import GithubSlugger from 'github-slugger';
import type { ParsedSource } from './extract-segments.ts';
import type { TextRange } from './walk-items.ts';

/** A heading of the source. */
export interface HeadingPlace {
  id: string;
  depth: number;
  /** The text that the id was made of; absent where the source names the id. */
  slugText?: string;
  /** The whole heading. */
  range: TextRange;
  /** Where an id is written: behind its last word. */
  insertAt: number;
}

/** How ids are written: a comment (Docusaurus 3.10 and newer, everywhere), or `{#id}` (all of 3.x, at a line's start only). */
export type HeadingIdSyntax = 'comment' | 'classic';

/** Lists the headings of a parsed file with their places in the source. */
export function planHeadings({ items, mapped }: ParsedSource): HeadingPlace[] {
  return items.flatMap((item) => {
    if (item.type !== 'heading') return [];
    const { node, anchor, id, depth } = item;
    const start = node.position?.start.offset;
    const end = node.position?.end.offset;
    const insertAt = anchor.children.at(-1)?.position?.end.offset;
    if (start === undefined || end === undefined || insertAt === undefined) return [];
    const range = { start: mapped.sourceOffset(start), end: mapped.sourceOffset(end) };
    const { slugText } = anchor;
    const place = { id, depth, range, insertAt: mapped.sourceOffset(insertAt) };
    return [slugText === undefined ? place : { ...place, slugText }];
  });
}

/** An id as it is written behind a heading's text. Plain Markdown has only `{#id}`: Docusaurus drops its comments before it looks for ids. */
export function headingIdText(id: string, format: 'md' | 'mdx', syntax: HeadingIdSyntax): string {
  return format === 'md' || syntax === 'classic' ? ` {#${id}}` : ` {/* #${id} */}`;
}

/**
 * The headings whose id has to be written: those that change, and those whose id counted on one that changes.
 * First-level headings have none: they are the title, and Docusaurus would show the comment.
 */
export function headingsToName(
  headings: readonly HeadingPlace[],
  isChanged: (heading: HeadingPlace) => boolean,
  maintainCase = false,
): HeadingPlace[] {
  const slugger = new GithubSlugger();
  return headings.filter((heading) => {
    const { id, depth, slugText } = heading;
    if (slugText === undefined) return false;
    // A new title's own slug is not counted: where it meets another heading's, the verification takes the title back.
    if (isChanged(heading)) return depth > 1;
    const slug = slugger.slug(slugText, maintainCase);
    return slug !== id && depth > 1;
  });
}
