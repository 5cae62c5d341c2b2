/** The plugin's own words in the site's language. */
import { existsSync, readFileSync } from 'node:fs';
import { isRecord } from './content-plugins.ts';

/**
 * Reads the messages of a locale: `ur-PK`, then `ur`; `{}` where there are none, so that the code's own English stays.
 * @param folder URL of the folder with one JSON per locale
 */
export function readLocaleMessages(folder: URL, locale: string): Record<string, string> {
  const candidates = [locale, locale.split('-')[0] ?? locale];
  for (const name of candidates) {
    const file = new URL(`${encodeURIComponent(name)}.json`, folder);
    if (!existsSync(file)) continue;
    const data: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!isRecord(data)) continue;
    return Object.fromEntries(
      Object.entries(data).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  }
  return {};
}
