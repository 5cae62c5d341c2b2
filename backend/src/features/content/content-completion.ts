/** Completes the word that is being typed from the words of the book, so that a search meets it before it is whole. Pure. */
import { wordsOf } from './content-snippet.ts';

/** Most completions of one beginning: enough to meet the likely word, few enough not to drown the others. */
const MAX_COMPLETIONS = 3;
const MIN_PREFIX_CHARS = 2;

/** The words of a book with the number of texts that have each. */
export interface Vocabulary {
  /** Ascending by UTF-16 units. */
  readonly words: readonly string[];
  readonly frequencies: ReadonlyMap<string, number>;
}

/** Collects the words of texts. */
export const collectVocabulary = (texts: Iterable<string>): Vocabulary => {
  const frequencies = new Map<string, number>();
  for (const text of texts) {
    for (const word of new Set(wordsOf(text))) frequencies.set(word, (frequencies.get(word) ?? 0) + 1);
  }
  return { words: [...frequencies.keys()].sort(), frequencies };
};

/** The likeliest whole words for a beginning, most frequent first; none when the beginning is a word of its own. */
export const completeWord = ({ words, frequencies }: Vocabulary, prefix: string): string[] => {
  if (prefix.length < MIN_PREFIX_CHARS || frequencies.has(prefix)) return [];
  const found: string[] = [];
  for (let at = lowerBound(words, prefix); words[at]?.startsWith(prefix); at += 1) found.push(words[at] ?? '');
  const rank = (word: string): number => frequencies.get(word) ?? 0;
  return found.sort((a, b) => rank(b) - rank(a) || a.length - b.length || (a < b ? -1 : 1)).slice(0, MAX_COMPLETIONS);
};

const lowerBound = (words: readonly string[], prefix: string): number => {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle] ?? '') < prefix) low = middle + 1;
    else high = middle;
  }
  return low;
};
