/** Names and terms that stay as they are in any language. */
import { textOutsidePlaceholders } from './segment-text.ts';
import type { TranslationCheck } from './translation-check.ts';

const TERM = /[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'\u2019_./+-]*/gu;
/** Capitals inside, digits, signs: `ROS`, `LiDAR`, `rclpy_node`, `C++`. */
const LOOKS_LIKE_NAME = /^.+\p{Lu}|\p{N}|[_/+]|\p{L}\.\p{L}/u;
const BEGINS_SENTENCE = /(?:^|[.!?:;([\u201C"]\s*)$/;

/** Letters and digits of a text, small, for comparing. */
export function foldWords(text: string): string {
  return (
    textOutsidePlaceholders(text)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join(' ');
}

function addParts(terms: Set<string>, term: string): void {
  for (const part of term.toLowerCase().match(/[\p{L}\p{M}][\p{L}\p{M}\p{N}'\u2019_-]*/gu) ?? []) {
    terms.add(part);
    terms.add(`${part}s`);
  }
}

/**
 * Words in small letters that may stand in a translation as in the source: the glossary's, and what looks like a name
 * (capitals inside, digits, a capital that begins no sentence).
 */
export function latinTerms({ source, glossary }: TranslationCheck): ReadonlySet<string> {
  const terms = new Set<string>();
  for (const { term } of glossary) addParts(terms, term);
  const text = textOutsidePlaceholders(source);
  for (const match of text.matchAll(TERM)) {
    const [word] = match;
    const isCapital = /^\p{Lu}/u.test(word) && !BEGINS_SENTENCE.test(text.slice(0, match.index));
    if (isCapital || LOOKS_LIKE_NAME.test(word)) addParts(terms, word);
  }
  return terms;
}
