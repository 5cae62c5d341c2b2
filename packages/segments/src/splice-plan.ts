/** Where in a source a segment's text stands, and what stands around and inside it: what a translation is spliced into. */
import type { Image, ImageReference, Nodes, PhrasingContent } from 'mdast';
import { toString as nodeText } from 'mdast-util-to-string';
import type { MappedText } from './mapped-text.ts';
import { attributeValueRange, directiveTitleRange, imageAltRange, linkTitleRange } from './value-ranges.ts';
import type { TextRange, WalkedSegment } from './walk-items.ts';

/** A run of `*`, `_` or `~` around words. */
export interface Delimiter {
  character: '*' | '_' | '~';
  length: number;
}

/** What is carried over for a placeholder. Ranges are in the source; a string is written as it is. */
export type SlotSplice =
  | {
      type: 'atom';
      range: TextRange;
      /** A line ends here: a hard break with the next line's prefix. */
      isLineEnd: boolean;
      /** A bare address: its link and its text. */
      address?: { url: string; text: string };
    }
  | {
      type: 'pair';
      open: TextRange;
      close: TextRange | string;
      delimiter?: Delimiter;
      isEmpty: boolean;
    };

/** How a segment's text is replaced. */
export type SegmentSplice =
  | {
      how: 'inline';
      range: TextRange;
      slots: ReadonlyMap<string, SlotSplice>;
      inTable: boolean;
      inHeading: boolean;
      /** Stands behind the new text: the label that the old one was. */
      suffix?: string;
    }
  | { how: 'attribute'; range: TextRange; quote: string; inTable: boolean }
  | { how: 'title'; range: TextRange; quote: string; inTable: boolean }
  | { how: 'yaml'; range: TextRange };

function rangeOfNode(node: Nodes | undefined): TextRange | undefined {
  const start = node?.position?.start.offset;
  const end = node?.position?.end.offset;
  return start === undefined || end === undefined ? undefined : { start, end };
}

const DELIMITER = /^(?:\*{1,2}|_{1,2}|~{1,2})/;

/** Plans the splices of one parsed text. */
export class SplicePlanner {
  readonly #text: string;
  readonly #mapped: MappedText;

  constructor(mapped: MappedText) {
    this.#text = mapped.text;
    this.#mapped = mapped;
  }

  /** Ranges found in the parsed text, in the source. */
  toSource({ start, end }: TextRange): TextRange {
    return { start: this.#mapped.sourceOffset(start), end: this.#mapped.sourceOffset(end) };
  }

  /** Plans the splice of a segment; `undefined` when the parser does not say where it stands. */
  plan({ kind, origin, range, slots }: WalkedSegment): SegmentSplice | undefined {
    const { inTable } = origin;
    switch (origin.how) {
      case 'inline': {
        const next = followers(origin.children);
        const spliced = new Map<string, SlotSplice>();
        for (const { placeholder, node } of slots) {
          const slot = placeholder.id.startsWith('x') ? this.#atom(node, next.get(node)) : this.#pair(node);
          if (slot === undefined) return undefined;
          spliced.set(placeholder.id, slot);
        }
        if (range === undefined) return undefined;
        return { how: 'inline', range: this.toSource(range), slots: spliced, inTable, inHeading: kind === 'heading' };
      }
      case 'imageAlt':
        return this.#imageAlt(origin.node, inTable);
      case 'attribute':
        return this.#value(attributeValueRange(this.#text, origin.attribute), 'attribute', inTable);
      case 'directiveTitle':
        return this.#value(directiveTitleRange(this.#text, origin.node), 'attribute', inTable);
      case 'linkTitle':
        return this.#value(linkTitleRange(this.#text, origin.node), 'title', inTable);
      case 'frontMatter':
        return range === undefined ? undefined : { how: 'yaml', range: this.toSource(range) };
      case 'formula':
        return undefined;
    }
  }

  #value(
    found: { range: TextRange; quote: string } | undefined,
    how: 'attribute' | 'title',
    inTable: boolean,
  ): SegmentSplice | undefined {
    return found === undefined ? undefined : { how, range: this.toSource(found.range), quote: found.quote, inTable };
  }

