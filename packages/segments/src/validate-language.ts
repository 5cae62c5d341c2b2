/** Whether a translation is in the language that was asked for. */
import type { SupportedLanguage } from '@lectern/contracts';
import { LANGUAGE_PROFILES } from './language-profiles.ts';
import { foldWords, latinTerms } from './latin-terms.ts';
import { textOutsidePlaceholders } from './segment-text.ts';
import type { Finding, TranslationCheck } from './translation-check.ts';

/** Least share of letters in the language's script, known terms left out: in a sentence, and in a few words, which may be all terms but one. */
const MIN_SCRIPT_SHARE = { sentence: 0.45, phrase: 0.1 };
/** Fewer words that are no terms say nothing. */
const MIN_MEASURED_WORDS = 4;
const MIN_SENTENCE_WORDS = 9;
const WORD = /[\p{L}\p{M}][\p{L}\p{M}\p{N}'\u2019_-]*/gu;

function wordsOf(text: string): string[] {
  return textOutsidePlaceholders(text).match(WORD) ?? [];
}

function lettersOf(word: string): string[] {
  return word.match(/\p{L}/gu) ?? [];
}

/** Most letters in the language's script; terms and names that the source has in Latin letters do not count. */
export function checkScript(check: TranslationCheck): Finding[] {
  const { letter } = LANGUAGE_PROFILES[check.language];
  const terms = latinTerms(check);
  const words = wordsOf(check.translated).filter((word) => !terms.has(word.toLowerCase()));
  const letters = words.flatMap(lettersOf);
  const own = letters.filter((each) => letter.test(each)).length;
  const least = MIN_SCRIPT_SHARE[words.length < MIN_SENTENCE_WORDS ? 'phrase' : 'sentence'];
  if (words.length < MIN_MEASURED_WORDS || own / letters.length >= least) return [];
  return [
    {
      code: 'script',
      severity: 'doubtful',
      message: `Only ${Math.round((100 * own) / letters.length)} % of the translation's letters are of the script of the target language "${check.language}". Translate every word that is no name or term.`,
    },
  ];
}

/** English words that make sentences, and that are no words of another of the languages in Latin letters. */
const ENGLISH =
  /^(?:the|and|of|with|that|this|these|which|what|when|where|from|are|was|were|been|have|has|its|it|they|their|you|your|can|cannot|will|would|should|than|then|there|because|between|into|only|each|every|both|but|not|for|by)$/i;
const MIN_ENGLISH_SHARE = 0.12;
/** So many words in a row as in the source, so many of them no terms, were left as they are. */
const COPIED_RUN = { words: 5, ordinary: 3 };

/** Words between blanks in small letters, without the marks around them. */
function bareWords(text: string): string[] {
  const words = textOutsidePlaceholders(text).toLowerCase().split(/\s+/);
  return words.map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')).filter((word) => word !== '');
}

/** Whether a part of the source stands in the translation word by word. */
function hasCopiedRun(source: string, translated: string, terms: ReadonlySet<string>): boolean {
  const copied = ` ${bareWords(source).join(' ')} `;
  const words = bareWords(translated);
  for (let start = 0; start + COPIED_RUN.words <= words.length; start += 1) {
    const run = words.slice(start, start + COPIED_RUN.words);
    const ordinary = run.filter((word) => /^\p{L}{2,}$/u.test(word) && !terms.has(word));
    if (ordinary.length >= COPIED_RUN.ordinary && copied.includes(` ${run.join(' ')} `)) return true;
  }
  return false;
}

/** Not the source again, whole or in part. */
export function checkUntranslated(check: TranslationCheck): Finding[] {
  const { source, translated, language } = check;
  if (language === 'en') return [];
  const finding: Finding = {
    code: 'untranslated',
    severity: 'doubtful',
    message: 'The translation leaves English as it is. Translate every sentence; keep only names and terms.',
  };
  const terms = latinTerms(check);
  const own = wordsOf(source).filter((word) => !terms.has(word.toLowerCase()));
  if (own.length > MIN_MEASURED_WORDS - 1 && foldWords(source) === foldWords(translated)) return [finding];
  if (hasCopiedRun(source, translated, terms)) return [finding];
  const words = wordsOf(translated);
  const english = words.filter((word) => ENGLISH.test(word) && !terms.has(word.toLowerCase()));
  const isEnglish = new Set(english.map((word) => word.toLowerCase())).size > 2;
  return isEnglish && english.length / words.length >= MIN_ENGLISH_SHARE ? [finding] : [];
}

/** Letters that tell languages of one script apart: one that a longer text has, one that it never has. */
const LETTERS: Partial<Record<SupportedLanguage, { needed?: RegExp; foreign?: RegExp; name: string }>> = {
  ur: { name: 'Urdu', needed: /[\u0679\u0688\u0691\u06BA\u06D2\u06C1\u06BE\u06A9\u06AF\u067E\u0686\u06CC]/ },
  ar: {
    name: 'Arabic',
    needed: /[\u0629\u064A\u0643\u0623\u0649]/,
    foreign: /[\u0679\u0688\u0691\u06BA\u06D2\u06C1\u06BE]/,
  },
  ja: { name: 'Japanese', needed: /[\p{Script=Hiragana}\p{Script=Katakana}]/u },
  zh: { name: 'Chinese', foreign: /[\p{Script=Hiragana}\p{Script=Katakana}]/u },
  ru: { name: 'Russian', foreign: /[\u0404\u0406\u0407\u0490\u0454\u0456\u0457\u0491\u040E\u045E]/ },
};
const MIN_LETTERS = 20;

/** The right one of the languages that share a script: Urdu and Arabic, Japanese and Chinese, Russian and Ukrainian. */
export function checkLetters({ source, translated, language }: TranslationCheck): Finding[] {
  const rule = LETTERS[language];
  if (rule === undefined) return [];
  const { letter } = LANGUAGE_PROFILES[language];
  const text = textOutsidePlaceholders(translated);
  const own = text.match(/\p{L}/gu)?.filter((each) => letter.test(each)).length ?? 0;
  const misses = own >= MIN_LETTERS && rule.needed !== undefined && !rule.needed.test(text);
  const foreign = rule.foreign?.exec(text)?.[0];
  if (!misses && (foreign === undefined || source.includes(foreign))) return [];
  return [
    {
      code: 'letters',
      severity: 'doubtful',
      message: `The translation is not written as ${rule.name} is${foreign === undefined ? '' : ` ("${foreign}")`}. Write ${rule.name}.`,
    },
  ];
}

/** Arabic letters that look like Urdu's, which search and fonts tell apart, and digits that are not 0–9. */
const LOOK_ALIKES = /[\u064A\u0643\u0649\u0647\u0629\u06C0\u06D5]/;
const OTHER_DIGITS = /[\u0660-\u0669\u06F0-\u06F9]/;

/** Urdu in Urdu's own letters, technical numbers in 0–9. */
export function checkUrduLetters({ source, translated, language }: TranslationCheck): Finding[] {
  if (language !== 'ur') return [];
  const found = LOOK_ALIKES.exec(translated)?.[0] ?? OTHER_DIGITS.exec(translated)?.[0];
  if (found === undefined || source.includes(found)) return [];
  return [
    {
      code: 'urduLetters',
      severity: 'doubtful',
      message: `The translation has "${found}". Write Urdu with \u06CC, \u06A9 and \u06C1, not with the Arabic letters that look like them, and numbers with 0-9.`,
    },
  ];
}
