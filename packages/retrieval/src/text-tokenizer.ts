import { normalizeText } from './text-normalization.ts';

/** A word as it stands in a text, lower-cased, with its ordinal place. */
export interface Token {
  /** Normalized, lower-cased form; not stemmed. */
  readonly surface: string;
  /** Ordinal place among the words of the text; the parts of one identifier follow each other. */
  readonly position: number;
  /** `whole` for an identifier's joined form, `part` for what it splits into, `plain` for everything else. */
  readonly role: 'plain' | 'whole' | 'part';
}

const PLAIN_WORD = /^[A-Za-z][a-z]*$/;
const WORD = /[\p{L}\p{N}\p{M}_]+/gu;
/** Scripts written without blanks between words; extensions, so that the prolonged sound mark counts as Katakana. */
const UNSPACED =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Hangul}]/u;
const SCRIPT_RUN =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Hangul}]+|[^\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Hangul}]+/gu;
const BIGRAM_RUN = /\p{scx=Han}{2,}|\p{scx=Hangul}{2,}/gu;
const CAMEL_BOUNDARY = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;
const LETTER_DIGIT_BOUNDARY = /(?<=\p{L}{2})(?=\p{N})/u;
/** Longer words are cut: nobody asks for them, and a base64 blob must not fill the vocabulary. */
const MAX_WORD_LENGTH = 64;

let wordSegmenter: Intl.Segmenter | undefined;

/** Words of a run without blanks, by the platform's dictionary; the run itself where there is none. */
function segmentWords(run: string): string[] {
  if (typeof Intl.Segmenter !== 'function') return [run];
  wordSegmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' });
  const words: string[] = [];
  for (const part of wordSegmenter.segment(run)) if (part.isWordLike !== false) words.push(part.segment);
  return words;
}

/** Dictionary words of at least two characters, and overlapping pairs of Han and Hangul characters. */
function unspacedWords(run: string): string[] {
  const words = new Set<string>();
  for (const word of segmentWords(run)) if (Array.from(word).length > 1) words.add(word);
  for (const [bigramRun] of run.matchAll(BIGRAM_RUN)) {
    const characters = Array.from(bigramRun);
    for (let i = 0; i + 1 < characters.length; i++) words.add(`${characters[i]}${characters[i + 1]}`);
  }
  if (words.size === 0) words.add(run);
  return [...words];
}

/** What an identifier is made of: `joint_state` → joint, state; `moveGroup` → move, Group; `ros2` → ros, 2. */
function identifierParts(word: string): string[] {
  const parts: string[] = [];
  for (const snake of word.split('_')) {
    for (const camel of snake.split(CAMEL_BOUNDARY)) {
      for (const part of camel.split(LETTER_DIGIT_BOUNDARY)) if (part !== '') parts.push(part);
    }
  }
  return parts;
}

/**
 * Splits text into words: identifiers are kept whole and split as well; scripts without blanks are cut by dictionary
 * and, for Han and Hangul, into overlapping pairs.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  for (const [raw] of normalizeText(text).matchAll(WORD)) {
    // Most words by far; the patterns below look at every character several times.
    if (PLAIN_WORD.test(raw)) {
      tokens.push({ surface: raw.toLowerCase().slice(0, MAX_WORD_LENGTH), position: position++, role: 'plain' });
      continue;
    }
    const runs = UNSPACED.test(raw) ? (raw.match(SCRIPT_RUN) ?? []) : [raw];
    for (const run of runs) {
      if (UNSPACED.test(run)) {
        for (const word of unspacedWords(run)) {
          tokens.push({ surface: word.toLowerCase().slice(0, MAX_WORD_LENGTH), position: position++, role: 'plain' });
        }
        continue;
      }
      position = pushSpacedWord(run, position, tokens);
    }
  }
  return tokens;
}

function pushSpacedWord(word: string, start: number, tokens: Token[]): number {
  const parts = identifierParts(word);
  if (parts.length === 0) return start;
  const whole = parts.join('').toLowerCase().slice(0, MAX_WORD_LENGTH);
  if (parts.length === 1) {
    tokens.push({ surface: whole, position: start, role: 'plain' });
    return start + 1;
  }
  tokens.push({ surface: whole, position: start, role: 'whole' });
  let position = start;
  for (const part of parts) {
    tokens.push({ surface: part.toLowerCase().slice(0, MAX_WORD_LENGTH), position: position++, role: 'part' });
  }
  return position;
}
