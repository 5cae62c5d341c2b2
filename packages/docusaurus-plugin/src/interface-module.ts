/**
 * The words of the interface in every language that a reader may read in, one chunk of the bundle a language: those of
 * Docusaurus' theme, the plugin's own, and what the site has translated itself (`i18n/<language>/code.json`, and the labels of
 * navigation, footer and sidebars in the files beside it).
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { SUPPORTED_LANGUAGES } from '@lectern/contracts';
import { FOOTER_COPYRIGHT, labelId } from './client/frame-labels.ts';
import { isRecord } from './content-plugins.ts';
import { readLocaleMessages } from './locale-messages.ts';

/** Name of the module among the plugin's generated files. */
export const INTERFACE_MODULE = 'interface.js';

/** File of a language's words, beside the module. */
export const dictionaryFile = (language: string): string => `interface-${language}.json`;

/** The module: a loader for each language. */
export function interfaceModule(languages: readonly string[]): string {
  const loaders = languages.map((language) => {
    const path = JSON.stringify(`@generated/lectern/default/${dictionaryFile(language)}`);
    return `  ${JSON.stringify(language)}: () => import(${path}),\n`;
  });
  return `export default {\n${loaders.join('')}};\n`;
}

type ReadThemeWords = (options: { locale: string; name: string }) => Promise<Record<string, string>>;

const isReader = (value: unknown): value is ReadThemeWords => typeof value === 'function';

/** The package is the classic theme's own dependency, so it is looked for from there; a site without that theme has none of its words. */
function themeWordsReader(siteDir: string): ReadThemeWords {
  try {
    const theme = createRequire(join(siteDir, 'package.json')).resolve('@docusaurus/theme-classic/package.json');
    const words: unknown = createRequire(theme)('@docusaurus/theme-translations');
    if (isRecord(words) && isReader(words['readDefaultCodeTranslationMessages'])) {
      return words['readDefaultCodeTranslationMessages'];
    }
  } catch {
    // no classic theme
  }
  return () => Promise.resolve({});
}

/** What the site has translated itself, in the form in which `docusaurus write-translations` keeps it. */
function siteWords(path: string): Record<string, string> {
  if (!existsSync(path)) return {};
  const data: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isRecord(data)) return {};
  return Object.fromEntries(
    Object.entries(data).flatMap(([id, entry]) => {
      const message = isRecord(entry) ? entry['message'] : undefined;
      return typeof message === 'string' ? [[id, message]] : [];
    }),
  );
}

/** Files of `docusaurus write-translations` with labels that stand around a text. */
const LABEL_FILES =
  /^docusaurus-(?:theme-classic\/(?:navbar|footer)|plugin-content-docs[^/]*\/(?:current|version-[^/]+))\.json$/;
/** Their keys end with the label in the site's language. */
const LABEL_KEY = /^(?:item\.label|link\.item\.label|link\.title|sidebar\.[^.]+\.(?:category|doc|link))\.(.+)$/s;

/** The labels of navigation, footer and sidebars that the site has translated, by the message that the page asks for. */
function labelWords(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {};
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    LABEL_FILES.test(path.replaceAll('\\', '/')),
  );
  const words = files.flatMap((path) => Object.entries(siteWords(join(folder, path))));
  return Object.fromEntries(
    words.flatMap(([key, message]) => {
      if (key === 'copyright') return [[FOOTER_COPYRIGHT, message]];
      const [, label] = LABEL_KEY.exec(key) ?? [];
      return label === undefined ? [] : [[labelId(label), message]];
    }),
  );
}

/** Where words come from. */
export interface DictionarySources {
  readonly siteDir: string;
  /** Folder of the site's translations. */
  readonly i18nDir: string;
  /** Folder with the plugin's own words, one JSON a language. */
  readonly locales: URL;
}

/** The words of each language that has some, by language; the site's own win over the plugin's, these over the theme's. */
export async function readDictionaries(
  { siteDir, i18nDir, locales }: DictionarySources,
  currentLocale: string,
): Promise<Map<string, Record<string, string>>> {
  const readThemeWords = themeWordsReader(siteDir);
  const dictionaries = new Map<string, Record<string, string>>();
  for (const language of Object.keys(SUPPORTED_LANGUAGES)) {
    // English stands in the code; the site's own language is in every page.
    if (language === 'en' || language === currentLocale) continue;
    const words = {
      ...(await readThemeWords({ locale: language, name: 'theme-common' })),
      ...readLocaleMessages(locales, language),
      ...labelWords(join(i18nDir, language)),
      ...siteWords(join(i18nDir, language, 'code.json')),
    };
    if (Object.keys(words).length > 0) dictionaries.set(language, words);
  }
  return dictionaries;
}
