import { type PhoneticForm, phoneticForms, vowelDistance } from './phonetic-form.ts';
import { documentFrequency, findTerm } from './posting-table.ts';
import type { SearchIndex, SurfaceTable } from './search-index.ts';
import type { Token } from './text-tokenizer.ts';
import { stemWord } from './word-stem.ts';

const ARABIC_WORD = /^\p{Script=Arabic}+$/u;
const LATIN_WORD = /^[a-z]+$/u;
/** Words of fewer consonants sound like too many others. */
const FEWEST_CONSONANTS = 2;
/** A word that the collection has as it is written needs more to be another one. */
const FEWEST_OF_KNOWN = 3;
/** Vowels that may not fit, by the number of consonants: the more of these agree, the less the vowels say. */
const ALLOWED_DISTANCE = [0, 0, 0.5, 1, 1.5, 2] as const;
/** Shortest half of a word that Urdu writes apart ("laptop"). */
const SHORTEST_PART = 3;

interface SoundEntry {
  readonly surface: string;
  readonly termId: number;
  readonly form: PhoneticForm;
}

type SoundTable = ReadonlyMap<string, readonly SoundEntry[]>;
type Script = 'arabic' | 'latin';

const tables: Readonly<Record<Script, WeakMap<SurfaceTable, SoundTable>>> = {
  arabic: new WeakMap(),
  latin: new WeakMap(),
};
const PATTERNS: Readonly<Record<Script, RegExp>> = { arabic: ARABIC_WORD, latin: LATIN_WORD };

/** The words of a collection in one script, by their consonants. */
function soundTableOf(surfaces: SurfaceTable, script: Script): SoundTable {
  const known = tables[script].get(surfaces);
  if (known !== undefined) return known;
  const table = new Map<string, SoundEntry[]>();
  surfaces.words.forEach((surface, ordinal) => {
    if (!PATTERNS[script].test(surface)) return;
    for (const form of phoneticForms(surface)) {
      if (form.consonants.length < FEWEST_CONSONANTS) continue;
      const entry = { surface, termId: surfaces.termIds[ordinal] ?? 0, form };
      const same = table.get(form.consonants);
      if (same === undefined) table.set(form.consonants, [entry]);
      else same.push(entry);
    }
  });
  tables[script].set(surfaces, table);
  return table;
}

/**
 * Finds the word of the collection in the other script that sounds like this one: the nearest in vowels, then the more
 * frequent one.
 */
function soundsLike(index: SearchIndex, word: string, fewest = FEWEST_CONSONANTS): string | undefined {
  const isLatin = LATIN_WORD.test(word);
  const table = soundTableOf(index.surfaces, isLatin ? 'arabic' : 'latin');
  let best: { surface: string; distance: number; frequency: number } | undefined;
  for (const form of phoneticForms(word)) {
    if (form.consonants.length < fewest) continue;
    const allowed = ALLOWED_DISTANCE[Math.min(form.consonants.length, ALLOWED_DISTANCE.length - 1)] ?? 0;
    for (const entry of table.get(form.consonants) ?? []) {
      const distance = isLatin ? vowelDistance(form, entry.form) : vowelDistance(entry.form, form);
      if (distance > allowed) continue;
      const frequency = documentFrequency(index.words, entry.termId);
      const isBetter = !best || distance < best.distance || (distance === best.distance && frequency > best.frequency);
      if (isBetter) best = { surface: entry.surface, distance, frequency };
    }
  }
  return best?.surface;
}

/** A word that the other script writes as two: "laptop" is لیپ ٹاپ. */
function soundsLikeTwo(index: SearchIndex, word: string): string[] {
  for (let cut = word.length - SHORTEST_PART; cut >= SHORTEST_PART; cut--) {
    const left = soundsLike(index, word.slice(0, cut));
    const right = left === undefined ? undefined : soundsLike(index, word.slice(cut));
    if (left !== undefined && right !== undefined) return [left, right];
  }
  return [];
}

/** Whether a word may stand in the collection in the other script: also a loanword that an Urdu book writes in Latin letters. */
function isForeign(index: SearchIndex, word: string): boolean {
  if (index.stemming === 'urdu' && LATIN_WORD.test(word)) return true;
  return ARABIC_WORD.test(word) && findTerm(index.words, stemWord(word, index.stemming)) < 0;
}

/**
 * Puts words of the collection in place of words in the other script that sound like them: Urdu ones for Roman Urdu
 * and for English loanwords, English ones for what is written in Urdu letters.
 *
 * @returns the words with those put in, or `undefined` when none was found
 */
export function transliterate(index: SearchIndex, tokens: readonly Token[]): Token[] | undefined {
  let found = false;
  const written = tokens.flatMap((token): Token[] => {
    if (token.role === 'whole' || !isForeign(index, token.surface)) return [token];
    const isKnown = findTerm(index.words, stemWord(token.surface, index.stemming)) >= 0;
    const one = soundsLike(index, token.surface, isKnown ? FEWEST_OF_KNOWN : FEWEST_CONSONANTS);
    const words = one === undefined && !isKnown ? soundsLikeTwo(index, token.surface) : [one ?? []].flat();
    if (words.length === 0) return [token];
    found = true;
    return words.map((surface) => ({ ...token, surface }));
  });
  return found ? written : undefined;
}
