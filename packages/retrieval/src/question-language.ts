import { detectLatinLanguage, ENGLISH_FUNCTION_WORDS } from './function-words.ts';
import { tokenize } from './text-tokenizer.ts';

/** Longer questions say by their beginning which language they are in, words. */
const SAMPLE_WORDS = 200;

const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** Scripts that one language of those known here is written in. */
const SCRIPTS: readonly (readonly [script: RegExp, language: string])[] = [
  [/\p{Script=Devanagari}/u, 'hi'],
  [/\p{Script=Bengali}/u, 'bn'],
  [/\p{Script=Cyrillic}/u, 'ru'],
  [/\p{Script=Greek}/u, 'el'],
  [/\p{Script=Thai}/u, 'th'],
  [/\p{Script=Hangul}/u, 'ko'],
  [KANA, 'ja'],
  [/\p{Script=Han}/u, 'zh'],
];
const ARABIC_SCRIPT = /\p{Script=Arabic}/u;
/** Letters that Urdu has and Arabic has not, also those that Arabic writes with other code points. */
const URDU_LETTER = /[ٹڈڑںےپچگژھہیک]/u;
const ARABIC_WORD = /(?<!\p{L})(?:في|من|على|إلى|عن|ما|ماذا|هل|كيف|وكيف|لماذا|هو|هي|أو|ال\p{L}{3,})(?!\p{L})/u;

/**
 * Names the language of a question, BCP 47: by its script, or by its function words where the script is Latin; Roman
 * Urdu is `ur`. `undefined` when there is too little to tell: a question of names alone.
 */
export function questionLanguage(question: string): string | undefined {
  const words = tokenize(question)
    .filter(({ role }) => role !== 'part')
    .slice(0, SAMPLE_WORDS)
    .map(({ surface }) => surface);
  const own = words.flatMap((word) => languageOfScript(word, question) ?? []);
  const english = words.filter((word) => ENGLISH_FUNCTION_WORDS.has(word)).length;
  // One word of another script in an English question is what it asks about.
  if (own.length > 0 && own.length >= english) return own[0];
  const language = detectLatinLanguage(words);
  return language === 'romanUrdu' ? 'ur' : language;
}

function languageOfScript(word: string, question: string): string | undefined {
  if (ARABIC_SCRIPT.test(word)) return arabicScriptLanguage(question);
  const script = SCRIPTS.find(([pattern]) => pattern.test(word))?.[1];
  // Japanese mixes its own letters with Han characters.
  return script === 'zh' && KANA.test(question) ? 'ja' : script;
}

function arabicScriptLanguage(question: string): string | undefined {
  if (URDU_LETTER.test(question)) return 'ur';
  return ARABIC_WORD.test(question) ? 'ar' : undefined;
}
