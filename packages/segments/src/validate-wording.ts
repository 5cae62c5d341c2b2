/** Whether a translation is about as long as it should be, whole, and nothing but the translation. */
import { LANGUAGE_PROFILES } from './language-profiles.ts';
import { textOutsidePlaceholders } from './segment-text.ts';
import type { Finding, TranslationCheck } from './translation-check.ts';

/** Shorter texts say nothing by their length. */
const MIN_MEASURED_CHARACTERS = 20;
/** Longer texts vary less: 298 paragraphs of the book in Urdu lie between 0.82 and 1.62, against 0.56 and 2.38 for shorter ones. */
const LONG_TEXT_CHARACTERS = 150;
const LONG_TEXT_FACTORS = [1.5, 0.75] as const;

function lengthOf(text: string): number {
  return Array.from(textOutsidePlaceholders(text).replace(/\s+/g, ' ').trim()).length;
}

/** Neither much shorter nor much longer than translations into the language are. */
export function checkLength({ source, translated, language }: TranslationCheck): Finding[] {
  const length = lengthOf(source);
  if (length <= MIN_MEASURED_CHARACTERS) return emptyFinding(translated, length);
  const ratio = lengthOf(translated) / length;
  const [lower, upper] = LANGUAGE_PROFILES[language].lengthRatio;
  const [raise, reduce] = length > LONG_TEXT_CHARACTERS ? LONG_TEXT_FACTORS : [1, 1];
  const [least, most] = [lower * raise, upper * reduce];
  if (ratio >= least && ratio <= most) return [];
  const problem = ratio < least ? 'much shorter' : 'much longer';
  return [
    {
      code: 'length',
      severity: 'doubtful',
      message: `The translation is ${problem} than its source (${lengthOf(translated)} characters for ${length}). Translate all of it and add nothing.`,
    },
  ];
}

function emptyFinding(translated: string, sourceLength: number): Finding[] {
  if (sourceLength === 0 || lengthOf(translated) > 0) return [];
  return [{ code: 'length', severity: 'doubtful', message: 'The translation is empty. Translate the whole text.' }];
}

/** Sentences end so in any of the languages; brackets, quotes and placeholders may follow. */
const ENDS_SENTENCE =
  /[.!?:;\u2026\u060C\u061B\u061F\u06D4\u0964\u3002\uFF01\uFF1F\uFF1A\uFF1B](?:[\p{Pe}\p{Pf}\p{Pi}"'\s]|<\/?[xg]\d+\/?>)*$/u;
const ENDS_WITH_PLACEHOLDER = /<\/?[xg]\d+\/?>[\p{P}\s]*$/u;
const MIN_SENTENCE_CHARACTERS = 40;

/** A sentence that ends in the source ends in the translation: an answer that was cut does not. */
export function checkEnding({ source, translated }: TranslationCheck): Finding[] {
  if (lengthOf(source) < MIN_SENTENCE_CHARACTERS || !ENDS_SENTENCE.test(source)) return [];
  if (ENDS_SENTENCE.test(translated) || ENDS_WITH_PLACEHOLDER.test(translated)) return [];
  return [
    {
      code: 'ending',
      severity: 'doubtful',
      message: 'The translation stops in the middle of a sentence. Translate the text to its end, with its last mark.',
    },
  ];
}

/** How models begin when they talk about the translation, or refuse it. */
const COMMENTARY = [
  /^\W*(?:here(?:'s|\u2019s| is| are)\b.{0,40}\btranslat|sure\b|certainly\b|of course\b|translat(?:ion|ed text)\s*(?:\(|:|into|in\b))/i,
  /\bas an? (?:ai|language model)\b|\bI(?:'m| am|\u2019m) (?:sorry|unable|not able)\b|\bI can(?:no|'|\u2019)t (?:translate|help|assist|provide|comply)\b/i,
  /[([]\s*(?:translator(?:'s|\u2019s)? note|note(?: of the translator)?:|t\.?n\.?:)/i,
  /^\W*(?:یہ رہا|یہاں)\s.{0,20}ترجمہ|^\W*ترجمہ\s*:/,
  /^\W*(?:(?:aquí (?:está|tienes)|aqui está)\b.{0,30}|)tradu(?:cción|ção)\s*:/i,
  /^\W*(?:voici (?:la|une) traduction\b|traduction\s*:|hier ist die übersetzung\b|übersetzung\s*:|ecco la traduzione\b|traduzione\s*:)/i,
  /^\P{L}*(?:以下是.{0,12}翻译|翻译(?:如下)?[:：]|译文[:：]|以下.{0,8}翻訳|翻訳[:：]|번역\s*[:：]|다음은.{0,12}번역)/u,
  /^\P{L}*(?:вот перевод|перевод\s*:|الترجمة\s*:|إليك الترجمة|अनुवाद\s*:|यहाँ अनुवाद|অনুবাদ\s*:|berikut (?:adalah )?terjemahan|terjemahan\s*:)/iu,
];

/** No preamble, note or refusal. */
export function checkCommentary({ source, translated }: TranslationCheck): Finding[] {
  const before = textOutsidePlaceholders(source);
  const after = textOutsidePlaceholders(translated);
  const pattern = COMMENTARY.find((candidate) => candidate.test(after) && !candidate.test(before));
  if (pattern === undefined) return [];
  return [
    {
      code: 'commentary',
      severity: 'doubtful',
      message:
        'The translation has words about the translation, or a refusal. Give the translated text and nothing else.',
    },
  ];
}
