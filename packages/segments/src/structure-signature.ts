/** What of a page has to be the same in every language: everything but the words. */
import type { Heading, Nodes, Parents, PhrasingContent, Root } from 'mdast';
import type { ContainerDirective, LeafDirective, TextDirective } from 'mdast-util-directive';
import type { MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx';
import { phrasing } from 'mdast-util-phrasing';
import { parseDocument } from 'yaml';
import { frontMatterTexts } from './front-matter.ts';
import { findHeadingAnchors } from './heading-ids.ts';
import type { JsxRules } from './jsx-rules.ts';

/** One block, or one thing inside a line, without its words. */
export interface StructureEntry {
  /** Says all that has to be equal. */
  signature: string;
  /** In the signature of its block, in no order, as other languages order words otherwise. */
  inline: string[];
  /** Offset in the parsed text. */
  offset: number;
}

/** How a tree is read. */
export interface SignatureOptions {
  maintainAnchorCase?: boolean;
  jsxRules: JsxRules;
}

const TEXT = '\u2026';

type Directive = ContainerDirective | LeafDirective | TextDirective;

function elementSignature(node: MdxJsxFlowElement | MdxJsxTextElement, rules: JsxRules): unknown[] {
  return [
    node.name,
    node.attributes.map((attribute) => {
      if (attribute.type === 'mdxJsxExpressionAttribute') return attribute.value;
      const { name, value } = attribute;
      if (typeof value !== 'string') return [name, value?.value ?? null];
      return [name, rules.attributes.has(name) && /[\p{L}\p{N}]/u.test(value) ? TEXT : value];
    }),
  ];
}

function directiveSignature(node: Directive): unknown[] {
  const attributes = Object.entries(node.attributes ?? {});
  const isTitled = node.type === 'containerDirective';
  return [node.name, attributes.map(([name, value]) => (isTitled && name === 'title' ? [name, TEXT] : [name, value]))];
}

/** Keys and values of front matter, texts left out. */
function frontMatterSignature(yaml: string): unknown {
  const document = parseDocument(yaml);
  if (document.errors.length > 0) return yaml;
  for (const { key } of frontMatterTexts(yaml)) {
    document.setIn(
      key.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
      TEXT,
    );
  }
  return document.toJS();
}

/** What of a node has to be equal, without its words and children; `undefined` for what are words only. */
function ownSignature(node: Nodes, options: SignatureOptions): unknown[] | undefined {
  switch (node.type) {
    case 'text':
      return undefined;
    case 'yaml':
      return [frontMatterSignature(node.value)];
    case 'code':
      return [node.lang, node.meta, node.value];
    case 'math':
      return [node.meta, node.value];
    case 'inlineCode':
    case 'inlineMath':
    case 'html':
    case 'mdxjsEsm':
    case 'mdxFlowExpression':
    case 'mdxTextExpression':
      return [node.value];
    case 'list':
      return [node.ordered, node.start, node.spread];
    case 'listItem':
      return [node.checked, node.spread];
    case 'table':
      return [node.align];
    case 'link':
      return [node.url, Boolean(node.title)];
    case 'image':
      return [node.url, node.title, Boolean(node.alt)];
    case 'linkReference':
    case 'footnoteReference':
    case 'footnoteDefinition':
      return [node.identifier];
    case 'imageReference':
      return [node.identifier, Boolean(node.alt)];
    case 'definition':
      return [node.identifier, node.url, node.title];
    case 'mdxJsxFlowElement':
    case 'mdxJsxTextElement':
      return elementSignature(node, options.jsxRules);
    case 'containerDirective':
    case 'leafDirective':
      return directiveSignature(node);
    case 'textDirective': {
      // Without label and attributes it is shown as the text it was.
      const isPlain = node.children.length === 0 && Object.keys(node.attributes ?? {}).length === 0;
      return isPlain ? undefined : directiveSignature(node);
    }
    default:
      return [];
  }
}

/** A node's signature: its type and all that has to be equal; `undefined` for words. */
export function nodeSignature(node: Nodes, options: SignatureOptions): string | undefined {
  const own = ownSignature(node, options);
  return own === undefined ? undefined : JSON.stringify([node.type, ...own]);
}

class SignatureReader {
  readonly entries: StructureEntry[] = [];
  readonly #options: SignatureOptions;
  readonly #anchors: ReturnType<typeof findHeadingAnchors>;

  constructor(tree: Root, options: SignatureOptions) {
    this.#options = options;
    this.#anchors = findHeadingAnchors(tree, options.maintainAnchorCase);
  }

  read(parent: Parents, entry: StructureEntry): void {
    for (const child of parent.children) {
      if (phrasing(child)) this.#inline(child, entry);
      else this.#block(child);
    }
    this.entries.push(closing(parent));
  }

  #block(node: Nodes): void {
    const own = node.type === 'heading' ? this.#heading(node) : ownSignature(node, this.#options);
    const entry: StructureEntry = {
      signature: JSON.stringify([node.type, ...(own ?? [])]),
      inline: [],
      offset: node.position?.start.offset ?? 0,
    };
    this.entries.push(entry);
    if (node.type === 'heading')
      for (const child of this.#anchors.get(node)?.children ?? []) this.#inline(child, entry);
    else if ('children' in node) this.read(node, entry);
  }

  /** A first-level heading is the page's title and has no anchor. */
  #heading(node: Heading): unknown[] {
    return [node.depth, node.depth === 1 ? '' : (this.#anchors.get(node)?.id ?? '')];
  }

  #inline(node: PhrasingContent, entry: StructureEntry): void {
    const signature = nodeSignature(node, this.#options);
    if (signature !== undefined) entry.inline.push(signature);
    if ('children' in node) for (const child of node.children) this.#inline(child, entry);
  }
}

/** Tells where a block ends, so that what moves out of it or into it is seen. */
function closing(parent: Parents): StructureEntry {
  return { signature: `/${parent.type}`, inline: [], offset: parent.position?.end.offset ?? 0 };
}

/** Reads a tree's structure, in order. */
export function readStructure(tree: Root, options: SignatureOptions): StructureEntry[] {
  const root: StructureEntry = { signature: 'root', inline: [], offset: 0 };
  const reader = new SignatureReader(tree, options);
  reader.entries.push(root);
  reader.read(tree, root);
  for (const entry of reader.entries) entry.inline.sort();
  return reader.entries;
}

/** The first place in which two structures differ; offsets are in the second one's text. */
export function compareStructures(
  before: readonly StructureEntry[],
  after: readonly StructureEntry[],
): { offset: number; expected: string; found: string } | undefined {
  const length = Math.max(before.length, after.length);
  for (let index = 0; index < length; index += 1) {
    const expected = entryText(before[index]);
    const found = entryText(after[index]);
    if (expected !== found) return { offset: after[index]?.offset ?? 0, expected, found };
  }
  return undefined;
}

function entryText(entry: StructureEntry | undefined): string {
  if (entry === undefined) return 'nothing more';
  return entry.inline.length === 0 ? entry.signature : `${entry.signature} with ${entry.inline.join(' ')}`;
}
