/** Finds the terms of a glossary in a text. */

/** What has a meaning in a regular expression. */
const SYNTAX = /[\\^$.*+?()[\]{}|/]/g;

/**
 * Source of a pattern (flags `iu`) that finds terms as words of their own, in the singular and the plural; null without
 * any. It has one group: the term without its plural's ending.
 */
export function termPattern(terms: readonly string[]): string | null {
  if (terms.length === 0) return null;
  // The longest first: of two terms that begin alike, the longer one is meant.
  const longestFirst = terms.toSorted((one, other) => other.length - one.length);
  const words = longestFirst.map((term) => term.replace(SYNTAX, '\\$&')).join('|');
  return `(?<![\\p{L}\\p{N}_])(?<term>${words})(?:e?s)?(?![\\p{L}\\p{N}_])`;
}
