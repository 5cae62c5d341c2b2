/**
 * A page's source → Markdown that reads without MDX: imports, comments and expressions are gone, components have become
 * their text, links are whole addresses. What needs no change is copied as it was written.
 */

import type { ExtractPageOptions } from '@lectern/segments';
import { findMarkdownImports, parseSource } from '@lectern/segments';
import type { Image, Link, Nodes, Root } from 'mdast';
import type { MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx';
import { DROPPED_ELEMENTS, readTexts, stringAttribute } from './jsx-texts.ts';

/** How a page is read, and what stands outside of its file. */
export interface PageMarkdownOptions extends ExtractPageOptions {
  /** Whole address of a link in `importer`; `undefined`: it leads to nothing that can be opened, its text alone is kept. */
  resolveLink: (url: string, importer: string) => string | undefined;
  /** A quiz's questions as Markdown. */
  quizText: (src: string, importer: string) => string;
}

/** Partials inside partials deeper than this are a circle. */
const MAX_DEPTH = 16;
const BLOCK_BREAK = '\n\n';

type JsxElement = MdxJsxFlowElement | MdxJsxTextElement;

/**
 * Converts a page.
 * @throws SegmentParseError when the page or a partial is not valid
 */
export function pageMarkdown(source: string, options: PageMarkdownOptions): string {
  return convertFile(source, options, 0);
}

function convertFile(source: string, options: PageMarkdownOptions, depth: number): string {
  const { tree, mapped } = parseSource(source, options);
  return new FileConverter(mapped.text, tree, options, depth).convert();
}

class FileConverter {
  readonly #text: string;
  readonly #tree: Root;
  readonly #options: PageMarkdownOptions;
  readonly #depth: number;
  readonly #imports: Map<string, string>;

  constructor(text: string, tree: Root, options: PageMarkdownOptions, depth: number) {
    this.#text = text;
    this.#tree = tree;
    this.#options = options;
    this.#depth = depth;
    this.#imports = findMarkdownImports(tree);
  }

  convert(): string {
    return joinBlocks(this.#tree.children.map((node) => this.#convert(node)));
  }

  /** The node's text; lines after the first stand as far right as the node does in its file. */
  #convert(node: Nodes): string {
    switch (node.type) {
      case 'yaml':
      case 'mdxjsEsm':
        return '';
      case 'mdxFlowExpression':
      case 'mdxTextExpression':
        return literalOf(node.value);
      case 'html':
        return /^<!--[\s\S]*-->$/.test(node.value.trim()) ? '' : this.#slice(node);
      case 'heading':
        return this.#inside(node).replace(/\s*(?:\\?\{#[^}]*\})?\s*$/, '');
      case 'link':
        return this.#link(node);
      case 'image':
        return this.#image(node);
      case 'definition': {
        const url = this.#resolve(node.url);
        return url === undefined ? '' : `[${node.label ?? node.identifier}]: ${url}`;
      }
      case 'mdxJsxTextElement':
        return this.#inlineElement(node);
      case 'mdxJsxFlowElement':
        return indented(this.#flowElement(node), columnOf(node));
      default:
        return isComment(node) ? '' : this.#inside(node);
    }
  }

  /** The source of a node with its children converted. */
  #inside(node: Nodes): string {
    if (!('children' in node) || node.children.length === 0) return this.#slice(node);
    const { start, end } = rangeOf(node);
    return this.#between(start, node.children, end);
  }

  #between(start: number, children: readonly Nodes[], end: number): string {
    let text = '';
    let at = start;
    for (const child of children) {
      const range = rangeOf(child);
      text += this.#text.slice(at, range.start) + this.#convert(child);
      at = range.end;
    }
    return text + this.#text.slice(at, end);
  }

  #slice(node: Nodes): string {
    const { start, end } = rangeOf(node);
    return this.#text.slice(start, end);
  }

  /** Inline children without the tags or marks around them. */
  #inline(children: readonly Nodes[]): string {
    const [first] = children;
    const last = children.at(-1);
    return first && last ? this.#between(rangeOf(first).start, children, rangeOf(last).end) : '';
  }

  #resolve(url: string): string | undefined {
    return this.#options.resolveLink(url, this.#options.path);
  }

  #link(node: Link): string {
    // An address that stands for itself has no brackets.
    if (!this.#slice(node).startsWith('[')) return this.#slice(node);
    return linked(this.#inline(node.children), this.#resolve(node.url));
  }

  #image({ alt, url }: Pick<Image, 'alt' | 'url'>): string {
    const address = this.#resolve(url);
    if (address !== undefined) return `![${alt ?? ''}](${address})`;
    return alt ? `[Figure: ${alt}]` : '';
  }

  #inlineElement(node: JsxElement): string {
    const { name, children } = node;
    if (name !== null && DROPPED_ELEMENTS.has(name)) return '';
    if (name === 'br') return '\n';
    if (name === 'img')
      return this.#image({ alt: stringAttribute(node, 'alt'), url: stringAttribute(node, 'src') ?? '' });
    const whole = this.#wholeElement(node);
    if (whole !== undefined) return whole;
    const text = this.#inline(children);
    const target = stringAttribute(node, 'href') ?? stringAttribute(node, 'to');
    if (target !== undefined && text !== '') return linked(text, this.#resolve(target));
    const { names, descriptions } = readTexts(node);
    if (text === '') return [...names, ...descriptions].join(': ');
    return names.length > 0 ? `**${names.join(': ')}**: ${text}` : text;
  }

  #flowElement(node: MdxJsxFlowElement): string {
    const { name, children } = node;
    if (name !== null && DROPPED_ELEMENTS.has(name)) return '';
    const whole = this.#wholeElement(node);
    if (whole !== undefined) return whole;
    if (name === 'img' || name === 'br' || name === 'a' || name === 'Link') return this.#inlineElement(node);
    const body = joinBlocks(runsOf(children).map((run) => this.#run(run)));
    if (name === 'summary') return body === '' ? '' : `**${body}**`;
    const { names, descriptions } = readTexts(node);
    return joinBlocks([...names.map((text) => `**${text}**`), body, ...descriptions]);
  }

  #run(run: readonly Nodes[]): string {
    const [first] = run;
    return first ? outdented(this.#inline(run), columnOf(first)) : '';
  }

  /** What stands for an element and all that is in it: a partial, a quiz. */
  #wholeElement(node: JsxElement): string | undefined {
    const { name } = node;
    const specifier = this.#imports.get(name ?? '');
    if (specifier !== undefined) return this.#partial(specifier);
    const src = stringAttribute(node, 'src');
    return name === 'Quiz' && src !== undefined ? this.#options.quizText(src, this.#options.path) : undefined;
  }

  #partial(specifier: string): string {
    const partial = this.#depth < MAX_DEPTH ? this.#options.loadPartial?.(specifier, this.#options.path) : undefined;
    if (partial === undefined) return '';
    const { source, path, format } = partial;
    return convertFile(source, { ...this.#options, path, format }, this.#depth + 1);
  }
}

