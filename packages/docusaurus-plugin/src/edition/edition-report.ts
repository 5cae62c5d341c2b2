/** What became of an edition, for people. */
import type { EditionReport, EditionRow } from './write-edition.ts';

const percent = ({ total, translated }: Pick<EditionRow, 'total' | 'translated'>): string =>
  total === 0 ? '–' : `${Math.floor((translated / total) * 100)} %`;

/** The coverage table: a row a file, and the sum. */
export function coverageTable({ rows }: EditionReport): string {
  const sum = rows.reduce(
    (all, { total, translated }) => ({ total: all.total + total, translated: all.translated + translated }),
    { total: 0, translated: 0 },
  );
  const lines = [...rows, { source: 'all', state: '', ...sum }].map(({ source, total, translated, state }) => [
    source,
    `${translated} / ${total}`,
    percent({ total, translated }),
    state,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map(([source = '', count = '', share = '', state = '']) =>
      [source.padEnd(widths[0] ?? 0), count.padStart(widths[1] ?? 0), share.padStart(widths[2] ?? 0), state]
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** What somebody should look at, a line each; empty when there is nothing. */
export function editionWarnings({ language, rows, faults, refused, manual }: EditionReport): string[] {
  return [
    ...faults.map(({ line, reason }) => `memory/${language}.jsonl line ${line}: ${reason}`),
    ...refused.map(({ hash, reason }) => `memory/${language}.jsonl ${hash}: not shown: ${reason}`),
    ...manual.map((path) => `${path}: not written by Lectern, left alone`),
    ...rows.flatMap(({ source, left }) =>
      left.map(({ id, reason }) => `${source}${id === '' ? '' : ` ${id}`}: stays in the source language: ${reason}`),
    ),
  ];
}

/** Whether an edition is not as it should be: files that are stale or broken, lines of the memory that hold no entry. */
export const isFaulty = ({ rows, faults, refused }: EditionReport): boolean =>
  faults.length > 0 || refused.length > 0 || rows.some(({ state }) => state === 'stale' || state === 'broken');

/** One line of what was written. */
export function describeEdition({ language, rows }: EditionReport): string {
  const count = (state: EditionRow['state']) => rows.filter((row) => row.state === state).length;
  return `[lectern] ${language}: ${count('written')} files written, ${count('current')} current, ${count('incomplete')} not complete.`;
}