  /** A hard break owns what stands before the next line's text: indents, `>`. */
  #atom(node: Nodes, next: PhrasingContent | undefined): SlotSplice | undefined {
    const range = rangeOfNode(node);
    if (range === undefined) return undefined;
    const isLineEnd = node.type === 'break';
    const end = isLineEnd ? (rangeOfNode(next)?.start ?? range.end) : range.end;
    const own = { start: range.start, end: Math.max(range.end, end) };
    const slot = { type: 'atom' as const, range: this.toSource(own), isLineEnd };
    const isBare = node.type === 'link' && this.#text.charAt(range.start) !== '<';
    return isBare ? { ...slot, address: { url: node.url, text: nodeText(node) } } : slot;
  }

  #pair(node: Nodes): SlotSplice | undefined {
    const outer = rangeOfNode(node);
    if (outer === undefined || !('children' in node)) return undefined;
    const first = rangeOfNode(node.children[0]);
    const last = rangeOfNode(node.children.at(-1));
    const isEmpty = node.children.length === 0;
    if (!isEmpty && (first === undefined || last === undefined)) return undefined;
    const start = first?.start ?? outer.start + 1;
    const end = last?.end ?? start;
    const isElement = node.type === 'mdxJsxTextElement';
    const open = this.toSource({ start: outer.start, end: isElement ? this.#tagEnd(outer.start, start) : start });
    const [run] = ['emphasis', 'strong', 'delete'].includes(node.type)
      ? (DELIMITER.exec(this.#text.slice(outer.start, start)) ?? [])
      : [];
    const closeStart = isElement ? this.#tagStart(end, outer.end) : end;
    const close = this.#referenceClose(node, { start, end }) ?? this.toSource({ start: closeStart, end: outer.end });
    return {
      type: 'pair',
      open,
      close,
      isEmpty,
      ...(run === undefined ? {} : { delimiter: { character: delimiterCharacter(run), length: run.length } }),
    };
  }

  /** An element's tags stand alone: line breaks between them and the words, with prefixes of quotes, go. */
  #tagEnd(start: number, end: number): number {
    return start + this.#text.slice(start, end).replace(/(?:\r?\n[\s>]*|\s+)$/, '').length;
  }

  #tagStart(start: number, end: number): number {
    const slice = this.#text.slice(start, end);
    return start + (/^(?:\s*\r?\n[\s>]*|\s+)(?=<)/.exec(slice)?.[0].length ?? 0);
  }

  /** `[text][]` and `[text]` are found by their text: the label has to be written. */
  #referenceClose(node: Nodes, inner: TextRange): string | undefined {
    if (node.type !== 'linkReference' || node.referenceType === 'full') return undefined;
    return `][${this.#label(inner)}]`;
  }

  #label({ start, end }: TextRange): string {
    return this.#text.slice(start, end).replace(/\s*\r?\n[\s>]*/g, ' ');
  }

  #imageAlt(node: Image | ImageReference, inTable: boolean): SegmentSplice | undefined {
    const range = imageAltRange(this.#text, node);
    const outer = rangeOfNode(node);
    if (range === undefined || outer === undefined) return undefined;
    const splice = { how: 'inline' as const, slots: new Map<string, SlotSplice>(), inTable, inHeading: false };
    if (node.type === 'image' || node.referenceType === 'full') return { ...splice, range: this.toSource(range) };
    const rest = { start: range.start, end: outer.end };
    return { ...splice, range: this.toSource(rest), suffix: `][${this.#label(range)}]` };
  }
}

function delimiterCharacter(run: string): Delimiter['character'] {
  const first = run.charAt(0);
  return first === '_' || first === '~' ? first : '*';
}

/** Each phrasing node's next sibling, at all depths. */
function followers(children: readonly PhrasingContent[]): Map<Nodes, PhrasingContent> {
  const next = new Map<Nodes, PhrasingContent>();
  children.forEach((child, index) => {
    const after = children[index + 1];
    if (after !== undefined) next.set(child, after);
    if ('children' in child) for (const [node, follower] of followers(child.children)) next.set(node, follower);
  });
  return next;
}
