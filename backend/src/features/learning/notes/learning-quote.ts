/**
 * Finds a quote in a text that may have been edited since: by its characters, else by the run of words that is nearest
 * to it. Pure.
 */

/** A range of a text, [start, end), UTF-16 units. */
export interface QuoteRange {
  readonly start: number;
  readonly end: number;
}

/** The run of words nearest to a quote. */
export interface NearestRun extends QuoteRange {
  /** 1 − words to add, drop or replace ÷ words of the quote; 1 when only case, marks and blanks differ. */
  readonly similarity: number;
}

/** A text as words, folded so that case and compatibility forms are one. */
export interface TextWords {
  readonly words: readonly string[];
  /** Where each word stands in the text. */
  readonly ranges: readonly QuoteRange[];
}

// Scripts that are written without blanks count by the character.
const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}\p{N}]+/gu;

/** Takes a text apart into words; marks and blanks are left out. */
export const toWords = (text: string): TextWords => {
  const words: string[] = [];
  const ranges: QuoteRange[] = [];
  for (const match of text.matchAll(WORD)) {
    words.push(match[0].normalize('NFKC').toLowerCase());
    ranges.push({ start: match.index, end: match.index + match[0].length });
  }
  return { words, ranges };
};

/** A quote as plain texts of segments are: NFC, blanks collapsed. */
export const normalizeQuote = (quote: string): string => quote.normalize('NFC').replace(/\s+/g, ' ').trim();

/** All places where a quote stands, character by character. */
export const findOccurrences = (text: string, quote: string): QuoteRange[] => {
  if (quote === '') return [];
  const found: QuoteRange[] = [];
  for (let start = text.indexOf(quote); start >= 0; start = text.indexOf(quote, start + 1)) {
    found.push({ start, end: start + quote.length });
  }
  return found;
};

/** A quote, ready to be looked for in many texts. */
export interface SoughtQuote {
  /** Numbers of its words in their order. */
  readonly pattern: readonly number[];
  /** Number of each of its words. */
  readonly numbers: ReadonlyMap<string, number>;
  /** How often it has each number. */
  readonly counts: ReadonlyMap<number, number>;
}

/** Makes a quote ready to be looked for. */
export const seekQuote = (quote: string): SoughtQuote => {
  const numbers = new Map<string, number>();
  const counts = new Map<number, number>();
  const pattern = toWords(quote).words.map((word) => {
    const number = numbers.get(word) ?? numbers.size;
    numbers.set(word, number);
    counts.set(number, (counts.get(number) ?? 0) + 1);
    return number;
  });
  return { pattern, numbers, counts };
};

/**
 * The run of words of a text that takes the fewest edits to become the quote.
 * @param least Similarity below which nothing is looked for; such texts are mostly told by counting words.
 * @returns undefined when no run is as similar as `least`.
 * @see Sellers, P. H. (1980). The theory and computation of evolutionary distances: pattern recognition.
 *   https://doi.org/10.1016/0196-6774(80)90016-4
 */
export const findNearestRun = (text: TextWords, quote: SoughtQuote, least: number): NearestRun | undefined => {
  const size = quote.pattern.length;
  // A text cannot share more words than it has.
  if (size === 0 || text.words.length < least * size) return undefined;
  const stream = text.words.map((word) => quote.numbers.get(word) ?? -1);
  if (countShared(stream, quote.counts) < least * size) return undefined;
  const best = nearestRun(stream, quote.pattern);
  const similarity = 1 - best.distance / size;
  const first = text.ranges[best.from];
  const last = text.ranges[best.to - 1];
  if (similarity < least || best.to <= best.from || !first || !last) return undefined;
  return { start: first.start, end: last.end, similarity };
};

/** Words of the quote that the stream has, each as often as both have it. */
const countShared = (stream: readonly number[], counts: ReadonlyMap<number, number>): number => {
  const left = new Map(counts);
  let shared = 0;
  for (const number of stream) {
    const rest = left.get(number) ?? 0;
    if (rest === 0) continue;
    shared += 1;
    left.set(number, rest - 1);
  }
  return shared;
};

/**
 * The run [from, to) of the stream that takes the fewest edits to become the pattern; of equal ones that with the most
 * words of the pattern. One column a word, each cell with the start of its run.
 */
const nearestRun = (
  stream: readonly number[],
  pattern: readonly number[],
): { readonly distance: number; readonly from: number; readonly to: number } => {
  const size = pattern.length;
  // An edit outweighs all matches together: costs compare by edits first, then by matches.
  const edit = size + 1;
  const costs = Int32Array.from({ length: size + 1 }, (_, index) => index * edit);
  const starts = new Int32Array(size + 1);
  let best = { cost: size * edit, from: 0, to: 0 };
  for (let place = 0; place < stream.length; place++) {
    // What stood up and to the left, before this word overwrites it.
    let diagonal = 0;
    let diagonalStart = place;
    starts[0] = place + 1;
    for (let index = 1; index <= size; index++) {
      const above = costs[index] ?? 0;
      const aboveStart = starts[index] ?? 0;
      const replaced = diagonal + (stream[place] === pattern[index - 1] ? -1 : edit);
      const left = (costs[index - 1] ?? 0) + edit;
      const cost = Math.min(replaced, above + edit, left);
      costs[index] = cost;
      if (cost === replaced) starts[index] = diagonalStart;
      else if (cost === left) starts[index] = starts[index - 1] ?? 0;
      diagonal = above;
      diagonalStart = aboveStart;
    }
    const cost = costs[size] ?? best.cost;
    if (cost < best.cost) best = { cost, from: starts[size] ?? 0, to: place + 1 };
  }
  return { distance: Math.ceil(best.cost / edit), from: best.from, to: best.to };
};
