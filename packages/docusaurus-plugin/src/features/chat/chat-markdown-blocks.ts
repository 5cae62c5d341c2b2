/** Blocks of an answer that have lines of their own: fenced code, and formulas that are displayed. Pure. */

/** What counts as markup. */
export interface AnswerSyntax {
  /** Formulas between `$`, `$$`, `\(…\)` and `\[…\]`, as models write them. Quotes hold prices, and TeX without marks. */
  readonly formulas: boolean;
}

/** Fenced code. */
export interface CodeBlockNode {
  readonly type: 'codeBlock';
  readonly text: string;
}

/** A formula between its marks; the range is with them, `tex` without. */
export interface FormulaNode {
  readonly type: 'formula';
  readonly start: number;
  readonly end: number;
  readonly tex: string;
  /** true: a formula that has a line to itself. */
  readonly display: boolean;
}

/** A line of the source. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The lines of a source, with where they are. */
export function splitLines(source: string): Line[] {
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

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
// What follows it in its last line are citations at most.
const FORMULA_BLOCK = /^[ \t]*(?:\$\$([^$]+)\$\$|\\\[([\s\S]+?)\\\])(?=[ \t.,;]*(?:\[\d{1,3}\][ \t.,;]*)*(?:\n|$))/;
/** A formula runs over this many characters at most: what is not closed by then is no formula. */
const MAX_FORMULA_CHARS = 1000;

/** A formula that begins with a line and ends with one; undefined while it is not closed. */
function readFormulaBlock(source: string, lines: readonly Line[], index: number): OwnBlock | undefined {
  const line = lines[index];
  if (line === undefined || !/^[ \t]*(?:\$\$|\\\[)/.test(line.text)) return undefined;
  const { start } = line;
  const [whole, dollars, brackets] = FORMULA_BLOCK.exec(source.slice(start, start + MAX_FORMULA_CHARS)) ?? [];
  if (whole === undefined) return undefined;
  const end = start + whole.length;
  const tex = (dollars ?? brackets ?? '').trim();
  const lastLine = lines.findIndex((other) => other.end >= end);
  return {
    block: { type: 'formula', start, end, tex, display: true },
    lastLine,
    rest: [end, lines[lastLine]?.end ?? end],
  };
}

/** A block that has lines of its own, and the last of them. */
export interface OwnBlock {
  readonly block: CodeBlockNode | FormulaNode;
  readonly lastLine: number;
  /** Where its last line goes on. */
  readonly rest: readonly [start: number, end: number];
}

/** A fenced block of code that begins with a line; one that is not closed reaches to the end. */
function readCodeBlock(lines: readonly Line[], index: number): OwnBlock | undefined {
  const fence = FENCE.exec(lines[index]?.text ?? '')?.[1];
  if (fence === undefined) return undefined;
  const close = lines.findIndex((other, at) => at > index && other.text.trimStart().startsWith(fence));
  const lastLine = close === -1 ? lines.length : close;
  const body = lines.slice(index + 1, lastLine);
  return { block: { type: 'codeBlock', text: body.map(({ text }) => text).join('\n') }, lastLine, rest: [0, 0] };
}

/** The block of its own that begins with a line; undefined where none does. */
export function readOwnBlock(
  source: string,
  lines: readonly Line[],
  index: number,
  syntax: AnswerSyntax,
): OwnBlock | undefined {
  return readCodeBlock(lines, index) ?? (syntax.formulas ? readFormulaBlock(source, lines, index) : undefined);
}
