/** Terms of a glossary that stay in Latin script, found in a text. */
import type { TranslatorTerm } from './translator.port.ts';

/** What has a meaning in a regular expression. */
const SYNTAX = /[\\^$.*+?()[\]{}|/]/g;

/**
 * Source of a pattern (flags `giu`) that finds them as words of their own, in whatever case, and in the plural; null
 * without any.
 * @param write How the text is written in which they are looked for
 */
export function keptTermsPattern(
  glossary: readonly TranslatorTerm[],
  write: (term: string) => string = (term) => term,
): string | null {
  const terms = glossary.filter(({ policy }) => policy === 'keep').map(({ term }) => write(term));
  if (terms.length === 0) return null;
  // The longest first: of two terms that begin alike, the longer one is meant.
  const longestFirst = terms.sort((one, other) => other.length - one.length);
  const words = longestFirst.map((term) => term.replace(SYNTAX, '\\$&')).join('|');
  return `(?<![\\p{L}\\p{N}])(?:${words})(?:e?s)?(?![\\p{L}\\p{N}])`;
}
