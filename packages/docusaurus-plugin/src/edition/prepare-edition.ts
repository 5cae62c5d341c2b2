/** Writes the edition of a locale when Docusaurus starts the plugin for it. */
import { describeEdition, editionWarnings } from './edition-report.ts';
import { type EditionOptions, writeEdition } from './write-edition.ts';

/** Warnings that are shown one by one; the command shows them all. */
const SHOWN = 10;

/**
 * Writes it, before any plugin loads content, and says what should be looked at.
 * @throws Error when Docusaurus would not read what is written
 */
export function prepareEdition(edition: EditionOptions): void {
  if (!edition.options.editions.write) return;
  const report = writeEdition(edition);
  if (report === undefined) return;
  const { currentLocale, localeConfigs } = edition.context.i18n;
  // Docusaurus decides before plugins are started, by whether the locale has a folder yet.
  if (localeConfigs[currentLocale]?.translate === false) {
    throw new Error(
      `[lectern] i18n.localeConfigs.${currentLocale} needs \`translate: true\`: the edition is written while the site is loaded.`,
    );
  }
  console.info(describeEdition(report));
  const warnings = editionWarnings(report);
  for (const warning of warnings.slice(0, SHOWN)) console.warn(`[lectern] ${warning}`);
  if (warnings.length > SHOWN) {
    console.warn(
      `[lectern] … and ${warnings.length - SHOWN} more: docusaurus lectern-edition --locale ${currentLocale}`,
    );
  }
}
