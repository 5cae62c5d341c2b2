/** Keeps our own prompt from coming out again: letters alone are compared, so that no spelling or markup hides it. Pure. */

/** Letters from which on a match with the prompt is held back. */
const HELD_LETTERS = 12;
/** Letters from which on it is the prompt: six or seven words. */
const LEAKED_LETTERS = 32;
/** Encoded text that is looked at together, characters. */
const ENCODED_WINDOW = 400;

const LETTER = /\p{L}/u;
const ENCODED = /[A-Za-z0-9+/=]/;
/** Words that no language has: encoded text, whole or in pieces. */
const LOOKS_ENCODED = /^(?=.{4})(?:.{20,}|.*(?:\p{Ll}\p{Lu}|\d|[+/=]).*)$/u;

/** Watches a text as it grows. */
export interface LeakGuard {
  /** Takes what comes next; says up to where the text so far may be shown, UTF-16 units. */
  feed(text: string): number;
  /** Whether the text recites the prompt. */
  readonly leaked: boolean;
}

const lettersOf = (text: string): string[] =>
  Array.from(text.normalize('NFKC').toLowerCase()).filter((each) => LETTER.test(each));

/** As {@link lettersOf} for one character: nearly all of them are plain, and a stream has many. */
const foldLetter = (character: string): readonly string[] =>
  character >= 'a' && character <= 'z' ? [character] : lettersOf(character);

const rotate = (letter: string): string => {
  const code = letter.charCodeAt(0) - 97;
  return letter.length === 1 && code >= 0 && code < 26 ? String.fromCharCode(97 + ((code + 13) % 26)) : letter;
};

const known = new WeakMap<readonly string[], ReadonlySet<string>>();

/** Every run of letters of the secrets, as they are, backwards, and by rot13. */
const gramsOf = (secrets: readonly string[]): ReadonlySet<string> => {
  const before = known.get(secrets);
  if (before) return before;
  const grams = new Set<string>();
  for (const secret of secrets) {
    const letters = lettersOf(secret);
    for (const form of [letters, [...letters].reverse(), letters.map(rotate)]) {
      for (let at = 0; at + HELD_LETTERS <= form.length; at++) grams.add(form.slice(at, at + HELD_LETTERS).join(''));
    }
  }
  known.set(secrets, grams);
  return grams;
};

/** Letters one after the other, and how many of the last ones are the prompt's. */
const createMatcher = (grams: ReadonlySet<string>) => {
  let recent = '';
  let run = 0;
  return (letter: string): number => {
    recent = (recent + letter).slice(-HELD_LETTERS);
    run = recent.length === HELD_LETTERS && grams.has(recent) ? run + 1 : 0;
    return run;
  };
};

/** Makes a guard of secrets; the same list is taken apart once. */
export const createLeakGuard = (secrets: readonly string[]): LeakGuard => {
  const grams = gramsOf(secrets);
  const plain = createMatcher(grams);
  const limit = LEAKED_LETTERS - HELD_LETTERS + 1;
  let length = 0;
  let safe = 0;
  let word = '';
  let encodedText = '';
  let leaked = false;
  const letter = (each: string): void => {
    for (const folded of foldLetter(each)) {
      const run = plain(folded);
      if (run >= limit) leaked = true;
      // Held from the letter on at which the match could be seen.
      if (run === 0) safe = length;
    }
  };
  const encoded = (): void => {
    if (LOOKS_ENCODED.test(word)) {
      encodedText = (encodedText + word).slice(-ENCODED_WINDOW);
      leaked ||= decodings(encodedText).some((text) => recites(text, grams, limit));
    }
    word = '';
  };
  return {
    feed: (text) => {
      let isHolding = safe < length;
      for (const each of text) {
        const from = safe;
        length += each.length;
        if (LETTER.test(each)) {
          letter(each);
          isHolding = safe === from && safe < length;
        } else if (!isHolding) safe = length;
        if (ENCODED.test(each)) word += each;
        else if (word !== '') encoded();
      }
      if (leaked) return Math.min(safe, length);
      return isHolding ? safe : length;
    },
    get leaked() {
      return leaked;
    },
  };
};

/** Whether a whole text has a long run of the prompt's letters. */
const recites = (text: string, grams: ReadonlySet<string>, limit: number): boolean => {
  const matcher = createMatcher(grams);
  return lettersOf(text).some((letter) => matcher(letter) >= limit);
};

/** What text in base64 or hex may say; where the first group of characters begins is not known. */
const decodings = (text: string): string[] => {
  const base64 = [0, 1, 2, 3].map((from) => Buffer.from(text.slice(from), 'base64').toString('latin1'));
  const digits = text.replace(/[^0-9a-f]/giu, '');
  const hex = [0, 1].map((from) => Buffer.from(digits.slice(from), 'hex').toString('latin1'));
  return [...base64, ...hex];
};
