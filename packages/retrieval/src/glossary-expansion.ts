import type { GlossaryEntry } from './search-index.ts';
import { type Token, tokenize } from './text-tokenizer.ts';

/** Longest spelling looked for, in words. */
const MAX_PHRASE_WORDS = 8;

/** Words of each term by the words of another spelling, joined by blanks. */
type PhraseTable = ReadonlyMap<string, readonly Token[]>;

/** What is put in place: the book's own term, or its gloss in Urdu. */
export type GlossaryTarget = 'term' | 'urdu';

const phraseTables: Readonly<Record<GlossaryTarget, WeakMap<readonly GlossaryEntry[], PhraseTable>>> = {
  term: new WeakMap(),
  urdu: new WeakMap(),
};

const phraseOf = (tokens: readonly Token[]): string => tokens.map((token) => token.surface).join(' ');

function phraseTableOf(glossary: readonly GlossaryEntry[], target: GlossaryTarget): PhraseTable {
  let table = phraseTables[target].get(glossary);
  if (table === undefined) {
    const phrases = new Map<string, readonly Token[]>();
    for (const entry of glossary) {
      const written = entry[target];
      if (written === undefined) continue;
      const own = tokenize(written);
      for (const spelling of spellingsOf(entry)) {
        const phrase = phraseOf(tokenize(spelling));
        if (phrase !== '' && phrase !== phraseOf(own) && !phrases.has(phrase)) phrases.set(phrase, own);
      }
    }
    table = phrases;
    phraseTables[target].set(glossary, table);
  }
  return table;
}

const spellingsOf = ({ term, aliases, roman, urdu }: GlossaryEntry): string[] => [
  term,
  ...(aliases ?? []),
  ...(roman ?? []),
  ...(urdu === undefined ? [] : [urdu]),
];

/**
 * Puts the book's own terms, or their Urdu glosses, in place of what else they are called: aliases, Urdu glosses and
 * Roman Urdu spellings; the longest ones first.
 *
 * @returns the words with the terms put in, or `undefined` when none occurs
 */
export function expandGlossary(
  glossary: readonly GlossaryEntry[],
  tokens: readonly Token[],
  target: GlossaryTarget = 'term',
): Token[] | undefined {
  if (glossary.length === 0) return undefined;
  const table = phraseTableOf(glossary, target);
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
