/**
 * Translations made without an engine: they keep the placeholders and change every word, so that one sees what is
 * translated and whether the page stands it.
 */
import type { Segment, SupportedLanguage } from '@lectern/contracts';
import { PSEUDO_SCRIPTS, type PseudoScript } from './pseudo-scripts.ts';
import { joinTokens, type TextToken, tokenizeText } from './segment-text.ts';
import { termPattern } from './term-pattern.ts';
import { QUANTITY } from './validate-quantities.ts';

/** How words are changed: four stress tests, or the script of a language. */
export type PseudoMode = 'upper' | 'urdu' | 'glued' | 'hostile' | SupportedLanguage;

/** What stays as it is in the script of a language. */
export interface PseudoOptions {
  /** Terms of a glossary that are kept, in whatever case and in the plural. */
  readonly kept?: readonly string[];
}

const WORD = /\p{L}[\p{L}\p{M}'\u2019]*/gu;
/** Paths, and words with digits or signs inside: `/cmd_vel`, `package.xml`, `mp3`. */
const IDENTIFIER = /(?<![\p{L}\p{N}])~?\/[\w./@~-]+|[\w./@~-]*(?:[\p{N}_@]|\.\w)[\w./@~-]*/u;
/** Words with capitals inside are names: no engine touches them. */
const NAME = /^(?:\p{Lu}*\p{Ll}+\p{Lu}.*|\p{Lu}{2,})$/u;

/** Markup of every kind that a text can hold and an encoder has to disarm. */
const HOSTILE = [
  '**bold',
  '*',
  '__init__',
  '_x',
  '~~gone~~',
  '`code',
  '``',
  '$5 $6$',
  '[link](x)',
  '![image](x)',
  '[^1]',
  '<b>',
  '</p>',
  '<Tabs',
  '<!-- no -->',
  '{evil}',
  '{/* #id */}',
  '{#id}',
  '}',
  ':smile',
  ':::note',
  '::video',
  '&copy;',
  '&#35;',
  '&',
  '\\',
  '|',
  '| a | b',
  '#',
  '# heading',
  '- item',
  '+ item',
  '1. item',
  '2) item',
  '> quote',
  '===',
  '---',
  '```js',
  '~~~',
  'import x',
  'export x',
  '"',
  "'",
  '!',
  '()',
  '\u060C',
  '\u{1F916}',
];

/** A number that depends on a text only. */
function seedOf(text: string): number {
  let seed = 0;
  for (let index = 0; index < text.length; index += 1) seed = (seed * 31 + text.charCodeAt(index)) >>> 0;
  return seed;
}

/** Some of the hostile pieces in front of, between and behind the words. */
function hostileText(value: string): string {
  let seed = seedOf(value);
  const next = (): string => {
    seed = (seed * 1_103_515_245 + 12_345) >>> 0;
    return HOSTILE[(seed >>> 16) % HOSTILE.length] ?? '';
  };
  const words = value.split(' ').map((word) => (seed % 3 === 0 ? `${word}${next()}` : `${next()} ${word}`));
  return `${next()}${words.join(' ')}${next()}`;
}

function pseudoWord(word: string, { letters, wordLength }: PseudoScript): string {
  const units = Array.from(letters);
  const seed = seedOf(word.toLowerCase());
  const length = wordLength === undefined ? word.length : Math.min(wordLength, word.length);
  return Array.from({ length }, (_, index) => units[(seed + index * 7) % units.length] ?? '').join('');
}

/** A word of a language in Latin letters: its own, with the language's marks. */
function markedWord(word: string, marks: Readonly<Record<string, string>>): string {
  const marked = word.replace(/\p{L}/gu, (letter) => {
    const mark = marks[letter.toLowerCase()] ?? letter;
    return letter === letter.toLowerCase() ? mark : mark.toUpperCase();
  });
  return marked === word ? `${word}${Object.values(marks)[0] ?? ''}` : marked;
}

/** What stays in a text; each kind is tried before words are. */
function staysPattern(kept: readonly string[]): RegExp {
  const terms = termPattern(kept);
  const kinds = terms === null ? [] : [terms];
  return new RegExp([...kinds, QUANTITY.source, IDENTIFIER.source].join('|'), 'giu');
}

const STAYS = staysPattern([]);

/** Changes the words between what stays. */
function changeWords(value: string, stays: RegExp, change: (word: string) => string): string {
  let changed = '';
  let end = 0;
  for (const match of value.matchAll(stays)) {
    changed += value.slice(end, match.index).replace(WORD, change) + match[0];
    end = match.index + match[0].length;
  }
  return changed + value.slice(end).replace(WORD, change);
}

function scriptText(value: string, script: PseudoScript, stays = STAYS): string {
  const changed = changeWords(value, stays, (word) => {
    if (NAME.test(word)) return word;
    return script.marks === undefined ? pseudoWord(word, script) : markedWord(word, script.marks);
  });
  const punctuated = changed.replace(/([.,;?])(?=\s|$)/g, (mark) => script.punctuation[mark] ?? mark);
  return script.isSpaced ? punctuated : closeUp(punctuated);
}

/** Words without blanks between them. Between names and numbers a blank stays. */
function closeUp(text: string): string {
  return text.replace(/(?<=[^\x20-\x7E]) +| +(?=[^\x20-\x7E])/g, '');
}

/** Blanks around placeholders away, and brackets inside pairs: `**\u300C…\u300D**\u3067\u3059`. */
function glueTokens(tokens: readonly TextToken[]): TextToken[] {
  return tokens.map((token, index) => {
    if (token.type !== 'text') return token;
    const text = scriptText(token.value, PSEUDO_SCRIPTS.ja).trim();
    const isInPair = tokens[index - 1]?.type === 'open' && tokens[index + 1]?.type === 'close';
    return { type: 'text', value: isInPair && text !== '' ? `\u300C${text}\u300D` : text || '\u306E' };
  });
}

function changeText(value: string, mode: Exclude<PseudoMode, 'glued'>, stays: RegExp): string {
  if (!/\p{L}/u.test(value)) return value;
  switch (mode) {
    case 'upper':
      return value.toUpperCase();
    case 'urdu':
      return scriptText(value, PSEUDO_SCRIPTS.ur);
    case 'hostile':
      return hostileText(value);
    default:
      return scriptText(value, PSEUDO_SCRIPTS[mode], stays);
  }
}

/**
 * Makes a pseudo-translation. The same text gives the same one.
 * @param mode a stress test (`glued`: CJK without blanks around emphasis; `hostile`: full of markup) or a language
 */
export function pseudoTranslate(
  segment: Pick<Segment, 'text'>,
  mode: PseudoMode,
  { kept = [] }: PseudoOptions = {},
): string {
  const tokens = tokenizeText(segment.text);
  if (mode === 'glued') return joinTokens(glueTokens(tokens));
  const stays = kept.length === 0 ? STAYS : staysPattern(kept);
  return joinTokens(
    tokens.map((token) =>
      token.type === 'text' ? { type: 'text', value: changeText(token.value, mode, stays) } : token,
    ),
  );
}
