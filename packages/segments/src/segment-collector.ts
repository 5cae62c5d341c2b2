/** Makes segments out of what the walk meets, in order, with their ids. */
import type { SegmentKind } from '@lectern/contracts';
import type { Image, ImageReference, Link, Nodes, Parents, PhrasingContent } from 'mdast';
import type { Math as Formula } from 'mdast-util-math';
import type { MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx';
import { formulaText, type InlineText, isReadable, readInline } from './inline-text.ts';
import { isOpaqueElement, type JsxRules } from './jsx-rules.ts';
import { hashSegment, SegmentIds } from './segment-hash.ts';
import { escapeText, normalizePlain } from './segment-text.ts';
import type { SegmentMark, SegmentOrigin, TextRange, WalkItem } from './walk-items.ts';

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

/** What belongs to a segment beside its text. */
interface SegmentPlace {
  mark: SegmentMark;
  origin: SegmentOrigin;
  range?: TextRange | undefined;
  cell?: string;
  frontMatterKey?: string;
}

/** Collects the finds of one file. */
export class SegmentCollector {
  readonly items: WalkItem[] = [];
  readonly rules: JsxRules;
  readonly #ids: SegmentIds;
  readonly #text: string | undefined;

  /**
   * @param prefix of the ids of a partial
   * @param text that was parsed; without it segments have no ranges
   */
  constructor(prefix: string, rules: JsxRules, text: string | undefined) {
    this.#ids = new SegmentIds(prefix);
    this.rules = rules;
    this.#text = text;
  }

  /** Adds a block of phrasing content, and the segments inside it (alternative texts, titles). */
  addInline(kind: SegmentKind, children: readonly PhrasingContent[], mark: SegmentMark, cell?: string): void {
    const inline = readInline(children, this.rules);
    const inTable = cell !== undefined;
    const place = { mark, origin: { how: 'inline' as const, children, inTable }, range: rangeOf(children, this.#text) };
    if (inline.readable) this.#add(kind, inline, cell === undefined ? place : { ...place, cell });
    this.addNested(inline.nested, inTable);
  }

  /** Adds a text without markup: an attribute, a title, a front-matter value. */
  addText(kind: SegmentKind, value: string, place: SegmentPlace): void {
    if (!isReadable(value)) return;
    const plain = normalizePlain(value);
    this.#add(kind, { text: escapeText(plain), plain, slots: [] }, place);
  }

  /** Adds a formula that stands as a block: one atom, carried over, read as its TeX. */
  addFormula(node: Formula, parent: Parents): void {
    if (!isReadable(node.value)) return;
    this.#add('paragraph', formulaText(node), {
      mark: { how: 'block', parent, node },
      origin: { how: 'formula', inTable: false },
      range: rangeOf([node], this.#text),
    });
  }

  /** Adds the texts inside a block that are segments of their own. */
  addNested(nested: InlineText['nested'], inTable = false): void {
    for (const node of nested) {
      if (node.type === 'link') this.#addLinkTitle(node, inTable);
      else if (node.type === 'mdxJsxTextElement') this.addAttributes(node, inTable);
      else this.#addImage(node, inTable);
    }
  }

  /** Adds the string attributes of an element that hold text. */
  addAttributes(node: MdxJsxFlowElement | MdxJsxTextElement, inTable = false): void {
    if (isOpaqueElement(node.name, this.rules)) return;
    for (const attribute of node.attributes) {
      if (attribute.type !== 'mdxJsxAttribute' || typeof attribute.value !== 'string') continue;
      if (!this.rules.attributes.has(attribute.name)) continue;
      const shown = this.rules.elementAttributes.has(`${node.name}.${attribute.name}`);
      this.addText('attribute', attribute.value, {
        mark: shown ? { how: 'attribute', attribute } : { how: 'string', node, name: attribute.name },
        origin: { how: 'attribute', attribute, inTable },
      });
    }
  }

  #addLinkTitle(node: Link, inTable: boolean): void {
    if (!node.title) return;
    const mark = { how: 'string', node, name: 'title' } as const;
    this.addText('linkTitle', node.title, { mark, origin: { how: 'linkTitle', node, inTable } });
  }

  #addImage(node: Image | ImageReference, inTable: boolean): void {
    if (!node.alt) return;
    this.addText('imageAlt', node.alt, { mark: { how: 'image', node }, origin: { how: 'imageAlt', node, inTable } });
  }

  #add(kind: SegmentKind, inline: Pick<InlineText, 'text' | 'plain' | 'slots'>, place: SegmentPlace): void {
    const { text, plain, slots } = inline;
    if (text.length > MAX_TEXT || plain.length > MAX_TEXT) return;
    const placeholders = slots.map((slot) => slot.placeholder);
    const hash = hashSegment(kind, text, placeholders);
    const { mark, origin, range, cell, frontMatterKey } = place;
    const segment = {
      id: this.#ids.next(hash),
      kind,
      text,
      plain,
      hash,
      placeholders,
      slots,
      origin,
      ...(range === undefined ? {} : { range }),
      ...(cell === undefined ? {} : { cell }),
      ...(frontMatterKey === undefined ? {} : { frontMatterKey }),
    };
    this.items.push({ type: 'segment', segment, mark });
  }
}
