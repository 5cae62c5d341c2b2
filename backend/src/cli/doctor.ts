/** `lectern doctor`: looks at everything a start needs; one line each, with the mend. */
import type { Command } from 'commander';
import type { Finding } from './doctor-finding.ts';

const MARKS = { ok: '✓', warning: '!', broken: '✗' } as const;

/** One line, and an indented one for the mend. */
export function formatFinding({ name, state, text, mend }: Finding): string {
  const line = `${MARKS[state]} ${name}: ${text}`;
  return mend === undefined ? line : `${line}\n    → ${mend}`;
}

/** What doctor looks at beside what a start needs. */
interface DoctorOptions {
  readonly json?: boolean;
  readonly providers?: boolean;
  readonly production?: boolean;
}

async function* findings(options: DoctorOptions): AsyncGenerator<Finding> {
  const { examine } = await import('./doctor-checks.ts');
  const settings = yield* examine();
  if (settings === undefined) return;
  if (options.production) {
    const { checkProduction } = await import('./doctor-production.ts');
    yield* checkProduction(settings);
  }
  if (options.providers) {
    const { checkProviders } = await import('./doctor-providers.ts');
    yield* checkProviders(settings);
  }
}

async function runDoctor(options: DoctorOptions): Promise<void> {
  const found: Finding[] = [];
  for await (const finding of findings(options)) {
    found.push(finding);
    if (!options.json) console.log(formatFinding(finding));
  }
  if (options.json) console.log(JSON.stringify(found, null, 2));
  const broken = found.filter(({ state }) => state === 'broken').length;
  if (broken > 0) process.exitCode = 1;
  if (!options.json) console.log(closingLine(broken, options));
}

function closingLine(broken: number, { production }: DoctorOptions): string {
  if (broken > 0) return `\n${broken} to mend${production ? '' : ' before a start'}.`;
  return production ? '\nReady for readers.' : '\nReady to start.';
}

/** Adds the command to the program. */
export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description('check Node, settings, port, disk, data directory, database, book and index')
    .option('--providers', 'also make one small call to each provider that a key is set for; it is paid for')
    .option('--production', 'also check what an installation on the open internet needs')
    .option('--json', 'print the findings as JSON')
    .action(runDoctor);
}
