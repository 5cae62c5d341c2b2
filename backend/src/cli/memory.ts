/** `lectern memory`: the translation memory as files, and its state; in the running server if there is one. */
import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { Settings } from '../config/settings.ts';
import { ControlError } from '../control/index.ts';
import { languageOption } from './translate-options.ts';

type Format = 'jsonl' | 'tmx';

interface MemoryFlags {
  readonly language: string;
  readonly format?: Format;
  readonly out?: string;
  readonly json?: boolean;
}

/** Loads what the commands need when they run. */
async function tools() {
  const [{ readCommandSettings }, { runTranslationCommand }, { interruptSignal }, results, reports] = await Promise.all(
    [
      import('./command-settings.ts'),
      import('./command-translation.ts'),
      import('./translate-options.ts'),
      import('./translate-results.ts'),
      import('./translate-report.ts'),
    ],
  );
  return { readCommandSettings, runTranslationCommand, signal: interruptSignal(), results, reports };
}

const formatOf = (path: string | undefined, given: Format | undefined): Format =>
  given ?? (path?.endsWith('.tmx') ? 'tmx' : 'jsonl');

async function importFile(file: string, { language, format, json }: MemoryFlags): Promise<void> {
  const { readCommandSettings, runTranslationCommand, signal, results } = await tools();
  const path = resolve(file);
  if (!existsSync(path)) throw new ControlError(`${file} is not there.`);
  const args = { action: 'import', language, format: formatOf(file, format), path };
  const data = await runTranslationCommand(readCommandSettings(), { name: 'memory', args, signal });
  const report = results.importSchema.parse(data);
  if (json) console.log(JSON.stringify(report, null, 2));
  else {
    const faults = report.faults.map(({ line, reason }) => `  line ${line}: ${reason}`);
    const more = report.faulty - report.faults.length;
    console.log(`${report.entries} entries read, ${report.written} new or changed, ${report.faulty} left out.`);
    for (const line of faults) console.log(line);
    if (more > 0) console.log(`  and ${more} more`);
  }
  if (report.faulty > 0) process.exitCode = 1;
}

async function exportFile({ language, format, out }: MemoryFlags): Promise<void> {
  const { readCommandSettings } = await import('./command-settings.ts');
  const settings = readCommandSettings();
  const form = formatOf(out, format);
  if (out === undefined) await readMemory(settings, language, form, async (text) => void process.stdout.write(text));
  else await writeWhole(resolve(out), (write) => readMemory(settings, language, form, write));
}

/** Reads the memory of a language piece by piece. */
async function readMemory(
  settings: Settings,
  language: string,
  format: Format,
  write: (text: string) => Promise<void>,
): Promise<void> {
  const { runTranslationCommand, signal, results } = await tools();
  let written: Promise<void> = Promise.resolve();
  const onProgress = (data: unknown) => {
    const { text } = results.pieceSchema.parse(data);
    written = written.then(() => write(text));
  };
  const args = { action: 'export', language, format };
  await runTranslationCommand(settings, { name: 'memory', args, signal, onProgress });
  await written;
}

/** Writes a file that is whole or not there: beside its place, then in it. */
async function writeWhole(
  path: string,
  fill: (write: (text: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}.part`;
  const file = await open(beside, 'w');
  try {
    await fill(async (text) => {
      await file.writeFile(text);
    });
    await file.close();
    await rename(beside, path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(beside, { force: true });
    throw error;
  }
}

const CONFIGURATIONS = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map((extension) => `docusaurus.config.${extension}`);

/** The folder of a site: the one that is named, or its `docusaurus` folder. */
function siteFolder(folder: string): string {
  const found = [folder, join(folder, 'docusaurus')].find((each) =>
    CONFIGURATIONS.some((name) => existsSync(join(each, name))),
  );
  if (found === undefined) throw new ControlError(`${folder} has no docusaurus.config: name the site's folder.`);
  return found;
}

/**
 * Writes the memory of a language where the site's build looks for it.
 * @returns the path
 * @throws ControlError when there is no site
 */
export async function writeMemoryFile(settings: Settings, language: string, folder: string): Promise<string> {
  const path = join(siteFolder(resolve(folder)), 'i18n', 'memory', `${language}.jsonl`);
  await writeWhole(path, (write) => readMemory(settings, language, 'jsonl', write));
  return path;
}

async function report({ language, json }: MemoryFlags): Promise<void> {
  const { readCommandSettings, runTranslationCommand, signal, results, reports } = await tools();
  const args = { action: 'report', language };
  const data = await runTranslationCommand(readCommandSettings(), { name: 'translate', args, signal });
  const coverage = results.coverageSchema.parse(data);
  console.log(json ? JSON.stringify(coverage, null, 2) : reports.describeCoverage(coverage));
}

async function rekey({ language, json }: MemoryFlags): Promise<void> {
  const { readCommandSettings, runTranslationCommand, signal, results } = await tools();
  const args = { action: 'rekey', language };
  const data = await runTranslationCommand(readCommandSettings(), { name: 'memory', args, signal });
  const done = results.rekeySchema.parse(data);
  const text = `${done.orphans} reviewed or locked entries belong to no segment; ${done.carried} were carried over to the same text.`;
  console.log(json ? JSON.stringify(done, null, 2) : text);
}

/** Adds the command to the program. */
export function registerMemory(program: Command): void {
  const memory = program.command('memory').description('the translation memory: files, state');
  const language = () => languageOption('--language <language>', 'language of the translations').makeOptionMandatory();
  const format = () =>
    new Option('--format <format>', 'form of the file; default: by its name, else jsonl').choices(['jsonl', 'tmx']);
  memory
    .command('import')
    .argument('<file>', 'JSON Lines or TMX')
    .description('take a file in; what must not be shown is left out and told')
    .addOption(language())
    .addOption(format())
    .option('--json', 'print the report as JSON')
    .action(importFile);
  memory
    .command('export')
    .description('write a language, in the order of the book')
    .addOption(language())
    .addOption(format())
    .option('--out <file>', 'default: standard output')
    .action(exportFile);
  memory
    .command('report')
    .description('what is translated, by whom, and what is missing, outdated, failed or reported, chapter by chapter')
    .addOption(language())
    .option('--json', 'print it as JSON')
    .action(report);
  memory
    .command('rekey')
    .description('carry reviewed and locked entries over to segments with the same text and another hash')
    .addOption(language())
    .option('--json', 'print the report as JSON')
    .action(rekey);
}
