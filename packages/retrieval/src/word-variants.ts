import { documentFrequency, findTerm } from './posting-table.ts';
import type { SearchIndex } from './search-index.ts';
import { nearestWord } from './spelling.ts';
import { everydayCommonness } from './word-commonness.ts';
import { type Stemming, stemWord } from './word-stem.ts';

/** Units with their symbols: people write the one, books the other. */
const UNIT_SYMBOLS: readonly (readonly [symbol: string, name: string])[] = [
  ['ns', 'nanosecond'],
  ['ms', 'millisecond'],
  ['s', 'second'],
  ['hz', 'hertz'],
  ['khz', 'kilohertz'],
  ['mhz', 'megahertz'],
  ['ghz', 'gigahertz'],
  ['mm', 'millimetre'],
  ['cm', 'centimetre'],
  ['km', 'kilometre'],
  ['kg', 'kilogram'],
  ['nm', 'nanometre'],
  ['rad', 'radian'],
  ['deg', 'degree'],
  ['mb', 'megabyte'],
  ['gb', 'gigabyte'],
  ['px', 'pixel'],
];

const OTHER_WRITING: ReadonlyMap<string, readonly string[]> = unitWritings();
/** Shorter beginnings are those of too many words. */
const SHORTEST_ABBREVIATION = 4;
/** Shortest half of a compound. */
const SHORTEST_PART = 3;
const LETTERS_ONLY = /^\p{L}+$/u;

function unitWritings(): Map<string, string[]> {
  const writings = new Map<string, string[]>();
  const add = (from: string, to: string): void => void writings.set(from, [...(writings.get(from) ?? []), to]);
  for (const [symbol, name] of UNIT_SYMBOLS) {
    const names = name.endsWith('metre') ? [name, name.replace(/metre$/, 'meter')] : [name];
    for (const each of names) {
      for (const form of [each, `${each}s`]) {
        add(form, symbol);
        add(symbol, form);
      }
    }
  }
  return writings;
}

/** What an unseen word of a question was found under. */
export interface WordVariant {
  /** Places in the table of words: several for a compound that the collection writes apart. */
  readonly termIds: readonly number[];
  /** It may be another word after all. */
  readonly isDoubtful: boolean;
}

/**
 * Finds an unseen word of a question under another form that the collection has: a unit by its symbol, a compound by
 * its parts ("realtime"), an abbreviation by the word that it begins ("gyro"), a misspelled word by its neighbour.
 * Everyday words abbreviate nothing.
 */
export function findVariant(index: SearchIndex, word: string, stemming: Stemming): WordVariant | undefined {
  const idOf = (form: string): number => findTerm(index.words, stemWord(form, stemming));
  const symbol = (OTHER_WRITING.get(word) ?? []).map(idOf).find((termId) => termId >= 0);
  if (symbol !== undefined) return { termIds: [symbol], isDoubtful: false };
  const near = nearestWord(index, word);
  if (near !== undefined) return { termIds: [near.termId], isDoubtful: true };
  if (everydayCommonness(word) > 0) return undefined;
  const whole = abbreviated(index, word);
  if (whole >= 0) return { termIds: [whole], isDoubtful: true };
  const parts = compoundParts(word, idOf);
  return parts === undefined ? undefined : { termIds: parts, isDoubtful: true };
}

/** The most frequent word that begins with this one; -1 when none does. */
function abbreviated({ surfaces, words }: SearchIndex, beginning: string): number {
  if (beginning.length < SHORTEST_ABBREVIATION || !LETTERS_ONLY.test(beginning)) return -1;
  let low = 0;
  let high = surfaces.words.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((surfaces.words[middle] ?? '') < beginning) low = middle + 1;
    else high = middle;
  }
  let best = -1;
  for (let i = low; surfaces.words[i]?.startsWith(beginning) === true; i++) {
    const termId = surfaces.termIds[i] ?? -1;
    if (LETTERS_ONLY.test(surfaces.words[i] ?? '') && documentFrequency(words, termId) > documentFrequency(words, best))
      best = termId;
  }
  return best;
}

function compoundParts(word: string, idOf: (form: string) => number): [number, number] | undefined {
  if (!LETTERS_ONLY.test(word)) return undefined;
  for (let cut = word.length - SHORTEST_PART; cut >= SHORTEST_PART; cut--) {
    const left = idOf(word.slice(0, cut));
    const right = left < 0 ? -1 : idOf(word.slice(cut));
    if (right >= 0) return [left, right];
  }
  return undefined;
}
