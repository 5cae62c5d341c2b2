/** Finds the terms of a glossary in a text. Pure. */
import type { PageTerm } from './glossary-data.ts';

/** A term in a text, `[start, end)` in UTF-16 units. */
export interface TermMatch {
  readonly term: PageTerm;
  readonly start: number;
  readonly end: number;
}

/** Finds terms in texts; the longest one where several begin at a place. */
export type TermMatcher = (text: string) => TermMatch[];

const escapePattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s+/g, '\\s+');
const keyOf = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ');

/** Makes a matcher for a glossary. An English plural is found with its term; letter case is not looked at. */
export function termMatcher(terms: readonly PageTerm[]): TermMatcher {
  const byForm = new Map<string, PageTerm>();
  for (const term of terms) {
    for (const form of [term.term, ...term.forms]) if (!byForm.has(keyOf(form))) byForm.set(keyOf(form), term);
  }
  const forms = Array.from(byForm.keys()).toSorted((a, b) => b.length - a.length);
  if (forms.length === 0) return () => [];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_])(${forms.map(escapePattern).join('|')})s?(?![\\p{L}\\p{N}_])`, 'giu');
  return (text) =>
    Array.from(text.matchAll(pattern)).flatMap((match) => {
      const term = byForm.get(keyOf(match[1] ?? ''));
      return term === undefined ? [] : [{ term, start: match.index, end: match.index + match[0].length }];
    });
}
