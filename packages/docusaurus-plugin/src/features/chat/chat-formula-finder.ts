/**
 * Finds formulas in running text without any marks around them: the book's plain text holds a formula as bare TeX, `at
 * \omega_c. With`. Errs on the side of prose: what is not found stays text, written in characters. Pure.
 */
import { hasTex } from './chat-tex.ts';

/** A piece of a text. */
export interface TextPiece {
  readonly type: 'text' | 'formula';
  readonly start: number;
  readonly end: number;
}

interface Token {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Longer ones are no formula that a reader would want in a line. */
const MAX_TEX_CHARS = 1000;
/** A name of one letter with an index or a power, at the token's beginning or after a sign: K_d^2, (x_1, -g^2. */
const SCRIPTED = /^[^A-Za-z\\]*[A-Za-z][_^]/;
/** Signs, numbers and names of one letter. */
const CONNECTOR = /^(?:[^\p{L}\\`"“”$#@…]|(?<!\p{L})\p{L}(?!\p{L}))+$/u;
/** A word of one letter, where nothing says that it is a name. */
const WORD = /^[aAI]$/;
/** What makes a name of the letter after it: an operator, an open bracket, an accent. */
const BINDS =
  /(?:[-+=<>(|,/*·×≤≥≈]|\\(?:[td]?frac|sqrt|tilde|hat|bar|vec|d?dot|cdot|times|le|ge|leq|geq|ne|approx|sin|cos|tan|log|ln|exp|quad|qquad|[,;:! ]))$/;
const SENTENCE_END = /[.;:?!]$/;
/** What a formula doesn't end with: the sentence's own signs, and operators without a right side. */
const LOOSE_END = /[\s.,;:?!–—]+$|\s[-=+<>/|]$/;
const OPENING = /[([]/g;
const CLOSING = /[)\]]/g;

/** Cuts at blanks, but not inside of braces, and not after a backslash. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let start = -1;
  let depth = 0;
  for (let at = 0; at <= text.length; at++) {
    const char = text[at];
    const isBlank = char === undefined || (/\s/.test(char) && depth === 0);
    if (isBlank && start >= 0) {
      tokens.push({ start, end: at, text: text.slice(start, at) });
      start = -1;
    }
    if (isBlank) continue;
    if (start < 0) start = at;
    if (char === '\\') at++;
    else if (char === '{') depth++;
    else if (char === '}') depth = Math.max(0, depth - 1);
  }
  return tokens;
}

const isMath = ({ text }: Token) => hasTex(text) || SCRIPTED.test(text) || CONNECTOR.test(text);

/** Neighbouring tokens that may be of one formula; a sentence's end parts two. */
function runsOf(tokens: readonly Token[]): Token[][] {
  const runs: Token[][] = [[]];
  for (const token of tokens) {
    if (isMath(token)) runs.at(-1)?.push(token);
    if (!isMath(token) || SENTENCE_END.test(token.text)) runs.push([]);
  }
  return runs;
}

/** Leaves out words of one letter that nothing binds to the formula. */
function withoutWords(run: readonly Token[]): readonly Token[] {
  let first = 0;
  while (WORD.test(run[first]?.text ?? '') && !/^[-+=<>]/.test(run[first + 1]?.text ?? '')) first++;
  let last = run.length - 1;
  while (last > first && WORD.test(run[last]?.text ?? '') && !BINDS.test(run[last - 1]?.text ?? '')) last--;
  return run.slice(first, last + 1);
}

/** Takes away what belongs to the sentence: its signs, and brackets that have no partner in the formula. */
function trimmed(text: string, from: number, to: number): { start: number; end: number } {
  let start = from;
  let end = to;
  for (let before = -1; before !== start - end; ) {
    before = start - end;
    const tex = text.slice(start, end);
    const opened = (tex.match(OPENING)?.length ?? 0) - (tex.match(CLOSING)?.length ?? 0);
    if (opened > 0 && /^[([]/.test(tex)) start++;
    else if (opened < 0 && /[)\]]$/.test(tex)) end--;
    // A backslash and a blank are one sign of space: neither goes alone.
    else end -= tex.endsWith('\\ ') ? 2 : (LOOSE_END.exec(tex)?.[0].length ?? 0);
  }
  return { start, end };
}

/** A text as prose and formulas, in order and without gaps; one piece where there is no formula. */
export function splitFormulas(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let done = 0;
  const runs = hasTex(text) ? runsOf(tokensOf(text)) : [];
  for (const run of runs.map(withoutWords)) {
    const [first] = run;
    const last = run.at(-1);
    if (!first || !last) continue;
    const { start, end } = trimmed(text, first.start, last.end);
    if (end <= start || end - start > MAX_TEX_CHARS || !hasTex(text.slice(start, end))) continue;
    if (start > done) pieces.push({ type: 'text', start: done, end: start });
    pieces.push({ type: 'formula', start, end });
    done = end;
  }
  if (done < text.length || pieces.length === 0) pieces.push({ type: 'text', start: done, end: text.length });
  return pieces;
}
