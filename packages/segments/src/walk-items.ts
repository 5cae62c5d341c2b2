/** What a walk over a page finds, in reading order. */
import type { Placeholder, SegmentKind } from '@lectern/contracts';
import type { Code, Heading, Image, ImageReference, Link, Nodes, Parents, PhrasingContent, RootContent } from 'mdast';
import type { ContainerDirective } from 'mdast-util-directive';
import type { MdxJsxAttribute, MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx';
import type { HeadingAnchor } from './heading-ids.ts';
import type { Slot } from './inline-text.ts';

/** Where and how a segment's mark goes into the tree; `none`: it has no element in the page. */
export type SegmentMark =
  | { how: 'property'; node: Nodes }
  | { how: 'wrap'; parent: Parents; children: readonly PhrasingContent[] }
  | { how: 'block'; parent: Parents; node: RootContent }
  | { how: 'directiveTitle'; node: ContainerDirective }
  | { how: 'attribute'; attribute: MdxJsxAttribute }
  | { how: 'image'; node: Image | ImageReference }
  /** A string that an element takes as a property: `alt`, `title` … */
  | { how: 'string'; node: Link | MdxJsxFlowElement | MdxJsxTextElement; name: string }
  | { how: 'none' };

/** What of the tree a segment's text was read from: where a translation goes. */
export type SegmentOrigin = (
  | { how: 'inline'; children: readonly PhrasingContent[] }
  | { how: 'attribute'; attribute: MdxJsxAttribute }
  | { how: 'linkTitle'; node: Link }
  | { how: 'imageAlt'; node: Image | ImageReference }
  | { how: 'directiveTitle'; node: ContainerDirective }
  | { how: 'frontMatter' }
  | { how: 'formula' }
) & {
  /** Inside a table, where a bar parts cells. */
  inTable: boolean;
};

/** Offsets in the text that was parsed, UTF-16 units. */
export interface TextRange {
  start: number;
  end: number;
}

/** A block of text with its identity. */
export interface WalkedSegment {
  id: string;
  kind: SegmentKind;
  text: string;
  plain: string;
  hash: string;
  placeholders: Placeholder[];
  /** The nodes that the placeholders stand for, in the same order. */
  slots: readonly Slot[];
  origin: SegmentOrigin;
  /** What a translation would replace; absent where the parser gives no place. */
  range?: TextRange;
  /** Place of a table cell, `t1.2.3`: table, row, column. */
  cell?: string;
  /** Where in front matter the text stands: `title`, `objectives.0`. */
  frontMatterKey?: string;
}

/** One find of the walk. */
export type WalkItem =
  | { type: 'segment'; segment: WalkedSegment; mark: SegmentMark }
  | { type: 'heading'; node: Heading; anchor: HeadingAnchor; id: string; depth: number; title: string }
  | { type: 'code'; node: Code }
  | { type: 'partial'; specifier: string }
  | { type: 'quiz'; source: string; node: MdxJsxFlowElement | MdxJsxTextElement }
  | { type: 'frontMatter'; yaml: string };
