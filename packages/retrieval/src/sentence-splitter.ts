/** A half-open range of a text, in UTF-16 units. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** A sentence, a row of a table, or a block of code. */
export interface SentenceSpan extends TextSpan {
  readonly isCode: boolean;
  /** Set for a row of a table: the first one of several heads the others. */
  readonly row?: 'header' | 'body';
}

/** Words with a full stop that seldom end a sentence. */
const ABBREVIATION =
  /(?:^|[\s([{"'“‘/])(?:e\.g|i\.e|cf|vs|etc|approx|resp|incl|fig|figs|eq|eqs|sec|ch|no|nos|vol|pp|p|al|ca|dr|mr|mrs|ms|prof|st|jr|sr|inc|ltd|co|corp|dept|est|z\.b|d\.h|u\.a|bzw|usw|vgl|т\.е|т\.д|т\.п|г|\p{Lu}|\p{Lu}\.\p{Lu})\.$/iu;
/** Abbreviations after which a capital letter does begin a sentence. */
const FINAL_ABBREVIATION = /(?:^|\s)(?:etc|inc|ltd|co|corp|usw|jr|sr|т\.д|т\.п)\.$/iu;
/** A mark that ends a sentence, with the closing quotes and brackets behind it. */
const SENTENCE_END = /(?:[.!?؟۔।॥…]+|[。！？｡]+)["'”’»)\]）」』]*/gu;
const WIDE_END = /^[。！？｡]/u;
/** Starts a line that stands for itself: an item of a list, a table row, a heading, a quotation. */
const LINE_START = /^\s*(?:[-*+•‣–]\s|\d{1,3}[.)]\s|[|#>])/u;
/** Separates the cells of a row of a table. */
const CELL_BOUNDARY = /(?:^|[^\S\n])\|(?=\s|$)/gu;
const FENCE = /^\s*(?:```|~~~)/u;

/**
 * Splits a text into sentences; together with the blanks between them they are the whole text.
 *
 * Blank lines, list items, table rows and fenced code bound sentences; a row, its cells parted by `|`, is one sentence; full stops of abbreviations, decimals,
 * versions, file names and paths do not. Urdu, Hindi and East Asian marks are known.
 *
 * @param codeSpans - blocks of code in the text that carry no fence, ascending and apart
 */
export function splitSentences(text: string, codeSpans: readonly TextSpan[] = []): SentenceSpan[] {
  const sentences: SentenceSpan[] = [];
  let offset = 0;
  for (const code of [...codeSpans, { start: text.length, end: text.length }]) {
    const start = Math.max(offset, Math.min(code.start, text.length));
    const end = Math.max(start, Math.min(code.end, text.length));
    splitBlocks(text, offset, start, sentences);
    pushTrimmed(text, start, end, { isCode: true }, sentences);
    offset = end;
  }
  return sentences;
}

/** Cuts a range at blank lines, fences, tables and lines that stand for themselves. */
function splitBlocks(text: string, from: number, to: number, sentences: SentenceSpan[]): void {
  let blockStart = from;
  let fenceStart = -1;
  for (let lineStart = from; lineStart < to; ) {
    const lineEnd = endOfLine(text, lineStart, to);
    const line = text.slice(lineStart, lineEnd);
    let next = lineEnd;
    if (fenceStart >= 0) {
      if (FENCE.test(line)) {
        pushTrimmed(text, fenceStart, lineEnd, { isCode: true }, sentences);
        fenceStart = -1;
        blockStart = lineEnd;
      }
    } else if (FENCE.test(line)) {
      splitBlock(text, blockStart, lineStart, sentences);
      fenceStart = lineStart;
    } else if (line.trim() === '' || LINE_START.test(line) || cellCount(line) > 1) {
      splitBlock(text, blockStart, lineStart, sentences);
      next = pushTable(text, lineStart, to, sentences) ?? lineEnd;
      blockStart = next === lineEnd ? lineStart : next;
    }
    lineStart = next;
  }
  if (fenceStart >= 0) pushTrimmed(text, fenceStart, to, { isCode: true }, sentences);
  else splitBlock(text, blockStart, to, sentences);
}

function endOfLine(text: string, start: number, to: number): number {
  const newline = text.indexOf('\n', start);
  return newline < 0 || newline >= to ? to : newline + 1;
}

const cellCount = (line: string): number => (line.trim().match(CELL_BOUNDARY)?.length ?? 0) + 1;

/** Takes the rows of a table that begins here: two lines at least, of as many cells; gives the end of the last one. */
function pushTable(text: string, from: number, to: number, sentences: SentenceSpan[]): number | undefined {
  const rows: TextSpan[] = [];
  let cells = 0;
  for (let start = from; start < to; ) {
    const end = endOfLine(text, start, to);
    const count = cellCount(text.slice(start, end));
    if (count < 2 || (cells > 0 && count !== cells)) break;
    cells = count;
    rows.push({ start, end });
    start = end;
  }
  if (rows.length < 2) return undefined;
  rows.forEach(({ start, end }, place) => {
    pushTrimmed(text, start, end, { isCode: false, row: place === 0 ? 'header' : 'body' }, sentences);
  });
  return rows.at(-1)?.end;
}

/** Cuts one block at the marks that end sentences. */
function splitBlock(text: string, from: number, to: number, sentences: SentenceSpan[]): void {
  const block = text.slice(from, to);
  let start = 0;
  for (const match of block.matchAll(SENTENCE_END)) {
    const end = match.index + match[0].length;
    if (!endsSentence(block, start, match.index, end, match[0])) continue;
    pushTrimmed(text, from + start, from + end, { isCode: false }, sentences);
    start = end;
  }
  pushTrimmed(text, from + start, to, { isCode: false }, sentences);
}

function endsSentence(block: string, start: number, at: number, end: number, marks: string): boolean {
  if (WIDE_END.test(marks)) return true;
  const after = block.slice(end, end + 40);
  if (after !== '' && !/^\s/u.test(after)) return /^[۔؟।॥]/u.test(marks);
  if (marks[0] !== '.') return !/^\s+\p{Ll}/u.test(after) || /^[؟۔।॥]/u.test(marks);
  const before = block.slice(Math.max(start, at - 24), at + 1);
  if (ABBREVIATION.test(before) && !(FINAL_ABBREVIATION.test(before) && /^\s+\p{Lu}/u.test(after))) return false;
  // A list number such as "2." at the beginning, or a word in small letters behind: the sentence goes on.
  if (/^\s*\d{1,3}\.$/u.test(block.slice(start, at + 1))) return false;
  return !/^\s+\p{Ll}/u.test(after) || /\n/u.test(after.match(/^\s+/u)?.[0] ?? '');
}

function pushTrimmed(
  text: string,
  from: number,
  to: number,
  kind: Omit<SentenceSpan, 'start' | 'end'>,
  sentences: SentenceSpan[],
): void {
  const piece = text.slice(from, to);
  const trimmed = piece.trim();
  if (trimmed === '') return;
  const start = from + piece.indexOf(trimmed);
  sentences.push({ start, end: start + trimmed.length, ...kind });
}
