/** One table of results. */
export interface BenchTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Sentences below the table: conditions, limits, doubts. */
  readonly notes?: readonly string[];
}

/** A table as Markdown. */
export function toMarkdown(table: BenchTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const parts = [
    `## ${table.title}`,
    [line(table.columns), line(table.columns.map(() => '---')), ...table.rows.map(line)].join('\n'),
    ...(table.notes ?? []),
  ];
  return parts.join('\n\n');
}
