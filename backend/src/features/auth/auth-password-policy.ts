/** Passwords that are long enough and still among the first that anybody tries. */
import { comparablePassword, leakedPasswords } from './auth-leaked-passwords.ts';

/** Words that most guessed passwords are made of, in lower case. */
const COMMON_WORDS =
  /password|passwort|passw0rd|p@ssw0rd|letmein|welcome|iloveyou|sunshine|princess|football|baseball|superman|batman|dragon|monkey|shadow|master|michael|jordan|trustno1|starwars|whatever|computer|internet|changeme|secret|admin|login|test|user|guest|lectern|textbook|qwertyuiop|qwerty|asdfghjkl|asdfgh|zxcvbnm|1q2w3e4r5t|1q2w3e4r|1qaz2wsx|abcdefghij|abcdef|abc/g;
/** What remains of a password without its common words must be at least this much, in different characters. */
const LEAST_OWN = 5;

/** Why a password is refused; undefined when it is not. */
export type PasswordFault = 'common' | 'personal' | undefined;

/**
 * Judges a password that has the length already.
 * @param about what an attacker would try first: e-mail address, name
 */
export function judgePassword(password: string, about: readonly string[]): PasswordFault {
  const lower = comparablePassword(password);
  for (const part of about.flatMap((text) => [text.toLowerCase(), ...text.toLowerCase().split(/[^\p{L}\p{N}]+/u)])) {
    if (part.length >= 4 && differentCharacters(lower.replaceAll(part, '')) < LEAST_OWN) return 'personal';
  }
  if (leakedPasswords().has(lower)) return 'common';
  return differentCharacters(withoutRuns(lower).replace(COMMON_WORDS, '')) < LEAST_OWN ? 'common' : undefined;
}

const differentCharacters = (text: string): number => new Set(text).size;

/** Takes out runs such as 12345, fedcba and 2026: three and more neighbours in either direction, and all years. */
function withoutRuns(text: string): string {
  let kept = '';
  let run = text.slice(0, 1);
  let step = 0;
  const flush = () => {
    if (run.length < 3) kept += run;
  };
  for (let index = 1; index < text.length; index += 1) {
    const difference = text.charCodeAt(index) - text.charCodeAt(index - 1);
    const isNeighbour = Math.abs(difference) <= 1 && (run.length === 1 || difference === step);
    if (isNeighbour) {
      step = difference;
      run += text.charAt(index);
      continue;
    }
    flush();
    run = text.charAt(index);
  }
  flush();
  return kept.replace(/(?:19|20)\d\d/g, '');
}
