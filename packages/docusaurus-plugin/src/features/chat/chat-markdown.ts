/**
 * The safe Markdown subset of answers: paragraphs, quotes, code, bold, emphasis and citation markers. Everything else
 * stays text. Nodes are ranges of the source, since `unsupported` events speak of ranges.
 */

/** A piece of running text. */
export type InlineNode =
  | { readonly type: 'text' | 'code'; readonly start: number; readonly end: number }
  | { readonly type: 'strong' | 'emphasis'; readonly children: readonly InlineNode[] }
  | { readonly type: 'marker'; readonly marker: number };

/** A block. Lines of a paragraph keep their breaks. */
export type BlockNode =
  | { readonly type: 'paragraph' | 'quote'; readonly lines: readonly (readonly InlineNode[])[] }
  | { readonly type: 'codeBlock'; readonly text: string };

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const QUOTE_PREFIX = /^ {0,3}> ?/;

interface OpenBlock {
  type: 'paragraph' | 'quote';
  lines: InlineNode[][];
}

interface Line {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function splitLines(source: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  while (start <= source.length) {
    const next = source.indexOf('\n', start);
    const end = next === -1 ? source.length : next;
    lines.push({ start, end, text: source.slice(start, end) });
    start = end + 1;
  }
  return lines;
}

/** Parses an answer's text; any text gives blocks, also one that is cut anywhere. */
export function parseAnswer(source: string, markers: ReadonlySet<number>): BlockNode[] {
  const blocks: BlockNode[] = [];
  let open: OpenBlock | undefined;
  const lines = splitLines(source);
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined) break;
    const fence = FENCE.exec(line.text)?.[1];
    if (fence !== undefined) {
      const close = lines.findIndex((other, at) => at > index && other.text.trimStart().startsWith(fence));
      const until = close === -1 ? lines.length : close;
      const body = lines.slice(index + 1, until);
      blocks.push({ type: 'codeBlock', text: body.map(({ text }) => text).join('\n') });
      open = undefined;
      index = until;
      continue;
    }
    const prefix = QUOTE_PREFIX.exec(line.text)?.[0] ?? '';
    const type = prefix === '' ? 'paragraph' : 'quote';
    if (line.text.slice(prefix.length).trim() === '') {
      // `>` alone parts the paragraphs of one quote.
      if (type === 'quote' && open?.type === 'quote') open.lines.push([]);
      else open = undefined;
      continue;
    }
    if (open?.type !== type) {
      open = { type, lines: [] };
      blocks.push(open);
    }
    open.lines.push(parseInline(source, line.start + prefix.length, line.end, markers));
  }
  return blocks;
}

// Emphasis only where it can't be a product, a pointer or a snake_case name: opened after a non-word, closed before one.
const INLINE =
  /\\([\\`*_[\]<>#&])|(`+)([^`]|[^`].*?[^`])\2(?!`)|\[(\d{1,3})\]|(?<![\p{L}\p{N}*_])(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\5(?![\p{L}\p{N}*_])/gu;

/** Parses one line between two offsets of the source. */
function parseInline(source: string, start: number, end: number, markers: ReadonlySet<number>): InlineNode[] {
  const nodes: InlineNode[] = [];
  const pattern = new RegExp(INLINE);
  const text = source.slice(start, end);
  let done = 0;
  const flush = (until: number) => {
    if (until > done) nodes.push({ type: 'text', start: start + done, end: start + until });
  };
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [whole, escaped, ticks, code, number, delimiter, inner] = match;
    if (number !== undefined && !markers.has(Number(number))) continue;
    flush(match.index);
    done = match.index + whole.length;
    const at = start + match.index;
    if (escaped !== undefined) nodes.push({ type: 'text', start: at + 1, end: at + 2 });
    else if (ticks !== undefined && code !== undefined) {
      nodes.push({ type: 'code', start: at + ticks.length, end: at + ticks.length + code.length });
    } else if (number !== undefined) nodes.push({ type: 'marker', marker: Number(number) });
    else if (delimiter !== undefined && inner !== undefined) {
      const innerStart = at + delimiter.length;
      nodes.push({
        type: delimiter.length === 2 ? 'strong' : 'emphasis',
        children: parseInline(source, innerStart, innerStart + inner.length, markers),
      });
    }
  }
  flush(text.length);
  return nodes;
}

/** A piece of text that is wholly supported or wholly unsupported. */
export interface TextRun {
  readonly text: string;
  readonly unsupported: boolean;
  /** true: an unsupported range ends with this run. */
  readonly endsRange: boolean;
}

/** Cuts a range of the source where unsupported ranges begin and end. */
export function splitByRanges(
  source: string,
  start: number,
  end: number,
  ranges: readonly { readonly start: number; readonly end: number }[],
): TextRun[] {
  const cuts = new Set([start, end]);
  for (const range of ranges) {
    for (const at of [range.start, range.end]) if (at > start && at < end) cuts.add(at);
  }
  const sorted = Array.from(cuts).sort((a, b) => a - b);
  return sorted.slice(0, -1).map((from, index) => {
    const to = sorted[index + 1] ?? end;
    const around = ranges.find((range) => range.start <= from && to <= range.end);
    return { text: source.slice(from, to), unsupported: around !== undefined, endsRange: around?.end === to };
  });
}

/** The answer as plain text with its markers, e.g. for a screen reader or the clipboard. */
export function plainAnswer(source: string, blocks: readonly BlockNode[], withMarkers: boolean): string {
  const inline = (node: InlineNode): string => {
    if (node.type === 'marker') return withMarkers ? `[${node.marker}]` : '';
    if ('children' in node) return node.children.map(inline).join('');
    return source.slice(node.start, node.end);
  };
  const block = (node: BlockNode): string => {
    if (node.type === 'codeBlock') return node.text;
    const text = node.lines.map((line) => line.map(inline).join('').trim()).join('\n');
    return node.type === 'quote' && withMarkers ? `“${text}”` : text;
  };
  return blocks.map(block).join('\n\n');
}
