/** `lectern doctor`: looks at everything a start needs; one line each, with the mend. */
import type { Command } from 'commander';
import type { Finding } from './doctor-finding.ts';

const MARKS = { ok: '✓', warning: '!', broken: '✗' } as const;

/** One line, and an indented one for the mend. */
export function formatFinding({ name, state, text, mend }: Finding): string {
  const line = `${MARKS[state]} ${name}: ${text}`;
  return mend === undefined ? line : `${line}\n    → ${mend}`;
}

async function runDoctor({ json }: { json?: boolean }): Promise<void> {
  const { examine } = await import('./doctor-checks.ts');
  const findings: Finding[] = [];
  for await (const finding of examine()) {
    findings.push(finding);
    if (!json) console.log(formatFinding(finding));
  }
  if (json) console.log(JSON.stringify(findings, null, 2));
  const broken = findings.filter(({ state }) => state === 'broken').length;
  if (broken > 0) process.exitCode = 1;
  if (!json) console.log(broken === 0 ? '\nReady to start.' : `\n${broken} to mend before a start.`);
}

/** Adds the command to the program. */
export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description('check Node, settings, port, disk, data directory, database, book and index')
    .option('--json', 'print the findings as JSON')
    .action(runDoctor);
}
