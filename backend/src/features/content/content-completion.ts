/** Completes the word that is being typed from the words of the book, so that a search meets it before it is whole. Pure. */
import { wordsOf } from './content-snippet.ts';

/** Most completions of one beginning: enough to meet the likely word, few enough not to drown the others. */
const MAX_COMPLETIONS = 3;
const MIN_PREFIX_CHARS = 2;
/** Most words that are compared for one beginning. */
const MAX_COMPARED = 500;
/** A word of more than this share of the texts says nothing about a subject. */
const COMMON_SHARE = 0.4;

/** The words of a book, with the texts that have each. */
export interface Vocabulary {
  /** Ascending by UTF-16 units. */
  readonly words: readonly string[];
  /** Ordinals of the texts that have a word, ascending. */
  readonly texts: ReadonlyMap<string, readonly number[]>;
  /** Number of texts. */
  readonly size: number;
}

/** Collects the words of texts. */
export const collectVocabulary = (texts: readonly string[]): Vocabulary => {
  const found = new Map<string, number[]>();
  texts.forEach((text, ordinal) => {
    for (const word of new Set(wordsOf(text))) {
      const ordinals = found.get(word);
      if (ordinals) ordinals.push(ordinal);
      else found.set(word, [ordinal]);
    }
  });
  return { words: [...found.keys()].sort(), texts: found, size: texts.length };
};

/**
 * The likeliest whole words for a beginning; none when the beginning is a word of its own.
 * @param beside The other words of the query: completions that stand in one text with them come first.
 */
export const completeWord = (vocabulary: Vocabulary, prefix: string, beside: readonly string[] = []): string[] => {
  const { words, texts } = vocabulary;
  if (prefix.length < MIN_PREFIX_CHARS || texts.has(prefix)) return [];
  const near = new Set(beside.filter((word) => !isCommon(vocabulary, word)).flatMap((word) => texts.get(word) ?? []));
  const found: { readonly word: string; readonly together: number; readonly frequency: number }[] = [];
  for (let at = lowerBound(words, prefix); found.length < MAX_COMPARED; at += 1) {
    const word = words[at];
    if (!word?.startsWith(prefix)) break;
    const ordinals = texts.get(word) ?? [];
    const together = ordinals.filter((ordinal) => near.has(ordinal)).length;
    found.push({ word, together, frequency: ordinals.length });
  }
  return found
    .sort(
      (a, b) =>
        b.together - a.together ||
        b.frequency - a.frequency ||
        a.word.length - b.word.length ||
        (a.word < b.word ? -1 : 1),
    )
    .slice(0, MAX_COMPLETIONS)
    .map(({ word }) => word);
};

/** Whether a word is in so many texts that marking it would tell nothing. */
export const isCommon = ({ texts, size }: Vocabulary, word: string): boolean =>
  (texts.get(word)?.length ?? 0) > Math.max(2, size * COMMON_SHARE);

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
