/** Anchors of headings, as Docusaurus 3.10 makes them. */
import GithubSlugger from 'github-slugger';
import type { Heading, Nodes, PhrasingContent, Root } from 'mdast';
import type {} from 'mdast-util-mdx';
import { toString as nodeText } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';

/** A heading's anchor and its text without the part that names the anchor. */
export interface HeadingAnchor {
  id: string;
  /** The heading's children without `{#id}` or the comment that holds the id. */
  children: PhrasingContent[];
  /** The text that the id was made of; absent where the source names the id. */
  slugText?: string;
}

/** `{#id}` at the end of a heading. */
const CLASSIC_ID = /\s*\{#(?<id>(?:.(?!\{#|\}))*.)\}$/;

/** The id in `{/* #id *\/}` or `<!-- #id -->`: the first word, and only with a `#`. */
function commentId(comment: string): string | undefined {
  const word = comment.trim().split(' ')[0] ?? '';
  return word.startsWith('#') ? word.slice(1) || undefined : undefined;
}

function idOfLastChild(last: Nodes | undefined): string | undefined {
  if (last?.type === 'mdxTextExpression') {
    const program = last.data?.estree;
    const comments = program?.comments ?? [];
    if (program?.body.length !== 0 || comments.length !== 1) return undefined;
    return commentId(comments[0]?.value ?? '');
  }
  if (last?.type === 'html') return commentId(/^<!--([\s\S]*)-->$/.exec(last.value)?.[1] ?? '');
  return undefined;
}

/** A copy of the children whose last text ends without blanks. */
function trimLastText(children: PhrasingContent[]): PhrasingContent[] {
  const last = children.at(-1);
  return last?.type === 'text' ? [...children.slice(0, -1), { ...last, value: last.value.trimEnd() }] : children;
}

/** The children without a classic `{#id}`, which always stands in the last one. */
function withoutClassicId(children: PhrasingContent[]): PhrasingContent[] {
  const last = children.at(-1);
  if (last?.type !== 'text') return children;
  const value = last.value.replace(CLASSIC_ID, '');
  const rest = children.slice(0, -1);
  return value === '' && rest.length > 0 ? rest : [...rest, { ...last, value }];
}

/** Text from which Docusaurus makes the slug: raw HTML does not count, unless there is nothing else. */
function slugText(heading: Heading): string {
  const nodes = heading.children.filter((child) => child.type !== 'html');
  return nodeText(nodes.length > 0 ? nodes : heading);
}

/**
 * Finds the anchors of all headings of a file, in order: an explicit id, otherwise a slug that is unique among the slugs.
 * @param maintainCase the site's `markdown.anchors.maintainCase`
 */
export function findHeadingAnchors(tree: Root, maintainCase = false): Map<Heading, HeadingAnchor> {
  const slugger = new GithubSlugger();
  const anchors = new Map<Heading, HeadingAnchor>();
  visit(tree, 'heading', (heading) => {
    const explicit = idOfLastChild(heading.children.at(-1));
    if (explicit !== undefined) {
      anchors.set(heading, { id: explicit, children: trimLastText(heading.children.slice(0, -1)) });
      return;
    }
    const text = slugText(heading);
    const classic = CLASSIC_ID.exec(text)?.groups?.['id']?.trim();
    if (classic !== undefined) anchors.set(heading, { id: classic, children: withoutClassicId(heading.children) });
    else anchors.set(heading, { id: slugger.slug(text, maintainCase), children: heading.children, slugText: text });
  });
  return anchors;
}

/** Slug of a text that is no heading (a category's label), as a heading of that text would have it. */
export function slugOf(text: string): string {
  return new GithubSlugger().slug(text);
}