const BLOCKS: ReadonlySet<string> = new Set(
  (
    'paragraph heading list blockquote code table thematicBreak html math definition footnoteDefinition ' +
    'containerDirective leafDirective mdxJsxFlowElement mdxFlowExpression mdxjsEsm comment'
  ).split(' '),
);

/** Parts children into blocks, each alone, and runs of text: an element on one line has text without a paragraph. */
const runsOf = (children: readonly Nodes[]): Nodes[][] => {
  const runs: Nodes[][] = [];
  let isText = false;
  for (const child of children) {
    const isBlock = BLOCKS.has(child.type);
    if (isText && !isBlock) runs.at(-1)?.push(child);
    else runs.push([child]);
    isText = !isBlock;
  }
  return runs;
};

const linked = (text: string, address: string | undefined): string =>
  address === undefined ? text : `[${text}](${address})`;

const joinBlocks = (blocks: readonly string[]): string =>
  blocks
    .map((block) => block.trimEnd())
    .filter((block) => block.trim() !== '')
    .join(BLOCK_BREAK);

/** The value of an expression that is nothing but a string, `{' '}`; of any other nothing is known. */
const literalOf = (expression: string): string => /^\s*(['"`])([^'"`\\$]*)\1\s*$/.exec(expression)?.[2] ?? '';

/** `<!-- -->` in MDX, of a syntax that mdast does not know by its types. */
const isComment = ({ type }: { type: string }): boolean => type === 'comment';

const rangeOf = ({ position }: Nodes): { start: number; end: number } => ({
  start: position?.start.offset ?? 0,
  end: position?.end.offset ?? 0,
});

/** Columns to the left of a node. */
const columnOf = ({ position }: Nodes): number => (position?.start.column ?? 1) - 1;

const indented = (text: string, columns: number): string => text.replace(/\n(?=[^\n])/g, `\n${' '.repeat(columns)}`);

/** Takes the indentation away that an element around had: four blanks would make code of a paragraph. */
const outdented = (text: string, columns: number): string =>
  columns === 0 ? text : text.replace(new RegExp(`\\n {1,${columns}}`, 'g'), '\n');
