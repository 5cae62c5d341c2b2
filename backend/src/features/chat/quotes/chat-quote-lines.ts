/** A quote as the lines that are shown: a block each, the row of a table on one line. Pure. */
import { type BlockSpan, isSameRow } from '../../content/index.ts';
import { isHeader, type Range } from './chat-quote-range.ts';

const CELL_MARK = ' · ';
const EMPTY_CELL = '–';

/** Cuts a quote into lines. The row of a table has its header above it, even where that is not part of the quote. */
export const quoteLines = (text: string, blocks: readonly BlockSpan[], range: Range): string[] => {
  const quoted = blocks.filter(({ start, end }) => start < range.end && end > range.start);
  const header = blocks.filter((block) => block.end <= range.start && isHeader(block, quoted[0]?.cell));
  const lines: string[] = [];
  let above: BlockSpan['cell'];
  for (const { cell, ...block } of [...header, ...quoted]) {
    const start = block.end <= range.start ? block.start : Math.max(block.start, range.start);
    const piece = text.slice(start, Math.min(block.end, range.end)).trim();
    const goesOn = isSameRow(above, cell);
    const skipped = (cell?.column ?? 1) - (goesOn ? (above?.column ?? 0) : 0) - 1;
    const cells = [...Array.from({ length: skipped }, () => EMPTY_CELL), piece];
    lines.push((goesOn ? [lines.pop() ?? '', ...cells] : cells).join(CELL_MARK));
    above = cell;
  }
  return lines;
};
