/**
 * The one walk over a page's tree that both the extractor and the remark plugin use:
 * ids in the page and in the manifest are equal because they are made here.
 */
import type { Heading, Nodes, Paragraph, Parents, PhrasingContent, Root, Table, Yaml } from 'mdast';
import type { ContainerDirective } from 'mdast-util-directive';
import type { MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx';
import { phrasing } from 'mdast-util-phrasing';
import { visit } from 'unist-util-visit';
import { findMarkdownImports } from './document-imports.ts';
import { frontMatterTexts } from './front-matter.ts';
import { findHeadingAnchors, type HeadingAnchor } from './heading-ids.ts';
import { readInline } from './inline-text.ts';
import { DEFAULT_JSX_RULES, isOpaqueElement, type JsxRules } from './jsx-rules.ts';
import { SegmentCollector } from './segment-collector.ts';
import { partialPrefix } from './segment-hash.ts';
import type { SegmentMark, WalkItem } from './walk-items.ts';

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

type JsxElement = MdxJsxFlowElement | MdxJsxTextElement;

function isElement(node: Nodes): node is JsxElement {
  return node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement';
}

function isBlank(node: PhrasingContent | undefined): boolean {
  return node?.type === 'text' && node.value.trim() === '';
}

/** A run without the blank texts at its ends: a wrapper around line breaks would change the layout. */
function trimRun(run: readonly PhrasingContent[]): readonly PhrasingContent[] {
  let start = 0;
  let end = run.length;
  while (start < end && isBlank(run[start])) start += 1;
  while (end > start && isBlank(run[end - 1])) end -= 1;
  return run.slice(start, end);
}

class DocumentWalker {
  readonly #segments: SegmentCollector;
  readonly #anchors: Map<Heading, HeadingAnchor>;
  readonly #imports: Map<string, string>;
  readonly #text: string | undefined;
  readonly #footnotes = new Set<string>();
  readonly #prefix: string;
  #tables = 0;

  constructor(tree: Root, options: WalkOptions) {
    this.#prefix = options.partialPath === undefined ? '' : partialPrefix(options.partialPath);
    this.#segments = new SegmentCollector(this.#prefix, options.jsxRules ?? DEFAULT_JSX_RULES, options.text);
    this.#anchors = findHeadingAnchors(tree, options.maintainAnchorCase);
    this.#imports = findMarkdownImports(tree);
    this.#text = options.text;
    visit(tree, 'footnoteReference', ({ identifier }) => {
      this.#footnotes.add(identifier);
    });
  }

  get items(): WalkItem[] {
    return this.#segments.items;
  }

  /** Visits children in order; phrasing content that stands between blocks is taken together. */
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
      case 'table':
        this.#visitTable(node);
        break;
      case 'math':
        this.#segments.addFormula(node, parent);
        break;
      case 'footnoteDefinition':
        // A footnote that nothing refers to is not shown.
        if (this.#footnotes.has(node.identifier)) this.visitAll(node);
        break;
      case 'code':
        this.items.push({ type: 'code', node });
        break;
      case 'mdxJsxFlowElement':
        this.#visitElement(node);
        break;
      case 'containerDirective':
        this.#visitDirectiveTitle(node);
        this.visitAll(node);
        break;
      case 'blockquote':
      case 'list':
      case 'listItem':
      case 'leafDirective':
        this.visitAll(node);
        break;
      default:
        // Expressions, imports, raw HTML, rules and definitions hold no text to read or translate.
        break;
    }
  }

  #visitFrontMatter(node: Yaml): void {
    this.items.push({ type: 'frontMatter', yaml: node.value });
    const text = this.#text;
    const base = text === undefined ? undefined : text.indexOf('\n', node.position?.start.offset ?? 0) + 1;
    for (const { key, value, start, end } of frontMatterTexts(node.value)) {
      const known = base !== undefined && start !== undefined && end !== undefined;
      this.#segments.addText('frontMatter', value, {
        mark: { how: 'none' },
        origin: { how: 'frontMatter', inTable: false },
        range: known ? { start: base + start, end: base + end } : undefined,
        frontMatterKey: key,
      });
    }
  }

  /** Cells beyond the header's columns are not shown. */
  #visitTable({ align, children: rows }: Table): void {
    this.#tables += 1;
    rows.forEach((row, y) => {
      row.children.slice(0, align?.length ?? row.children.length).forEach((node, x) => {
        const place = `${this.#prefix}t${this.#tables}.${y + 1}.${x + 1}`;
        this.#segments.addInline('tableCell', node.children, { how: 'property', node }, place);
      });
    });
  }

  #visitHeading(node: Heading): void {
    const anchor = this.#anchors.get(node) ?? { id: '', children: node.children };
    const { id, children } = anchor;
    const title = readInline(children, this.#segments.rules).plain;
    this.items.push({ type: 'heading', node, anchor, id, depth: node.depth, title });
    this.#segments.addInline('heading', children, { how: 'property', node });
  }

  #visitParagraph(node: Paragraph, parent: Parents): void {
    // A tight item's paragraph and a footnote's last one lose their properties on the way to HTML: PAGE.md.
    const wrap: SegmentMark = { how: 'wrap', parent: node, children: node.children };
    if (node.data?.directiveLabel) this.#visitLabel(node, parent, wrap);
    else if (parent.type === 'listItem') this.#segments.addInline('listItem', node.children, wrap);
    else if (parent.type === 'footnoteDefinition') this.#segments.addInline('footnote', node.children, wrap);
    else if (!this.#visitLoneImage(node)) {
      this.#segments.addInline('paragraph', node.children, { how: 'property', node });
    }
  }

  /** A paragraph that is one image carries the image's mark itself, so that `p > img` stays as it is. */
  #visitLoneImage(node: Paragraph): boolean {
    const [image, ...more] = node.children;
    if (more.length > 0 || (image?.type !== 'image' && image?.type !== 'imageReference')) return false;
    if (image.alt) {
      const origin = { how: 'imageAlt' as const, node: image, inTable: false };
      this.#segments.addText('imageAlt', image.alt, { mark: { how: 'property', node }, origin });
    }
    return true;
  }

  /** `:::note[Title]`; where there is a `title` attribute too, Docusaurus drops the label. */
  #visitLabel(node: Paragraph, parent: Parents, wrap: SegmentMark): void {
    if (parent.type === 'containerDirective' && parent.attributes?.['title']) return;
    this.#segments.addInline('admonitionTitle', node.children, wrap);
  }

  /** `:::note{title="Title"}`; Docusaurus prefers it to a label. */
  #visitDirectiveTitle(node: ContainerDirective): void {
    const title = node.attributes?.['title'];
    if (!title) return;
    const origin = { how: 'directiveTitle' as const, node, inTable: false };
    this.#segments.addText('admonitionTitle', title, { mark: { how: 'directiveTitle', node }, origin });
  }

  #visitElement(node: JsxElement): void {
    const partial = node.name === null ? undefined : this.#imports.get(node.name);
    if (partial !== undefined) this.items.push({ type: 'partial', specifier: partial });
    else if (node.name === 'Quiz') this.#visitQuiz(node);
    else if (!isOpaqueElement(node.name, this.#segments.rules)) {
      this.#segments.addAttributes(node);
      this.visitAll(node);
    }
  }

  #visitQuiz(node: JsxElement): void {
    for (const attribute of node.attributes) {
      if (attribute.type !== 'mdxJsxAttribute' || attribute.name !== 'src') continue;
      if (typeof attribute.value === 'string') this.items.push({ type: 'quiz', source: attribute.value, node });
    }
  }

  /** Text that stands directly in an element. Elements alone are looked into, so that `Tabs` still sees its `TabItem`s. */
  #visitRun(parent: Parents, run: readonly PhrasingContent[]): void {
    const { rules } = this.#segments;
    const loose = run.filter((child) => !isElement(child));
    if (readInline(loose, rules).readable) {
      const children = trimRun(run);
      this.#segments.addInline('jsxText', children, { how: 'wrap', parent, children });
      return;
    }
    for (const child of run) {
      if (isElement(child)) this.#visitElement(child);
      else this.#segments.addNested(readInline([child], rules).nested);
    }
  }
}

/** Walks a page's tree in reading order. Changes nothing. */
export function walkDocument(tree: Root, options: WalkOptions = {}): WalkItem[] {
  const walker = new DocumentWalker(tree, options);
  walker.visitAll(tree);
  return walker.items;
}
