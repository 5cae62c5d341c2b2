/**
 * The safe Markdown subset of answers: paragraphs, quotes, code, bold, emphasis and citation markers. Everything else
 * stays text. Nodes are ranges of the source, since `unsupported` events speak of ranges.
 */

import {
  type AnswerSyntax,
  type CodeBlockNode,
  type FormulaNode,
  readOwnBlock,
  splitLines,
} from './chat-markdown-blocks.ts';

export type { AnswerSyntax, FormulaNode } from './chat-markdown-blocks.ts';

/** A piece of running text. */
export type InlineNode =
  | { readonly type: 'text' | 'code'; readonly start: number; readonly end: number }
  | { readonly type: 'strong' | 'emphasis'; readonly children: readonly InlineNode[] }
  | { readonly type: 'marker'; readonly marker: number }
  | FormulaNode;

/** A block. Lines of a paragraph keep their breaks. */
export type BlockNode =
  | { readonly type: 'paragraph' | 'quote'; readonly lines: readonly (readonly InlineNode[])[] }
  | CodeBlockNode
  | FormulaNode;

const QUOTES_SYNTAX: AnswerSyntax = { formulas: false };

const QUOTE_PREFIX = /^ {0,3}> ?/;

interface OpenBlock {
  type: 'paragraph' | 'quote';
  lines: InlineNode[][];
}

/** Parses an answer's text; any text gives blocks, also one that is cut anywhere. */
export function parseAnswer(
  source: string,
  markers: ReadonlySet<number>,
  syntax: AnswerSyntax = QUOTES_SYNTAX,
): BlockNode[] {
  const blocks: BlockNode[] = [];
  let open: OpenBlock | undefined;
  const lines = splitLines(source);
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined) break;
    const own = readOwnBlock(source, lines, index, syntax);
    if (own !== undefined) {
      blocks.push(own.block);
      // What stands beside a formula: its citations.
      const beside = parseInline(source, own.rest[0], own.rest[1], markers, syntax);
      if (beside.length > 0) blocks.push({ type: 'paragraph', lines: [beside] });
      open = undefined;
      index = own.lastLine;
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
    open.lines.push(parseInline(source, line.start + prefix.length, line.end, markers, syntax));
  }
  return blocks;
}

// Emphasis only where it can't be a product, a pointer or a snake_case name: opened after a non-word, closed before one.
const INLINE =
  /\\(?<escaped>[\\`*_[\]<>#&])|(?<ticks>`+)(?<code>[^`]|[^`].*?[^`])\k<ticks>(?!`)|\[(?<number>\d{1,3})\]|(?<![\p{L}\p{N}*_])(?<delimiter>\*\*|__|\*|_)(?=\S)(?<inner>.+?)(?<=\S)\k<delimiter>(?![\p{L}\p{N}*_])/gu;
// As Pandoc reads them: no blank inside of the marks, and no digit after the last: "$5 and $6" are prices.
const INLINE_FORMULA =
  /\$\$(?<two>[^$]+)\$\$|\$(?![\s$])(?<one>[^$]*?[^\s$\\])\$(?!\d)|\\\((?<round>.+?)\\\)|\\\[(?<square>.+?)\\\]/;
const INLINE_WITH_FORMULAS = new RegExp(`${INLINE_FORMULA.source}|${INLINE.source}`, INLINE.flags);

/** Parses one line between two offsets of the source. */
function parseInline(
  source: string,
  start: number,
  end: number,
  markers: ReadonlySet<number>,
  syntax: AnswerSyntax,
): InlineNode[] {
  const nodes: InlineNode[] = [];
  const pattern = new RegExp(syntax.formulas ? INLINE_WITH_FORMULAS : INLINE);
  const text = source.slice(start, end);
  let done = 0;
  const flush = (until: number) => {
    if (until > done) nodes.push({ type: 'text', start: start + done, end: start + until });
  };
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const number = match.groups?.['number'];
    if (number !== undefined && !markers.has(Number(number))) continue;
    flush(match.index);
    done = match.index + match[0].length;
    const node = nodeOf(match, start + match.index, (from, to) => parseInline(source, from, to, markers, syntax));
    if (node !== undefined) nodes.push(node);
  }
  flush(text.length);
  return nodes;
}

/** What was matched at an offset of the source. */
function nodeOf(
  match: RegExpExecArray,
  at: number,
  parse: (start: number, end: number) => InlineNode[],
): InlineNode | undefined {
  const { escaped, ticks, code, number, delimiter, inner, one, two, round, square } = match.groups ?? {};
  const tex = one ?? two ?? round ?? square;
  if (tex !== undefined) {
    return { type: 'formula', start: at, end: at + match[0].length, tex: tex.trim(), display: false };
  }
  if (escaped !== undefined) return { type: 'text', start: at + 1, end: at + 2 };
  if (ticks !== undefined && code !== undefined) {
    return { type: 'code', start: at + ticks.length, end: at + ticks.length + code.length };
  }
  if (number !== undefined) return { type: 'marker', marker: Number(number) };
  if (delimiter === undefined || inner === undefined) return undefined;
  const from = at + delimiter.length;
  return { type: delimiter.length === 2 ? 'strong' : 'emphasis', children: parse(from, from + inner.length) };
}

/** A piece of text that is wholly supported or wholly unsupported. */
export interface TextRun {
  readonly text: string;
  /** Where it begins in the source. */
  readonly start: number;
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
    return {
      text: source.slice(from, to),
      start: from,
      unsupported: around !== undefined,
      endsRange: around?.end === to,
    };
  });
}

/** The answer as plain text with its markers, e.g. for a screen reader or the clipboard. */
export function plainAnswer(
  source: string,
  blocks: readonly BlockNode[],
  withMarkers: boolean,
  { bareFormulas = false }: { readonly bareFormulas?: boolean } = {},
): string {
  // With its marks a formula can be pasted where formulas are read; a voice is better off without.
  const formula = ({ tex, start, end }: FormulaNode) => (bareFormulas ? tex : source.slice(start, end).trim());
  const inline = (node: InlineNode): string => {
    if (node.type === 'marker') return withMarkers ? `[${node.marker}]` : '';
    if ('children' in node) return node.children.map(inline).join('');
    if (node.type === 'formula') return formula(node);
    return source.slice(node.start, node.end);
  };
  const block = (node: BlockNode): string => {
    if (node.type === 'codeBlock') return node.text;
    if (node.type === 'formula') return formula(node);
    const text = node.lines.map((line) => line.map(inline).join('').trim()).join('\n');
    return node.type === 'quote' && withMarkers ? `“${text}”` : text;
  };
  return blocks.map(block).join('\n\n');
}
