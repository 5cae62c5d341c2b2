/** `lectern translate`: fills the memory of a language, in the running server if there is one. */
import { type Command, Option } from 'commander';
import { TRANSLATION_ENGINES, type TranslationEngineName } from '../config/settings-translation.ts';
import { languageOption } from './translate-options.ts';

interface TranslateFlags {
  readonly to: string;
  readonly chapters?: readonly string[];
  readonly engine?: TranslationEngineName;
  readonly estimate?: boolean;
  readonly check?: boolean;
  readonly outdated?: boolean;
  readonly write?: string | true;
  readonly json?: boolean;
}

async function translate(flags: TranslateFlags): Promise<void> {
  const { readCommandSettings } = await import('./command-settings.ts');
  const { runTranslationCommand } = await import('./command-translation.ts');
  const { interruptSignal } = await import('./translate-options.ts');
  const settings = readCommandSettings();
  const { to: language, chapters, engine, json } = flags;
  const scope = { language, ...(chapters === undefined ? {} : { chapters }) };
  const engineScope = { ...scope, ...(engine === undefined ? {} : { engine }) };
  const call = { name: 'translate', signal: interruptSignal() } as const;
  const print = (data: unknown, text: string) => console.log(json ? JSON.stringify(data, null, 2) : text);
  const { describeCoverage, describeEstimate, describeReceipt, createFillView } = await import('./translate-report.ts');
  const results = await import('./translate-results.ts');

  if (flags.estimate) {
    const data = await runTranslationCommand(settings, { ...call, args: { action: 'estimate', ...engineScope } });
    const estimate = results.estimateSchema.parse(data);
    return print(estimate, describeEstimate(estimate));
  }
  if (flags.check) {
    const data = await runTranslationCommand(settings, { ...call, args: { action: 'report', ...scope } });
    const report = results.coverageSchema.parse(data);
    print(report, describeCoverage(report));
    if (report.missing + report.outdated > 0) process.exitCode = 1;
    return;
  }
  const view = createFillView(process.stderr);
  try {
    const args = { action: 'fill', ...engineScope, outdated: flags.outdated === true };
    const onProgress = (data: unknown) => view.show(results.fillProgressSchema.parse(data));
    const receipt = results.fillReceiptSchema.parse(
      await runTranslationCommand(settings, { ...call, args, onProgress }),
    );
    view.end();
    print(receipt, describeReceipt(receipt));
    if (receipt.stopped !== null) process.exitCode = 1;
  } finally {
    view.end();
  }
  if (flags.write === undefined) return;
  const { writeMemoryFile } = await import('./memory.ts');
  const path = await writeMemoryFile(settings, language, flags.write === true ? process.cwd() : flags.write);
  process.stderr.write(`${path} is written; the site's next build writes the pages from it.\n`);
}

/** Adds the command to the program. */
export function registerTranslate(program: Command): void {
  program
    .command('translate')
    .description('translate what the memory of a language does not hold yet')
    .addOption(languageOption('--to <language>', 'language to translate to').makeOptionMandatory())
    .option('--chapters <ids...>', 'keys or ids of chapters; default: the whole book')
    .addOption(
      new Option('--engine <engine>', 'the engine that is asked, alone; default: those of the settings').choices(
        TRANSLATION_ENGINES,
      ),
    )
    .option('--estimate', 'only say what it would cost')
    .option('--check', 'only print what is translated; fail when something is missing or outdated')
    .option('--outdated', 'also translate anew what another model, prompt or glossary has made')
    .option('--write [site]', 'write the memory into i18n/memory of the site in this folder, default: the current one')
    .option('--json', 'print the result as JSON')
    .action(translate);
}
