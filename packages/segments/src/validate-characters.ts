/** Whether a translation holds only characters that belong into a paragraph, and no address of its own. */
import { textOutsidePlaceholders } from './segment-text.ts';
import type { Finding, TranslationCheck } from './translation-check.ts';
import { countEach } from './validate-placeholders.ts';

/** Controls but tab and line ends; separators, byte order mark, stand-ins and halves of characters, invisible tags: first and last code point. */
const FORBIDDEN_RANGES: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0b, 0x0c],
  [0x0e, 0x1f],
  [0x7f, 0x9f],
  [0x2028, 0x2029],
  [0xd800, 0xdfff],
  [0xfeff, 0xfeff],
  [0xfffc, 0xffff],
  [0xe0000, 0xe007f],
];
/** Flags of regions are written with invisible tags. */
const TAG_FLAG = /\u{1F3F4}[\u{E0020}-\u{E007F}]+/gu;

/** Whether a character has no place in a paragraph. */
export function isForbiddenCharacter(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return FORBIDDEN_RANGES.some(([first, last]) => code >= first && code <= last);
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** No control characters, separators or damage that the source has not. */
export function checkControls({ source, translated }: TranslationCheck): Finding[] {
  const added = Array.from(translated.replace(TAG_FLAG, '')).find(
    (character) => isForbiddenCharacter(character) && !source.includes(character),
  );
  if (added === undefined) return [];
  return [
    {
      code: 'controlCharacters',
      severity: 'unsafe',
      message: `The translation has the control or damaged character ${codePoint(added)}. Leave it out.`,
    },
  ];
}

const OPENS_EMBEDDING = /[\u202A\u202B]/;
const OVERRIDE = /[\u202D\u202E]/;
const OPENS_ISOLATE = /[\u2066-\u2068]/;
const BIDI = /[\u202A-\u202E\u2066-\u2069]/g;

function isBalanced(text: string): boolean {
  const open: ('embedding' | 'isolate')[] = [];
  for (const [character] of text.matchAll(BIDI)) {
    if (OPENS_EMBEDDING.test(character)) open.push('embedding');
    else if (OPENS_ISOLATE.test(character)) open.push('isolate');
    else if (open.pop() !== (character === '\u202C' ? 'embedding' : 'isolate')) return false;
  }
  return open.length === 0;
}

/**
 * Direction controls balanced, and no override, which could show a text in an order of its own.
 * @see https://www.unicode.org/reports/tr9/ and https://trojansource.codes
 */
export function checkDirectionControls({ translated }: TranslationCheck): Finding[] {
  if (!OVERRIDE.test(translated) && isBalanced(translated)) return [];
  return [
    {
      code: 'directionControls',
      severity: 'unsafe',
      message: 'The translation has direction controls that are not closed or that override. Leave them out.',
    },
  ];
}

/** One paragraph stays one. */
export function checkParagraphs({ translated }: TranslationCheck): Finding[] {
  if (!/\S\s*\n\s*\n\s*\S/.test(translated.replace(/\r\n?/g, '\n'))) return [];
  return [
    {
      code: 'paragraphs',
      severity: 'unsafe',
      message: 'The translation has more than one paragraph. Give one paragraph, without blank lines.',
    },
  ];
}

/** What GFM and browsers make an address of. GFM looks at the decoded text, so no escape can stop it. */
const ADDRESS = /(?:\b[a-z][a-z\d+.-]*:\/\/|\bwww\.|\bmailto:|\bxmpp:)[^\s<>"')\]]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi;

/** Punctuation behind an address: ASCII at its end, other scripts' anywhere. */
const NOT_ADDRESS = /(?:[\u060C\u061B\u061F\u06D4\u3001\u3002\uFF01-\uFF1F].*|[.,;:!?]+)$/u;

function addressesOf(text: string): string[] {
  const found = textOutsidePlaceholders(text).match(ADDRESS) ?? [];
  return found.map((address) => address.replace(NOT_ADDRESS, '').toLowerCase());
}

/** No web or e-mail address that the source has not. */
export function checkAddresses({ source, translated }: TranslationCheck): Finding[] {
  const known = countEach(addressesOf(source));
  for (const [address, count] of countEach(addressesOf(translated))) {
    if (count <= (known.get(address) ?? 0)) continue;
    return [
      {
        code: 'addresses',
        severity: 'unsafe',
        message: `The translation has the address "${address.slice(0, 80)}", which the source has not. Leave it out.`,
      },
    ];
  }
  return [];
}
