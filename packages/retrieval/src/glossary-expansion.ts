import type { GlossaryEntry } from './search-index.ts';
import { type Token, tokenize } from './text-tokenizer.ts';

/** Longest spelling looked for, in words. */
const MAX_PHRASE_WORDS = 8;

/** Words of each term by the words of another spelling, joined by blanks. */
type PhraseTable = ReadonlyMap<string, readonly Token[]>;

const phraseTables = new WeakMap<readonly GlossaryEntry[], PhraseTable>();

const phraseOf = (tokens: readonly Token[]): string => tokens.map((token) => token.surface).join(' ');

function phraseTableOf(glossary: readonly GlossaryEntry[]): PhraseTable {
  let table = phraseTables.get(glossary);
  if (table === undefined) {
    const phrases = new Map<string, readonly Token[]>();
    for (const entry of glossary) {
      const term = tokenize(entry.term);
      const own = phraseOf(term);
      const spellings = [
        ...(entry.aliases ?? []),
        ...(entry.roman ?? []),
        ...(entry.urdu === undefined ? [] : [entry.urdu]),
      ];
      for (const spelling of spellings) {
        const phrase = phraseOf(tokenize(spelling));
        if (phrase !== '' && phrase !== own && !phrases.has(phrase)) phrases.set(phrase, term);
      }
    }
    table = phrases;
    phraseTables.set(glossary, table);
  }
  return table;
}

/**
 * Puts the book's own terms in place of aliases, Urdu glosses and Roman Urdu spellings, the longest ones first.
 *
 * @returns the words with the terms put in, or `undefined` when none occurs
 */
export function expandGlossary(glossary: readonly GlossaryEntry[], tokens: readonly Token[]): Token[] | undefined {
  if (glossary.length === 0) return undefined;
  const table = phraseTableOf(glossary);
  const expanded: Token[] = [];
  let found = false;
  for (let start = 0; start < tokens.length; ) {
    let length = Math.min(MAX_PHRASE_WORDS, tokens.length - start);
    let term: readonly Token[] | undefined;
    for (; length > 0 && term === undefined; length--) term = table.get(phraseOf(tokens.slice(start, start + length)));
    if (term === undefined) {
      const token = tokens[start];
      if (token !== undefined) expanded.push(token);
      start++;
    } else {
      expanded.push(...term);
      start += length + 1;
      found = true;
    }
  }
  return found ? expanded : undefined;
}
