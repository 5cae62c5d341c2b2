/** The terms of a language: the book's glossary, and over it what authors chose for the language. Pure. */
import type { GlossaryTerm } from '@lectern/contracts';
import { hashText, termPattern } from '@lectern/segments';

/** How a term is written in a language. */
export interface LanguageTerm {
  readonly term: string;
  /** keep: in Latin script; transliterate: its sound in the language's script; translate: as `target` says. */
  readonly policy: GlossaryTerm['policy'];
  readonly target?: string | undefined;
}

/** The glossary of a language, ready to be looked into. */
export interface LanguageGlossary {
  /** Terms that occur in a text, longest first; of a term inside another one only the outer. */
  termsIn(plain: string): readonly LanguageTerm[];
  /** Version of the terms that occur in a text: a change of any other term leaves it as it was. '' without terms. */
  versionFor(plain: string): string;
}

const VERSION_LENGTH = 12;

/**
 * Makes the glossary of a language.
 * @param book the book's glossary; it holds words for Urdu alone
 * @param chosen what authors chose for the language
 */
export const createLanguageGlossary = (
  book: readonly Pick<GlossaryTerm, 'term' | 'aliases' | 'policy' | 'urdu'>[],
  chosen: readonly LanguageTerm[],
  language: string,
): LanguageGlossary => {
  const chosenTerms = new Map(chosen.map((entry) => [nameOf(entry.term), entry]));
  const entries = new Map<string, LanguageTerm>();
  for (const { term, aliases, policy, urdu } of book) {
    const own: LanguageTerm = { term, policy, target: language === 'ur' ? urdu : undefined };
    const entry = chosenTerms.get(nameOf(term)) ?? own;
    for (const name of [term, ...aliases]) if (!entries.has(nameOf(name))) entries.set(nameOf(name), entry);
  }
  for (const [name, entry] of chosenTerms) entries.set(name, entry);
  const pattern = patternOf(Array.from(entries.keys()));
  const termsIn = (plain: string): readonly LanguageTerm[] => {
    const found = new Set<LanguageTerm>();
    for (const { groups } of plain.matchAll(pattern)) {
      const entry = entries.get(nameOf(groups?.['term'] ?? ''));
      if (entry) found.add(entry);
    }
    return Array.from(found).toSorted((a, b) => b.term.length - a.term.length || (a.term < b.term ? -1 : 1));
  };
  return {
    termsIn,
    versionFor: (plain) => {
      const terms = termsIn(plain).map(({ term, policy, target = '' }) => [term, policy, target]);
      return terms.length === 0 ? '' : hashText(JSON.stringify(terms)).slice(0, VERSION_LENGTH);
    },
  };
};

const nameOf = (name: string): string => name.normalize('NFC').toLowerCase();

/** Finds any of the names. */
const patternOf = (names: readonly string[]): RegExp => new RegExp(termPattern(names) ?? '(?!)', 'giu');
