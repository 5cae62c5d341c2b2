/** How backups, restores and moves show how far they are, and what they did. */
import { Presets, SingleBar } from 'cli-progress';
import type { LoadReport, MovePlan, TransferProgress } from '../backup/index.ts';
import { alignedRows } from './aligned-rows.ts';

const PHASES: Readonly<Record<TransferProgress['phase'], string>> = {
  checking: 'Checking the backup',
  copying: 'Copying',
  verifying: 'Reading back and comparing',
};
/** Of a hash, as much as a person compares. */
const SHOWN_DIGITS = 12;

/** Shows progress: a bar for each phase on a terminal, a line for each elsewhere. */
export interface TransferView {
  show(progress: TransferProgress): void;
  end(): void;
}

/** Makes the view; on standard error, so that standard output carries the report alone. */
export function createTransferView(stream: NodeJS.WriteStream): TransferView {
  let phase: TransferProgress['phase'] | undefined;
  let bar: SingleBar | undefined;
  return {
    show(progress) {
      if (progress.phase !== phase) {
        bar?.stop();
        phase = progress.phase;
        bar = stream.isTTY ? startBar(stream, progress) : undefined;
        if (!bar) stream.write(`${PHASES[progress.phase]}\n`);
      }
      bar?.update(progress.done, { table: progress.table });
    },
    end: () => bar?.stop(),
  };
}

function startBar(stream: NodeJS.WriteStream, { phase, total, table }: TransferProgress): SingleBar {
  const format = `{bar} {percentage}%  ${PHASES[phase]}  {table}`;
  const bar = new SingleBar({ format, hideCursor: true, stream, barsize: 30 }, Presets.shades_classic);
  bar.start(total, 0, { table });
  return bar;
}

/** A table of tables that hold anything: rows, and the beginning of the hash. */
export function describeTables(tables: LoadReport['tables']): string {
  const filled = tables.filter(({ rows }) => rows > 0);
  const total = tables.reduce((sum, { rows }) => sum + rows, 0);
  const lines = filled.map(({ name, rows, hash }) => [name, String(rows), hash.slice(0, SHOWN_DIGITS)]);
  return alignedRows([['table', 'rows', 'hash'], ...lines, ['all', String(total), '']]).join('\n');
}

/** A table of what a move would take along. */
export function describePlan({ tables }: MovePlan): string {
  const total = tables.reduce((sum, { rows }) => sum + rows, 0);
  const lines = tables.filter(({ rows }) => rows > 0).map(({ name, rows }) => [name, String(rows)]);
  return alignedRows([['table', 'rows'], ...lines, ['all', String(total)]]).join('\n');
}
