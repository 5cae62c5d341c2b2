/** Length of the overlapping pieces of words, in characters. */
const GRAM_LENGTH = 4;

/** Overlapping pieces of four characters; a word of at most four characters is its own piece. */
export function characterGrams(word: string): string[] {
  const characters = Array.from(word);
  if (characters.length <= GRAM_LENGTH) return [word];
  const grams: string[] = [];
  for (let i = 0; i + GRAM_LENGTH <= characters.length; i++) grams.push(characters.slice(i, i + GRAM_LENGTH).join(''));
  return grams;
}
