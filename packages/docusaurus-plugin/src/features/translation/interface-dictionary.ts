/** The words of plugin, theme and site in the language that the reader reads in. Loaded on use. */
import codeTranslations from '@generated/codeTranslations';
import { setInterfaceLanguage } from '../../client/messages.ts';

type Words = Readonly<Record<string, string>>;

const own: Words = { ...codeTranslations };
let wanted: string | undefined;

async function loadWords(language: string): Promise<Words> {
  const { default: dictionaries } = await import('@generated/lectern/default/interface.js');
  const load = dictionaries[language];
  return load === undefined ? {} : (await load()).default;
}

/** Puts words into the table that Docusaurus' `translate` reads, which knows no other way to change language without a reload. */
function use(words: Words): void {
  for (const id of Object.keys(codeTranslations)) delete codeTranslations[id];
  Object.assign(codeTranslations, own, words);
}

/**
 * Puts the interface into a language; without a dictionary, or when it can't be loaded, it stays in the site's.
 * @param language undefined: the site's own
 */
export async function speakInterface(language: string | undefined): Promise<void> {
  wanted = language;
  const words = language === undefined ? {} : await loadWords(language).catch((): Words => ({}));
  if (wanted !== language) return;
  use(words);
  setInterfaceLanguage(Object.keys(words).length > 0 ? language : undefined);
}
