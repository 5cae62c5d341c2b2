/** What readers call themselves, and how their addresses are compared. */
import { MAX_NAME_CHARS } from '@lectern/contracts';

/**
 * Characters that no name needs: controls, line ends, what turns the direction of text around or is not seen, and code
 * points without a meaning. The joiners stay: Urdu and Persian names are written with them.
 */
const STRANGE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;
const ALL_STRANGE = new RegExp(STRANGE.source, 'gu');

/** Whether a name can be shown as it is: one line, of visible characters, in no direction but its own. */
export function isPlainName(name: string): boolean {
  return name.trim() !== '' && name.length <= MAX_NAME_CHARS && !STRANGE.test(name);
}

/** A name as it is kept: NFC, blanks collapsed. */
export function tidyName(name: string): string {
  return name.normalize('NFC').replace(/\s+/g, ' ').trim();
}

/** A name that another service gave, made plain; `Reader` when nothing is left of it. */
export function nameFromElsewhere(name: unknown): string {
  const plain = tidyName((typeof name === 'string' ? name : '').replace(ALL_STRANGE, ' '));
  const cut = Array.from(plain).slice(0, MAX_NAME_CHARS).join('').slice(0, MAX_NAME_CHARS);
  return isPlainName(cut) ? cut : 'Reader';
}

/** An address as it is compared and kept. The contract lets ASCII alone through, so that no look-alike is another's. */
export function tidyEmail(email: string): string {
  return email.trim().toLowerCase();
}
