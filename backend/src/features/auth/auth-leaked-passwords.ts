/**
 * The passwords that leaked most often, of those that are long enough here. They lie beside this file, the most used
 * first, and nobody outside is asked. Made by `tools/passwords/collect-leaked.ts`.
 *
 * @see https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/0x15-V6-Authentication.md requirement 6.2.4
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Where they are: gzip, UTF-8, one a line. Licence: `auth-leaked-passwords.license.txt`. */
export const LEAKED_PASSWORDS_FILE = join(import.meta.dirname, 'auth-leaked-passwords.txt.gz');

let leaked: ReadonlySet<string> | undefined;

/** All of them, as {@link comparablePassword} makes them. Read when first asked for (10,000, about 60 kB). */
export function leakedPasswords(): ReadonlySet<string> {
  leaked ??= new Set(gunzipSync(readFileSync(LEAKED_PASSWORDS_FILE)).toString('utf8').split('\n'));
  return leaked;
}

/** A password in the form in which it is compared: capitals make a guess hardly harder. */
export const comparablePassword = (password: string): string => password.normalize('NFKC').toLowerCase();
