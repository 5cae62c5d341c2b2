/** Whether a translation uses the glossary's words. */
import { textOutsidePlaceholders } from './segment-text.ts';
import { termPattern } from './term-pattern.ts';
import type { Finding, TranslationCheck } from './translation-check.ts';

/** Letters at the end of a word that inflection may change. */
const ENDING = 2;
const MIN_STEM = 3;

/** Whether a term stands in an English text. */
function hasTerm(text: string, term: string): boolean {
  return new RegExp(termPattern([term]) ?? '', 'iu').test(text);
}

/** Whether a text has the words of a rendering, each perhaps with another ending. */
function hasRendering(text: string, target: string): boolean {
  const words = target.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const inText = text.toLowerCase();
  return words.every((word) => inText.includes(word.slice(0, Math.max(MIN_STEM, word.length - ENDING))));
}

/**
 * Every glossary term of the source rendered as its rule says. Advice only: "action" is also an ordinary word, and
 * one in ten good sentences says a term in another way.
 */
export function checkGlossary({ source, translated, glossary }: TranslationCheck): Finding[] {
  const before = textOutsidePlaceholders(source);
  const after = textOutsidePlaceholders(translated).normalize('NFC');
  for (const { term, policy, target } of glossary) {
    if (!hasTerm(before, term)) continue;
    const wanted = policy === 'keep' ? term : target;
    if (wanted === undefined || wanted === '' || hasRendering(after, wanted)) continue;
    // Kept or rendered: both are the author's own words for it.
    if (hasRendering(after, term) || (target !== undefined && target !== '' && hasRendering(after, target))) continue;
    return [
      {
        code: 'glossary',
        severity: 'advice',
        message: `The translation does not render "${term}" as the glossary says: write "${wanted}".`,
      },
    ];
  }
  return [];
}
