/** The languages that a chapter can be read in, each in its own words and script. */
import type { SupportedLanguage } from '@lectern/contracts';

/** A language as its readers write it. */
export interface ReadingLanguage {
  readonly code: SupportedLanguage;
  /** Its name in itself. */
  readonly label: string;
  /** “Read in …”, in the language itself. */
  readonly read: string;
  readonly dir: 'ltr' | 'rtl';
}

/** In the order of the menu; the contracts' SUPPORTED_LANGUAGES, which zod keeps out of the browser. */
export const READING_LANGUAGES: readonly ReadingLanguage[] = [
  { code: 'en', label: 'English', read: 'Read in English', dir: 'ltr' },
  { code: 'ur', label: 'اردو', read: 'اردو میں پڑھیں', dir: 'rtl' },
  { code: 'es', label: 'Español', read: 'Leer en español', dir: 'ltr' },
  { code: 'fr', label: 'Français', read: 'Lire en français', dir: 'ltr' },
  { code: 'de', label: 'Deutsch', read: 'Auf Deutsch lesen', dir: 'ltr' },
  { code: 'zh', label: '简体中文', read: '阅读中文版', dir: 'ltr' },
  { code: 'ja', label: '日本語', read: '日本語で読む', dir: 'ltr' },
  { code: 'pt', label: 'Português (Brasil)', read: 'Ler em português', dir: 'ltr' },
  { code: 'ru', label: 'Русский', read: 'Читать по-русски', dir: 'ltr' },
  { code: 'ar', label: 'العربية', read: 'اقرأ بالعربية', dir: 'rtl' },
  { code: 'hi', label: 'हिन्दी', read: 'हिन्दी में पढ़ें', dir: 'ltr' },
  { code: 'bn', label: 'বাংলা', read: 'বাংলায় পড়ুন', dir: 'ltr' },
  { code: 'id', label: 'Bahasa Indonesia', read: 'Baca dalam bahasa Indonesia', dir: 'ltr' },
  { code: 'ko', label: '한국어', read: '한국어로 읽기', dir: 'ltr' },
  { code: 'it', label: 'Italiano', read: 'Leggi in italiano', dir: 'ltr' },
];

/** BCP 47 tags under which browsers and profiles know a language besides its own. */
const ALIASES: Readonly<Record<string, string>> = { in: 'id' };

/** The language for a tag such as `ur-PK`; undefined where there is none. Chinese in traditional characters is another. */
export function readingLanguage(tag: string): ReadingLanguage | undefined {
  if (/^zh-(?:hant|tw|hk|mo)/i.test(tag)) return undefined;
  const base = tag.split('-')[0]?.toLowerCase() ?? '';
  const code = ALIASES[base] ?? base;
  return READING_LANGUAGES.find((language) => language.code === code);
}

/** The language that a reader is offered first: of those their browser asks for the first that isn't the book's, else Urdu. */
export function suggestedLanguage(source: string, preferred: readonly string[]): ReadingLanguage {
  const known = preferred.flatMap((tag) => readingLanguage(tag) ?? []);
  const own = readingLanguage(source);
  const wanted = known.find(({ code }) => code !== own?.code);
  const [first, second] = READING_LANGUAGES.filter(({ code }) => code !== own?.code && code !== 'en');
  const fallback = first ?? second;
  if (wanted !== undefined) return wanted;
  if (fallback === undefined) throw new Error('there is no second language');
  return fallback;
}
