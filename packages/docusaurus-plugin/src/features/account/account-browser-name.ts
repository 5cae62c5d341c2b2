/** What a browser calls itself, in words that a reader knows. A guess: browsers pretend to be each other. */
import { t } from '../../client/messages.ts';
import { ACCOUNT_ME_MESSAGES as WORDS } from './account-me.messages.ts';

/** Later ones also carry the names of those below them. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrom(?:e|ium)\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux|X11/, 'Linux'],
];

const nameIn = (names: typeof BROWSERS, text: string) => names.find(([pattern]) => pattern.test(text))?.[1];

/** e.g. `Firefox on Windows`; the first word of a program's own name; or that it gave none. */
export function browserName(userAgent: string | null | undefined): string {
  if (!userAgent) return t(WORDS.unknownBrowser);
  const browser = nameIn(BROWSERS, userAgent);
  const system = nameIn(SYSTEMS, userAgent);
  if (browser === undefined) return userAgent.split(/[\s/(]/)[0]?.slice(0, 40) || t(WORDS.unknownBrowser);
  return system === undefined ? browser : t(WORDS.browserOn, { browser, system });
}
