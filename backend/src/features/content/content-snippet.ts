/** Snippets of search hits: the place of a text where the query's words stand closest, and the ranges to mark. Pure. */

/** A piece of text with the ranges to mark in it. */
export interface Snippet {
  readonly text: string;
  /** [start, end) in `text`, ascending, UTF-16 units. */
  readonly highlights: [number, number][];
}

/** Length of a snippet, UTF-16 units. */
const SNIPPET_CHARS = 180;
/** Characters shown in front of the first word that is marked. */
const LEAD_CHARS = 40;
/** Words of at least this length also mark words that share all but the last letters: forms of one word. */
const STEM_CHARS = 5;

const WORD = /[\p{L}\p{N}\p{M}_]+/gu;

interface WordSpan {
  readonly start: number;
  readonly end: number;
  /** The word of the query that it meets. */
  readonly query: string;
}

/** Lower-cased words of a text. */
export const wordsOf = (text: string): string[] => text.normalize('NFC').toLowerCase().match(WORD) ?? [];

/**
 * Cuts a snippet.
 * @param terms Lower-cased words that are looked for.
 * @param prefix Lower-cased beginning of a word that is being typed; '' for none.
 */
export const snippetOf = (text: string, terms: readonly string[], prefix: string): Snippet => {
  const matches = findMatches(text, terms, prefix);
  const start = bestStart(text, matches);
  const end = wordBoundaryBefore(text, Math.min(text.length, start + SNIPPET_CHARS));
  const head = start > 0 ? '… ' : '';
  const tail = end < text.length ? ' …' : '';
  const shift = head.length - start;
  const highlights = matches
    .filter((match) => match.start >= start && match.end <= end)
    .map((match): [number, number] => [match.start + shift, match.end + shift]);
  // One unit for one unit, so that the ranges stay right.
  const body = text.slice(start, end).replace(/\s/gu, ' ');
  return { text: `${head}${body}${tail}`, highlights };
};

const findMatches = (text: string, terms: readonly string[], prefix: string): WordSpan[] => {
  const matches: WordSpan[] = [];
  for (const match of text.matchAll(WORD)) {
    const word = match[0].toLowerCase();
    const term = terms.find((candidate) => sameWord(word, candidate));
    if (term !== undefined) matches.push({ start: match.index, end: match.index + match[0].length, query: term });
    else if (prefix !== '' && word.startsWith(prefix)) {
      matches.push({ start: match.index, end: match.index + Math.min(prefix.length, match[0].length), query: prefix });
    }
  }
  return matches;
};

const sameWord = (word: string, term: string): boolean => {
  if (word === term) return true;
  if (term.length < STEM_CHARS || word.length < STEM_CHARS) return word === `${term}s` || term === `${word}s`;
  const shared = Math.max(STEM_CHARS, Math.min(word.length, term.length) - 2);
  return word.slice(0, shared) === term.slice(0, shared) && Math.abs(word.length - term.length) <= 4;
};

/** Where the window with the most different query words begins. */
const bestStart = (text: string, matches: readonly WordSpan[]): number => {
  let best = 0;
  let bestCount = 0;
  matches.forEach((match, index) => {
    const seen = new Set<string>();
    for (let next = index; next < matches.length; next += 1) {
      const other = matches[next];
      if (!other || other.end > match.start + SNIPPET_CHARS - LEAD_CHARS) break;
      seen.add(other.query);
    }
    if (seen.size > bestCount) {
      bestCount = seen.size;
      best = match.start;
    }
  });
  if (best <= LEAD_CHARS) return 0;
  const from = text.indexOf(' ', best - LEAD_CHARS);
  return from < 0 || from >= best ? best : from + 1;
};

const wordBoundaryBefore = (text: string, at: number): number => {
  if (at >= text.length) return text.length;
  const blank = text.lastIndexOf(' ', at);
  // A text without blanks is cut between characters, never inside a surrogate pair.
  const cut = blank > at - 40 ? blank : at;
  return /[\uDC00-\uDFFF]/.test(text.charAt(cut)) ? cut - 1 : cut;
};
