/** How blocks stand behind each other in a passage's text: blank lines between them, a table row by row. Pure. */
import type { Section, Segment } from '@lectern/contracts';

/** Place of a cell in its table, each from 1. Row 1 is the header. */
export interface TableCell {
  readonly table: string;
  readonly row: number;
  readonly column: number;
  /** Columns of the whole table; empty cells are no blocks, but they count. */
  readonly columns: number;
}

/** What of a block says how it is joined to others. */
export interface JoinableBlock {
  readonly text: string;
  readonly cell?: TableCell;
}

const BLOCK_SEPARATOR = '\n\n';
const CELL = /^(\S+)\.(\d+)\.(\d+)$/;

/** Places of a section's table cells by segment id. */
export const tableCells = (section: Section): ReadonlyMap<string, TableCell> => {
  const cells = section.segments.flatMap(({ id, cell }) => {
    const [, table = '', row, column] = CELL.exec(cell ?? '') ?? [];
    return table === '' ? [] : [{ id, table, row: Number(row), column: Number(column) }];
  });
  const columns = new Map<string, number>();
  for (const { table, column } of cells) columns.set(table, Math.max(columns.get(table) ?? 0, column));
  return new Map(cells.map(({ id, ...cell }) => [id, { ...cell, columns: columns.get(cell.table) ?? cell.column }]));
};

/** Whether a segment is nothing but a formula. */
export const isFormula = ({ text, placeholders }: Segment): boolean =>
  text === '<x1/>' && placeholders[0]?.type === 'math';

/** Whether two blocks stand in one row of a table. */
export const isSameRow = (a: TableCell | undefined, b: TableCell | undefined): boolean =>
  a !== undefined && a.table === b?.table && a.row === b.row;

/**
 * Joins blocks to one text: a row of a table is one line, its cells parted by ` | `, empty ones too.
 * @returns the text, and where each block begins in it
 */
export const joinBlocks = (blocks: readonly JoinableBlock[]): { text: string; starts: number[] } => {
  const starts: number[] = [];
  let text = '';
  let previous: JoinableBlock | undefined;
  for (const block of blocks) {
    text += previous ? between(previous.cell, block.cell) : rowStart(block.cell);
    starts.push(text.length);
    text += block.text;
    previous = block;
  }
  return { text: text + rowEnd(previous?.cell), starts };
};

const between = (previous: TableCell | undefined, next: TableCell | undefined): string => {
  if (previous && next && isSameRow(previous, next)) return `${' |'.repeat(next.column - previous.column)} `;
  const isNextRow = previous !== undefined && previous.table === next?.table && previous.columns > 1;
  return rowEnd(previous) + (isNextRow ? '\n' : BLOCK_SEPARATOR) + rowStart(next);
};

const rowStart = (cell: TableCell | undefined): string => (cell ? '| '.repeat(cell.column - 1) : '');

const rowEnd = (cell: TableCell | undefined): string => (cell ? ' |'.repeat(cell.columns - cell.column) : '');
