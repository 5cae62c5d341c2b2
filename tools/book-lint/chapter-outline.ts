/** Headings and sections of a chapter. Pure. */
import type { Heading, RootContent } from 'mdast';
import type { ChapterSource } from './chapter-source.ts';
import { plainText } from './plain-text.ts';

/** One heading with its explicit id, if it has one. */
export interface OutlineHeading {
  node: Heading;
  depth: number;
  id: string | undefined;
  text: string;
}

/** What stands under one h2, or before the first. */
export interface OutlineSection {
  /** undefined: what stands before the first h2. */
  heading: OutlineHeading | undefined;
  nodes: RootContent[];
}

/** The id in the comment that ends a heading. */
function explicitId(heading: Heading): string | undefined {
  const last = heading.children.at(-1);
  if (last?.type !== 'mdxTextExpression') return undefined;
  return /^\/\*\s*#(\S+)\s*\*\/$/.exec(last.value.trim())?.[1];
}

function readHeading(node: Heading): OutlineHeading {
  return { node, depth: node.depth, id: explicitId(node), text: plainText(node).trim() };
}

/** All top-level headings in order. */
export function listHeadings(chapter: ChapterSource): OutlineHeading[] {
  return chapter.tree.children.filter((node) => node.type === 'heading').map(readHeading);
}

/** The chapter cut at its h2 headings. */
export function listSections(chapter: ChapterSource): OutlineSection[] {
  const sections: OutlineSection[] = [{ heading: undefined, nodes: [] }];
  for (const node of chapter.tree.children) {
    if (node.type === 'yaml') continue;
    if (node.type === 'heading' && node.depth === 2) sections.push({ heading: readHeading(node), nodes: [] });
    else sections.at(-1)?.nodes.push(node);
  }
  return sections;
}

/** Every anchor of a page: headings and exercises. */
export function listAnchors(chapter: ChapterSource): Set<string> {
  const ids = listHeadings(chapter).map((heading) => heading.id);
  return new Set(ids.filter((id) => id !== undefined));
}
