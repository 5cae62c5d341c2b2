/** A file with translations spliced into it, and where each of them stands in the result. */
import { encodeInline, spliceableText } from './encode-inline.ts';
import { encodeAttribute, encodeTitle, encodeYaml } from './encode-text.ts';
import type { Extraction } from './extract-segments.ts';
import { escapeText, normalizePlain, tokenizeText, unescapeText } from './segment-text.ts';
import {
  type HeadingIdSyntax,
  type HeadingPlace,
  headingIdText,
  headingsToName,
  planHeadings,
} from './splice-headings.ts';
import { type SegmentSplice, SplicePlanner } from './splice-plan.ts';
import type { TextRange } from './walk-items.ts';

/** A translation cannot be spliced in: the segment has no place in the source. */
export class NoPlaceError extends Error {}

/** A text with the places of the new texts in it. */
export interface SplicedText {
  text: string;
  /** Where each changed block begins and ends in the text, in order. */
  placed: { id: string; start: number; end: number }[];
}

type Slice = (range: TextRange) => string;

interface Edit {
  id: string;
  range: TextRange;
  write: (slice: Slice) => string;
}

/** Text between quotes: on one line, without placeholders. */
function valueText(translated: string): string {
  if (tokenizeText(translated).some(({ type }) => type !== 'text')) throw new NoPlaceError('Placeholders in a value');
  return normalizePlain(unescapeText(translated));
}

/** Splices translations into one source. */
export class DocumentSplicer {
  readonly #source: string;
  readonly #format: 'md' | 'mdx';
  readonly #splices = new Map<string, SegmentSplice>();
  readonly #headings: HeadingPlace[];
  readonly #syntax: HeadingIdSyntax;
  readonly #maintainCase: boolean;

  constructor(source: string, { format, document }: Extraction, syntax: HeadingIdSyntax) {
    this.#source = source;
    this.#format = format;
    this.#syntax = syntax;
    this.#maintainCase = document.options.maintainAnchorCase ?? false;
    this.#headings = planHeadings(document.parsed);
    const planner = new SplicePlanner(document.parsed.mapped);
    for (const item of document.parsed.items) {
      if (item.type !== 'segment') continue;
      const splice = planner.plan(item.segment);
      if (splice !== undefined) this.#splices.set(item.segment.id, splice);
    }
  }

  /**
   * The translation as it reads once it is spliced in and read again.
   * @throws PlaceholderMismatchError when its placeholders are not the source's
   * @throws NoPlaceError when the segment cannot be replaced
   */
  expectedText(id: string, translated: string): string {
    const splice = this.#splices.get(id);
    if (splice === undefined) throw new NoPlaceError('The segment has no place of its own in the source');
    return splice.how === 'inline' ? spliceableText(translated, splice) : escapeText(valueText(translated));
  }

  /**
   * Writes the file.
   * @param texts by segment id, from {@link expectedText}; the others stay as they are
   */
  splice(texts: ReadonlyMap<string, string>): SplicedText {
    const edits = Array.from(texts).flatMap(([id, text]) => this.#edit(id, text) ?? []);
    const changed = edits.map(({ range }) => range);
    const named = headingsToName(
      this.#headings,
      ({ range }) => changed.some(({ start }) => start >= range.start && start < range.end),
      this.#maintainCase,
    );
    const ids = texts.size === 0 ? [] : named.map((heading) => this.#headingId(heading));
    const sorted = [...edits, ...ids].sort((a, b) => a.range.start - b.range.start || b.range.end - a.range.end);
    const placed: SplicedText['placed'] = [];
    const text = this.#write({ start: 0, end: this.#source.length }, sorted, placed);
    return { text, placed };
  }

  #headingId({ id, insertAt }: HeadingPlace): Edit {
    const range = { start: insertAt, end: insertAt };
    return { id: '', range, write: () => headingIdText(id, this.#format, this.#syntax) };
  }

  #edit(id: string, text: string): Edit | undefined {
    const splice = this.#splices.get(id);
    return splice === undefined
      ? undefined
      : { id, range: splice.range, write: (slice) => this.#encode(splice, text, slice) };
  }

  #encode(splice: SegmentSplice, text: string, slice: Slice): string {
    switch (splice.how) {
      case 'inline':
        return encodeInline(text, splice, { format: this.#format, slice });
      case 'attribute':
        return encodeAttribute(unescapeText(text), splice.quote, splice.inTable);
      case 'title':
        return encodeTitle(unescapeText(text), splice.quote, splice.inTable);
      case 'yaml': {
        const [lineEnd = ''] = /(?:\r?\n)?$/.exec(this.#source.slice(splice.range.start, splice.range.end)) ?? [];
        return encodeYaml(unescapeText(text)) + lineEnd;
      }
    }
  }

  /** Writes a range with the edits inside it; an edit inside another one is written with that one. */
  #write({ start, end }: TextRange, edits: readonly Edit[], placed?: SplicedText['placed']): string {
    let text = '';
    let at = start;
    for (const edit of edits) {
      if (edit.range.start < at || edit.range.end > end) continue;
      text += this.#source.slice(at, edit.range.start);
      const from = text.length;
      text += edit.write((range) => this.#write(range, editsInside(edits, edit, range)));
      placed?.push({ id: edit.id, start: from, end: text.length });
      at = edit.range.end;
    }
    return text + this.#source.slice(at, end);
  }
}

/** Edits of what stands inside something that is carried over. A heading's id stands behind it, not inside. */
function editsInside(edits: readonly Edit[], outer: Edit, { start, end }: TextRange): Edit[] {
  return edits.filter(
    (edit) => edit !== outer && edit.range.start >= start && edit.range.end <= end && edit.range.start < edit.range.end,
  );
}
