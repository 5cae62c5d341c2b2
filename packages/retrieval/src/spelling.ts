import { documentFrequency } from './posting-table.ts';
import type { SearchIndex, SurfaceTable } from './search-index.ts';

/** Shorter words are too close to too many others. */
const SHORTEST_WORD = 4;
/** Arabic script leaves short vowels out: words of four letters are more different than they look. */
const SHORTEST_ARABIC_WORD = 5;
const ARABIC_SCRIPT = /\p{Script=Arabic}/u;
/** From this length on, a word may have two slips. */
const TWO_SLIPS_FROM = 8;
/** Least Dice coefficient over letter pairs of two spellings of one word. */
const LEAST_SIMILARITY = 0.6;
const LETTERS_ONLY = /^\p{L}+$/u;
/** Stands before and behind a word, so that its ends make pairs too. */
const PADDING = '\u0000';

/** What a word of a question was probably meant to be. */
export interface Correction {
  /** Word of the collection. */
  readonly surface: string;
  /** Its place in the table of words. */
  readonly termId: number;
}

interface SurfaceSketch {
  readonly lengths: Uint8Array;
  /** One bit per letter class: a cheap bound of the number of slips. */
  readonly letters: Uint32Array;
}

const sketches = new WeakMap<SurfaceTable, SurfaceSketch>();

const letterBits = (word: string): number => {
  let bits = 0;
  for (let i = 0; i < word.length; i++) bits |= 1 << (word.charCodeAt(i) & 31);
  return bits >>> 0;
};

function sketchOf(surfaces: SurfaceTable): SurfaceSketch {
  let sketch = sketches.get(surfaces);
  if (sketch === undefined) {
    sketch = {
      lengths: Uint8Array.from(surfaces.words, (word) => Math.min(word.length, 255)),
      letters: Uint32Array.from(surfaces.words, letterBits),
    };
    sketches.set(surfaces, sketch);
  }
  return sketch;
}

function bitCount(bits: number): number {
  let rest = bits - ((bits >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

interface Candidate extends Correction {
  readonly slips: number;
  readonly similarity: number;
  readonly frequency: number;
}

/**
 * Finds the word of the collection that an unseen word was probably meant to be: nearest in slips (letters inserted,
 * dropped, replaced, neighbours swapped), then in letter pairs, then the more frequent one. Words with digits, words
 * of fewer than four letters and words with another first letter stay as they are.
 */
export function nearestWord(index: SearchIndex, word: string): Correction | undefined {
  const shortest = ARABIC_SCRIPT.test(word) ? SHORTEST_ARABIC_WORD : SHORTEST_WORD;
  if (word.length < shortest || !LETTERS_ONLY.test(word)) return undefined;
  const allowed = word.length >= TWO_SLIPS_FROM ? 2 : 1;
  let best: Candidate | undefined;
  for (const ordinal of similarOrdinals(index.surfaces, word, allowed)) {
    const candidate = compare(index, word, ordinal, best?.slips ?? allowed);
    if (candidate !== undefined && (best === undefined || isBetter(candidate, best))) best = candidate;
  }
  return best === undefined ? undefined : { surface: best.surface, termId: best.termId };
}

/** Words with the same first letter that may be within the allowed slips, by length and letters alone. */
function* similarOrdinals(surfaces: SurfaceTable, word: string, allowed: number): Generator<number> {
  const { lengths, letters } = sketchOf(surfaces);
  const bits = letterBits(word);
  for (let i = 0; i < lengths.length; i++) {
    if (Math.abs((lengths[i] ?? 0) - word.length) > allowed) continue;
    if (bitCount((letters[i] ?? 0) ^ bits) > 2 * allowed) continue;
    if (surfaces.words[i]?.charCodeAt(0) === word.charCodeAt(0)) yield i;
  }
}

function compare(index: SearchIndex, word: string, ordinal: number, allowed: number): Candidate | undefined {
  const surface = index.surfaces.words[ordinal] ?? '';
  const slips = slipsBetween(word, surface, allowed);
  if (slips > allowed) return undefined;
  const similarity = pairSimilarity(word, surface);
  // A swap inside a short word leaves few pairs in common: one slip is always near enough.
  if (similarity < LEAST_SIMILARITY && slips > 1) return undefined;
  const termId = index.surfaces.termIds[ordinal] ?? 0;
  return { surface, termId, slips, similarity, frequency: documentFrequency(index.words, termId) };
}

function isBetter(candidate: Candidate, best: Candidate): boolean {
  if (candidate.slips !== best.slips) return candidate.slips < best.slips;
  if (candidate.similarity !== best.similarity) return candidate.similarity > best.similarity;
  return candidate.frequency > best.frequency;
}

/** Restricted Damerau–Levenshtein distance; `limit + 1` when it is larger. @see https://doi.org/10.1145/363958.363994 */
function slipsBetween(a: string, b: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let slips = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        slips = Math.min(slips, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(slips);
      least = Math.min(least, slips);
    }
    if (least > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** Dice coefficient over pairs of neighbouring letters, beginning and end included, 0…1. */
function pairSimilarity(a: string, b: string): number {
  const pairs = (word: string): Map<string, number> => {
    const padded = `${PADDING}${word}${PADDING}`;
    const counts = new Map<string, number>();
    for (let i = 0; i + 2 <= padded.length; i++) {
      const pair = padded.slice(i, i + 2);
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
    return counts;
  };
  const pairsOfB = pairs(b);
  let common = 0;
  for (const [pair, count] of pairs(a)) common += Math.min(count, pairsOfB.get(pair) ?? 0);
  return (2 * common) / (a.length + b.length + 2);
}
