/** `docusaurus lectern-edition`: the state of a locale's edition, for authors and CI. */
import type { LoadContext, Plugin } from '@docusaurus/types';
import type { ResolvedLecternOptions } from '../options.ts';
import { coverageTable, editionWarnings, isFaulty } from './edition-report.ts';
import { writeEdition } from './write-edition.ts';

type Cli = Parameters<NonNullable<Plugin['extendCli']>>[0];

interface EditionFlags {
  readonly locale?: string;
  readonly check?: boolean;
  readonly json?: boolean;
}

/** The context of another locale than the one that the command line was loaded for. */
function contextOf(context: LoadContext, locale: string): LoadContext {
  const { i18n, localizationDir } = context;
  const own = i18n.localeConfigs[i18n.currentLocale]?.path ?? i18n.currentLocale;
  const folder = localizationDir.slice(0, localizationDir.length - own.length);
  const path = i18n.localeConfigs[locale]?.path ?? locale;
  return { ...context, i18n: { ...i18n, currentLocale: locale }, localizationDir: `${folder}${path}` };
}

function run(
  context: LoadContext,
  options: ResolvedLecternOptions,
  { locale, check = false, json }: EditionFlags,
): void {
  const { locales, defaultLocale } = context.i18n;
  const wanted = locale === undefined ? locales.filter((code) => code !== defaultLocale) : [locale];
  const reports = wanted.flatMap((code) => writeEdition({ context: contextOf(context, code), options, check }) ?? []);
  if (json) console.log(JSON.stringify(reports, null, 2));
  for (const report of json ? [] : reports) {
    console.log(`${report.language}: ${report.entries} entries in the memory\n${coverageTable(report)}`);
    for (const warning of editionWarnings(report)) console.log(`  ${warning}`);
  }
  if (!json && reports.length === 0) console.log('No locale has a memory: i18n/memory/<locale>.jsonl.');
  if (check && reports.some(isFaulty)) process.exitCode = 1;
}

/** Adds the command to Docusaurus' command line. */
export function registerEditionCommand(cli: Cli, context: LoadContext, options: ResolvedLecternOptions): void {
  cli
    .command('lectern-edition [siteDir]')
    .description(
      'Write the docs of a locale from i18n/memory/<locale>.jsonl, and print how much of them is translated.',
    )
    .option('--locale <locale>', 'one locale; default: all but the default one')
    .option('--check', 'write nothing; fail when files are stale or broken')
    .option('--json', 'print the report as JSON')
    .action((_siteDir: string | undefined, flags: EditionFlags) => run(context, options, flags));
}
