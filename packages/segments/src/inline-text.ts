/** Phrasing content → engine-neutral text with placeholders, and the plain text that is read and quoted. */
import type { Placeholder, PlaceholderType } from '@lectern/contracts';
import type { Image, ImageReference, Link, LinkReference, Nodes, PhrasingContent } from 'mdast';
import type { TextDirective } from 'mdast-util-directive';
import type { Math as Formula } from 'mdast-util-math';
import type { MdxJsxTextElement, MdxTextExpression } from 'mdast-util-mdx';
import { toString as nodeText } from 'mdast-util-to-string';
import { isOpaqueElement, type JsxRules } from './jsx-rules.ts';
import { canonicalText, escapeText, normalizePlain } from './segment-text.ts';

/** A placeholder and the node it stands for. */
export interface Slot {
  placeholder: Placeholder;
  node: Nodes;
}

/** What the children of a block say. */
export interface InlineText {
  /** XML-escaped, NFC, blanks collapsed, with `<x1/>` and `<g2>…</g2>`. */
  text: string;
  /** Readings put in, unescaped, NFC, blanks collapsed. */
  plain: string;
  slots: Slot[];
  /** There is a letter or a digit to read, outside images. */
  readable: boolean;
  /** Images, links with a title and elements with text attributes, in order: they carry segments of their own. */
  nested: (Image | ImageReference | Link | MdxJsxTextElement)[];
}

const READABLE = /[\p{L}\p{N}]/u;

/** Whether there is something to read in a text. */
export function isReadable(text: string): boolean {
  return READABLE.test(text);
}

/** Whether a link shows nothing but its own address: `<https://…>` or a bare address. */
function isBareUrl(link: Link): boolean {
  const text = nodeText(link);
  return ['', 'mailto:', 'http://', 'https://'].some((scheme) => link.url === scheme + text);
}

/** The value of `{'text'}` and `{" "}`; `''` for every other expression, comments too. */
function expressionReading(node: MdxTextExpression): string {
  const [statement, ...more] = node.data?.estree?.body ?? [];
  if (more.length > 0 || statement?.type !== 'ExpressionStatement') return '';
  const { expression } = statement;
  return expression.type === 'Literal' && typeof expression.value === 'string' ? expression.value : '';
}

/** Docusaurus shows a directive without label and attributes as the text it was (`10:30`, `a:b`). */
function isPlainDirective(node: TextDirective): boolean {
  return node.children.length === 0 && Object.keys(node.attributes ?? {}).length === 0;
}

/** What stands close to the word before it. */
const CLOSING = /^\s*(?:[.,;:!?…)\]}»”’،۔؟؛](?![\p{L}\p{N}])|[。，、])/u;

class InlineWriter {
  text = '';
  plain = '';
  readable = false;
  readonly slots: Slot[] = [];
  readonly nested: InlineText['nested'] = [];
  readonly #rules: JsxRules;
  /** The last thing written was an atom without a reading. */
  #isAfterGap = false;

  constructor(rules: JsxRules) {
    this.#rules = rules;
  }

  writeAll(nodes: readonly PhrasingContent[]): void {
    for (const node of nodes) this.#write(node);
  }

  #literal(value: string): void {
    this.text += escapeText(value);
    this.#read(value);
    this.readable ||= isReadable(value);
  }

  /** Puts a text into `plain`. The blank before an atom that is not read goes when what follows closes up. */
  #read(value: string): void {
    if (this.#isAfterGap && CLOSING.test(value)) this.plain = this.plain.trimEnd() + value.trimStart();
    else this.plain += value;
    if (value.trim() !== '') this.#isAfterGap = false;
  }

  #slot(node: Nodes, mark: 'x' | 'g', type: PlaceholderType, reading: string): string {
    const id = `${mark}${this.slots.length + 1}`;
    this.slots.push({ placeholder: { id, type, reading: normalizePlain(reading) }, node });
    return id;
  }

  #atom(node: Nodes, type: PlaceholderType, reading = ''): void {
    const value = reading.replace(/\r\n?/g, '\n');
    this.text += `<${this.#slot(node, 'x', type, value)}/>`;
    if (value === '') this.#isAfterGap ||= type !== 'break';
    else this.#read(value);
    if (type !== 'image') this.readable ||= isReadable(value);
  }

  #pair(node: Nodes, type: PlaceholderType, children: readonly PhrasingContent[]): void {
    const id = this.#slot(node, 'g', type, '');
    this.text += `<${id}>`;
    this.writeAll(children);
    this.text += `</${id}>`;
  }

  #write(node: PhrasingContent): void {
    switch (node.type) {
      case 'text':
        this.#literal(node.value);
        break;
      case 'inlineCode':
        this.#atom(node, 'code', node.value);
        break;
      case 'inlineMath':
        this.#atom(node, 'math', node.value);
        break;
      case 'break':
        this.plain += ' ';
        this.#atom(node, 'break');
        break;
      case 'emphasis':
      case 'delete':
        this.#pair(node, 'emphasis', node.children);
        break;
      case 'strong':
        this.#pair(node, 'strong', node.children);
        break;
      case 'link':
        this.#link(node);
        break;
      case 'linkReference':
        this.#pair(node, 'link', node.children);
        break;
      case 'image':
      case 'imageReference':
        this.nested.push(node);
        this.#atom(node, 'image', node.alt ?? '');
        break;
      case 'footnoteReference':
        this.#atom(node, 'footnote');
        break;
      case 'html':
        this.#atom(node, /^<br\b/i.test(node.value) ? 'break' : 'component');
        break;
      case 'mdxTextExpression':
        this.#atom(node, 'component', expressionReading(node));
        break;
      case 'mdxJsxTextElement':
        this.#element(node);
        break;
      case 'textDirective':
        this.#directive(node);
        break;
      default:
        this.#atom(node, 'component');
        break;
    }
  }

  #link(node: Link | LinkReference): void {
    if (node.type === 'link' && isBareUrl(node)) {
      this.#atom(node, 'url', nodeText(node));
      return;
    }
    this.#pair(node, 'link', node.children);
    if (node.type === 'link' && node.title) this.nested.push(node);
  }

  #element(node: MdxJsxTextElement): void {
    if (node.name === 'br') {
      this.plain += ' ';
      this.#atom(node, 'break');
      return;
    }
    this.nested.push(node);
    if (isOpaqueElement(node.name, this.#rules)) {
      this.#atom(node, 'component', nodeText(node));
      return;
    }
    if (node.children.length === 0) {
      this.#atom(node, 'component');
      return;
    }
    this.#pair(node, 'component', node.children);
  }

  #directive(node: TextDirective): void {
    if (isPlainDirective(node)) {
      this.#literal(`:${node.name}`);
      return;
    }
    if (node.children.length === 0) {
      this.#atom(node, 'component');
      return;
    }
    this.#pair(node, 'component', node.children);
  }
}

/** A formula that stands as a block: nothing but its atom. */
export function formulaText(node: Formula): Pick<InlineText, 'text' | 'plain' | 'slots'> {
  const reading = normalizePlain(node.value);
  return { text: '<x1/>', plain: reading, slots: [{ placeholder: { id: 'x1', type: 'math', reading }, node }] };
}

/** Reads the children of a block. */
export function readInline(children: readonly PhrasingContent[], rules: JsxRules): InlineText {
  const writer = new InlineWriter(rules);
  writer.writeAll(children);
  return {
    text: canonicalText(writer.text),
    plain: normalizePlain(writer.plain),
    slots: writer.slots,
    readable: writer.readable,
    nested: writer.nested,
  };
}
