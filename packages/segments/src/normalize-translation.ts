/** Mends in a returned translation what can be mended without doubt, before it is checked. */
import type { Segment, SupportedLanguage } from '@lectern/contracts';
import { decodeEntities } from './character-entities.ts';
import { LANGUAGE_PROFILES } from './language-profiles.ts';
import { restoreBlanks } from './placeholder-blanks.ts';
import { canonicalText } from './segment-text.ts';
import { latinDigits } from './validate-quantities.ts';

/** In which language the translation is. */
export interface NormalizeOptions {
  language: SupportedLanguage;
}

/** `<x1 />`, `< x1>`, `<x1></x1>`, `<x1>what the engine saw</x1>`, `<X1/>`: the atom, whose content is the source's anyway. */
function mendAtoms(source: string, translated: string): string {
  let text = translated.replace(
    /<\s*(\/?)\s*([xg]\d+)\s*(\/?)\s*>/gi,
    (_tag, close: string, id: string, end: string) => `<${close}${id.toLowerCase()}${end}>`,
  );
  for (const [, id] of source.matchAll(/<(x\d+)\/>/g)) {
    text = text.replace(new RegExp(`<${id}>(?:[^<>]*</${id}>)?|</${id}>`, 'g'), `<${id}/>`);
  }
  return text;
}

/** `a < b` and `->`, which an engine unescaped: what cannot be a tag is a sign. */
function escapeSigns(text: string): string {
  return text
    .split(/(<x\d+\/>|<\/?g\d+>)/)
    .map((part, index) => {
      if (index % 2 === 1) return part;
      const escaped = part.replace(/<(?![a-z/!])/gi, '&lt;');
      return escaped.includes('<') ? escaped : escaped.replaceAll('>', '&gt;');
    })
    .join('');
}

/** Blanks of all kinds that break no line, and marks that nobody sees and no language here needs. */
const INVISIBLE = /[\u200B\u2060\uFEFF\u00AD]/g;
const DIRECTION_CONTROLS = /[\u202A-\u202E\u2066-\u2069]/g;

function dropInvisible(source: string, translated: string): string {
  const keepIn = (pattern: RegExp, text: string) =>
    text.replace(pattern, (character) => (source.includes(character) ? character : ''));
  return keepIn(INVISIBLE, keepIn(DIRECTION_CONTROLS, translated));
}

/** Line breaks inside a paragraph are blanks; a blank line stays, so that the checks see it. */
function joinLines(text: string): string {
  return text
    .trim()
    .replace(/\r\n?/g, '\n')
    .split(/\n[^\S\n]*\n\s*/)
    .map((paragraph) => canonicalText(paragraph))
    .join('\n\n');
}

const QUOTES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\u201C': '\u201D',
  '\u201E': '\u201C',
  '\u00AB': '\u00BB',
  '\u300C': '\u300D',
};
const QUOTE = /["'\u201C-\u201E\u00AB\u00BB\u300C\u300D]/;

/** Quotes that an engine put around the whole: the source has none at its ends, and there are no more inside. */
function dropAddedQuotes(source: string, translated: string): string {
  const close = QUOTES[translated.charAt(0)];
  const inside = translated.slice(1, -1);
  const isAdded =
    close !== undefined &&
    translated.length > 2 &&
    translated.endsWith(close) &&
    !QUOTE.test(inside) &&
    !QUOTE.test(source);
  return isAdded ? inside.trim() : translated;
}

/** Arabic letters that look like Urdu's. */
const URDU_LETTERS: Readonly<Record<string, string>> = {
  '\u064A': '\u06CC',
  '\u0649': '\u06CC',
  '\u0643': '\u06A9',
  '\u0647': '\u06C1',
  '\u06D5': '\u06C1',
  '\u0629': '\u06C3',
  '\u06C0': '\u06C2',
};

function writeUrduLetters(source: string, translated: string): string {
  return translated.replace(/[\u064A\u0649\u0643\u0647\u06D5\u0629\u06C0]/g, (letter) =>
    source.includes(letter) ? letter : (URDU_LETTERS[letter] ?? letter),
  );
}

/** Digits as 0–9 where the source has only these: what is counted and measured is read off instruments and code. */
function writeLatinDigits(source: string, translated: string): string {
  return latinDigits(source) === source ? latinDigits(translated) : translated;
}

/**
 * Mends a returned translation: entities of an HTML engine, blanks inside and around placeholders as the source has
 * them, placeholders written otherwise, line breaks, quotes around the whole, invisible characters, look-alike letters
 * in Urdu, digits. What is in doubt stays for `validateTranslation`.
 */
export function normalizeTranslation(
  segment: Pick<Segment, 'text'>,
  translated: string,
  { language }: NormalizeOptions,
): string {
  const source = segment.text;
  let text = escapeSigns(mendAtoms(source, decodeEntities(translated.normalize('NFC'))));
  text = joinLines(dropInvisible(source, text));
  text = writeLatinDigits(source, dropAddedQuotes(source, text));
  if (language === 'ur') text = writeUrduLetters(source, text);
  return restoreBlanks(source, text, LANGUAGE_PROFILES[language]);
}
