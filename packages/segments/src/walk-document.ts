/**
 * The one walk over a page's tree that both the extractor and the remark plugin use:
 * ids in the page and in the manifest are equal because they are made here.
 */
import type { SegmentKind } from '@lectern/contracts';
import type {
  Heading,
  Image,
  ImageReference,
  Link,
  Nodes,
  Paragraph,
  Parents,
  PhrasingContent,
  Root,
  Yaml,
} from 'mdast';
import type { ContainerDirective } from 'mdast-util-directive';
import type { MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx';
import { phrasing } from 'mdast-util-phrasing';
import { findMarkdownImports } from './document-imports.ts';
import { frontMatterTexts } from './front-matter.ts';
import { findHeadingAnchors, type HeadingAnchor } from './heading-ids.ts';
import { escapeText, type InlineText, isReadable, normalizePlain, readInline } from './inline-text.ts';
import { DEFAULT_JSX_RULES, isOpaqueElement, type JsxRules } from './jsx-rules.ts';
import { hashSegment, partialPrefix, SegmentIds } from './segment-hash.ts';
import type { SegmentMark, TextRange, WalkItem } from './walk-items.ts';

/** How a tree is walked. Page and manifest must use the same. */
export interface WalkOptions {
  /** Set for a partial: its path relative to the site, from which its ids' prefix is made. */
  partialPath?: string;
  /** The site's `markdown.anchors.maintainCase`. */
  maintainAnchorCase?: boolean;
  jsxRules?: JsxRules;
  /** The text that was parsed: with it segments know their ranges. The remark plugin needs none. */
  text?: string;
}

/** Longest text that is a segment; longer blocks are data, not prose. */
const MAX_TEXT = 20_000;

/** The id at the end of a heading, escaped for MDX or not, or blanks. */
const TRAILING_ID_OR_BLANKS = /\s*(?:\\?\{#[^{}]*\})?\s*$/;

/**
 * The place of a run of children without blanks and a heading's id at its ends;
 * `undefined` when the parser made one of the ends without a place (GFM's literal addresses).
 */
function rangeOf(children: readonly Nodes[], text: string | undefined): TextRange | undefined {
  const start = children[0]?.position?.start.offset;
  const end = children.at(-1)?.position?.end.offset;
  if (text === undefined || start === undefined || end === undefined) return undefined;
  const slice = text.slice(start, end);
  const blanks = slice.length - slice.trimStart().length;
  const length = children.at(-1)?.type === 'text' ? slice.replace(TRAILING_ID_OR_BLANKS, '').length : slice.length;
  return { start: start + blanks, end: start + Math.max(blanks, length) };
}

function isElement(node: Nodes): node is MdxJsxFlowElement | MdxJsxTextElement {
  return node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement';
}

class DocumentWalker {
  readonly items: WalkItem[] = [];
  readonly #ids: SegmentIds;
  readonly #rules: JsxRules;
  readonly #anchors: Map<Heading, HeadingAnchor>;
  readonly #imports: Map<string, string>;
  readonly #text: string | undefined;

  constructor(tree: Root, options: WalkOptions) {
    this.#ids = new SegmentIds(options.partialPath === undefined ? '' : partialPrefix(options.partialPath));
    this.#rules = options.jsxRules ?? DEFAULT_JSX_RULES;
    this.#anchors = findHeadingAnchors(tree, options.maintainAnchorCase);
    this.#imports = findMarkdownImports(tree);
    this.#text = options.text;
  }

  visitAll(parent: Parents): void {
    let run: PhrasingContent[] = [];
    const flush = (): void => {
      if (run.length > 0) this.#visitRun(parent, run);
      run = [];
    };
    for (const child of parent.children) {
      if (phrasing(child)) run.push(child);
      else {
        flush();
        this.#visit(child, parent);
      }
    }
    flush();
  }

  #visit(node: Nodes, parent: Parents): void {
    switch (node.type) {
      case 'yaml':
        this.#visitFrontMatter(node);
        break;
      case 'heading':
        this.#visitHeading(node);
        break;
      case 'paragraph':
        this.#visitParagraph(node, parent);
        break;
      case 'tableCell':
        this.#visitInline('tableCell', node.children, { how: 'property', node });
        break;
      case 'code':
        this.items.push({ type: 'code', node });
        return;
      case 'mdxJsxFlowElement':
      case 'mdxJsxTextElement':
        this.#visitElement(node);
        break;
      case 'containerDirective':
        this.#visitDirectiveTitle(node);
        this.visitAll(node);
        break;
      case 'blockquote':
      case 'list':
      case 'listItem':
      case 'table':
      case 'tableRow':
      case 'footnoteDefinition':
      case 'leafDirective':
        this.visitAll(node);
        break;
      default:
        return;
    }
  }

  #visitFrontMatter(node: Yaml): void {
    this.items.push({ type: 'frontMatter', yaml: node.value });
    const text = this.#text;
    const base = text === undefined ? undefined : text.indexOf('\n', node.position?.start.offset ?? 0) + 1;
    for (const { key, value, start, end } of frontMatterTexts(node.value)) {
      const known = base !== undefined && start !== undefined && end !== undefined;
      const place = known ? { start: base + start, end: base + end } : undefined;
      this.#pushText('frontMatter', value, { how: 'none' }, place, key);
    }
  }

  #visitHeading(node: Heading): void {
    const anchor = this.#anchors.get(node) ?? { id: '', children: node.children };
    const inline = readInline(anchor.children, this.#rules);
    this.items.push({ type: 'heading', node, id: anchor.id, depth: node.depth, title: inline.plain });
    this.#pushInline('heading', inline, anchor.children, { how: 'property', node });
  }

  #visitParagraph(node: Paragraph, parent: Parents): void {
    // A tight item's paragraph and a footnote's last one lose their properties on the way to HTML: PAGE.md.
    const wrap: SegmentMark = { how: 'wrap', parent: node, children: node.children };
    if (node.data?.directiveLabel) this.#visitLabel(node, parent);
    else if (parent.type === 'listItem') this.#visitInline('listItem', node.children, wrap);
    else if (parent.type === 'footnoteDefinition') this.#visitInline('footnote', node.children, wrap);
    else if (!this.#visitLoneImage(node)) this.#visitInline('paragraph', node.children, { how: 'property', node });
  }

  /** A paragraph that is one image carries the image's mark itself, so that `p > img` stays as it is. */
  #visitLoneImage(node: Paragraph): boolean {
    const [image, ...more] = node.children;
    if (more.length > 0 || (image?.type !== 'image' && image?.type !== 'imageReference')) return false;
    if (image.alt) this.#pushText('imageAlt', image.alt, { how: 'property', node });
    return true;
  }

  /** `:::note[Title]`; where there is a `title` attribute too, Docusaurus drops the label. */
  #visitLabel(node: Paragraph, parent: Parents): void {
    if (parent.type === 'containerDirective' && parent.attributes?.['title']) return;
    this.#visitInline('admonitionTitle', node.children, { how: 'wrap', parent: node, children: node.children });
  }

  /** `:::note{title="Title"}`; Docusaurus prefers it to a label. */
  #visitDirectiveTitle(node: ContainerDirective): void {
    const title = node.attributes?.['title'];
    if (title) this.#pushText('admonitionTitle', title, { how: 'directiveTitle', node });
  }

  #visitElement(node: MdxJsxFlowElement | MdxJsxTextElement): void {
    const partial = node.name === null ? undefined : this.#imports.get(node.name);
    if (partial !== undefined) {
      this.items.push({ type: 'partial', specifier: partial });
      return;
    }
    if (node.name === 'Quiz') {
      this.#visitQuiz(node);
      return;
    }
    if (isOpaqueElement(node.name, this.#rules)) return;
    this.#visitAttributes(node);
    this.visitAll(node);
  }

  #visitQuiz(node: MdxJsxFlowElement | MdxJsxTextElement): void {
    for (const attribute of node.attributes) {
      if (attribute.type !== 'mdxJsxAttribute' || attribute.name !== 'src') continue;
      if (typeof attribute.value === 'string') this.items.push({ type: 'quiz', source: attribute.value, node });
    }
  }

  #visitAttributes(node: MdxJsxFlowElement | MdxJsxTextElement): void {
    for (const attribute of node.attributes) {
      if (attribute.type !== 'mdxJsxAttribute' || typeof attribute.value !== 'string') continue;
      if (!this.#rules.attributes.has(attribute.name)) continue;
      const shown = this.#rules.elementAttributes.has(`${node.name}.${attribute.name}`);
      this.#pushText('attribute', attribute.value, shown ? { how: 'attribute', attribute } : { how: 'none' });
    }
  }

  /** Text that stands directly in an element. Elements alone are looked into, so that `Tabs` still sees its `TabItem`s. */
  #visitRun(parent: Parents, run: readonly PhrasingContent[]): void {
    const loose = run.filter((child) => !isElement(child));
    if (readInline(loose, this.#rules).readable) {
      this.#visitInline('jsxText', trimRun(run), { how: 'wrap', parent, children: trimRun(run) });
      return;
    }
    for (const child of run) {
      if (isElement(child)) this.#visitElement(child);
      else this.#visitNested(readInline([child], this.#rules).nested);
    }
  }

  #visitInline(kind: SegmentKind, children: readonly PhrasingContent[], mark: SegmentMark): void {
    this.#pushInline(kind, readInline(children, this.#rules), children, mark);
  }

  #pushInline(kind: SegmentKind, inline: InlineText, children: readonly PhrasingContent[], mark: SegmentMark): void {
    if (inline.readable) this.#push(kind, inline, mark, rangeOf(children, this.#text));
    this.#visitNested(inline.nested);
  }

  /** The texts inside a block that are segments of their own. */
  #visitNested(nested: InlineText['nested']): void {
    for (const node of nested) {
      if (node.type === 'link') this.#visitLinkTitle(node);
      else if (node.type === 'mdxJsxTextElement') this.#visitInlineElement(node);
      else this.#visitImage(node);
    }
  }

  #visitLinkTitle(node: Link): void {
    if (node.title) this.#pushText('linkTitle', node.title, { how: 'none' });
  }

  #visitInlineElement(node: MdxJsxTextElement): void {
    if (!isOpaqueElement(node.name, this.#rules)) this.#visitAttributes(node);
  }

  #visitImage(node: Image | ImageReference): void {
    if (node.alt) this.#pushText('imageAlt', node.alt, { how: 'image', node });
  }

  /** A segment without markup: an attribute, a title, a front-matter value. */
  #pushText(kind: SegmentKind, value: string, mark: SegmentMark, range?: TextRange, frontMatterKey?: string): void {
    if (!isReadable(value)) return;
    const plain = normalizePlain(value);
    const inline = { text: escapeText(plain), plain, slots: [] };
    this.#push(kind, inline, mark, range, frontMatterKey);
  }

  #push(
    kind: SegmentKind,
    { text, plain, slots }: Pick<InlineText, 'text' | 'plain' | 'slots'>,
    mark: SegmentMark,
    range?: TextRange,
    frontMatterKey?: string,
  ): void {
    if (text.length > MAX_TEXT || plain.length > MAX_TEXT) return;
    const placeholders = slots.map((slot) => slot.placeholder);
    const hash = hashSegment(kind, text, placeholders);
    const segment = {
      id: this.#ids.next(hash),
      kind,
      text,
      plain,
      hash,
      placeholders,
      slots,
      ...(range === undefined ? {} : { range }),
      ...(frontMatterKey === undefined ? {} : { frontMatterKey }),
    };
    this.items.push({ type: 'segment', segment, mark });
  }
}

/** A run without the blank texts at its ends: a wrapper around line breaks would change the layout. */
function trimRun(run: readonly PhrasingContent[]): readonly PhrasingContent[] {
  const isBlank = (node: PhrasingContent): boolean => node.type === 'text' && node.value.trim() === '';
  let start = 0;
  let end = run.length;
  while (start < end && run[start] !== undefined && isBlank(run[start] ?? { type: 'break' })) start += 1;
  while (end > start && isBlank(run[end - 1] ?? { type: 'break' })) end -= 1;
  return run.slice(start, end);
}

/** Walks a page's tree in reading order. Changes nothing. */
export function walkDocument(tree: Root, options: WalkOptions = {}): WalkItem[] {
  const walker = new DocumentWalker(tree, options);
  walker.visitAll(tree);
  return walker.items;
}
