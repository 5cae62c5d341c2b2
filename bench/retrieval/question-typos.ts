import { seededRandom } from './seeded-random.ts';

/** Shortest word that is misspelled, in letters: the slips of real readers are mostly in long words. */
const SHORTEST_WORD = 5;

/** Gives each text one slip: in one of its longer words two neighbouring letters swapped, or a letter dropped. */
export function misspell(texts: readonly string[], seed: number): string[] {
  const random = seededRandom(seed);
  return texts.map((text) => {
    const words = [...text.matchAll(/\p{L}+/gu)].filter(([word]) => Array.from(word).length >= SHORTEST_WORD);
    const chosen = words[Math.floor(random() * words.length)];
    const place = random();
    const swap = random() < 0.5;
    if (chosen === undefined) return text;
    const letters = Array.from(chosen[0]);
    // Never the first letter: people get that one right.
    const at = 1 + Math.floor(place * (letters.length - 2));
    const slip = swap ? [letters[at + 1] ?? '', letters[at] ?? ''] : [letters[at + 1] ?? ''];
    letters.splice(at, 2, ...slip);
    return text.slice(0, chosen.index) + letters.join('') + text.slice(chosen.index + chosen[0].length);
  });
}
