/** The table of faults: what an engine did, and what the reader got. */

/** What came of one engine. */
export interface FaultOutcome {
  /** Segments that were shown in the reader's language. */
  readonly shown: number;
  readonly total: number;
  /** Requests that the engine got. */
  readonly requests: number;
  /** What the page was told. */
  readonly notice?: string | undefined;
}

/** A row: a fault, with its outcome by engine. */
export interface FaultRow {
  readonly fault: string;
  readonly outcomes: readonly (FaultOutcome | undefined)[];
}

const cell = (outcome: FaultOutcome | undefined): string => {
  if (outcome === undefined) return '–';
  const { shown, total, requests, notice } = outcome;
  const rest = total - shown;
  const text =
    rest === 0 ? 'all translated' : shown === 0 ? 'all in English' : `${shown} translated, ${rest} in English`;
  return `${text}; ${requests} ${requests === 1 ? 'request' : 'requests'}${notice === undefined ? '' : `; notice \`${notice}\``}`;
};

/** Writes a table in Markdown. */
export const markdownTable = (columns: readonly string[], rows: readonly FaultRow[]): string =>
  [columns, columns.map(() => '---'), ...rows.map(({ fault, outcomes }) => [fault, ...outcomes.map(cell)])]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
