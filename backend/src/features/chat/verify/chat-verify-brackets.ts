/** Brackets of a model's answer: markers, links, images, definitions. Pure. */

/** What begins with a bracket. `length` is how much of the text it takes. */
export type Bracket =
  | { readonly kind: 'marker'; readonly numbers: readonly number[]; readonly length: number }
  /** A link or an image: its words are text of their own, its target is swallowed. */
  | { readonly kind: 'link'; readonly words: string; readonly length: number }
  | { readonly kind: 'definition'; readonly length: number }
  | { readonly kind: 'text'; readonly length: number }
  /** More has to be read. */
  | { readonly kind: 'open' };

/** Longest words of a link. */
const MAX_LINK_WORDS = 160;
/** Longest target of a link; what is longer is swallowed up to here. */
const MAX_TARGET = 2000;
/** Most numbers of one marker, and of a range in it. */
const MAX_NUMBERS = 8;

const MARKER_BODY =
  /^\^?\s*(?:(?:passages?|sources?|refs?\.?|nos?\.?|#)\s*)?\d{1,3}(?:\s*(?:[,;&–-]|and)\s*\^?\d{1,3})*(?:†[^\]】]{0,40})?\s*$/iu;
/** Reads what stands at the beginning of a text that begins with `[` or `【`. */
export const readBracket = (text: string, isLineStart: boolean, isFinal: boolean): Bracket => {
  const close = text[0] === '【' ? '】' : ']';
  const end = closingAt(text, close);
  if (end === undefined) {
    const isDecided = text.length > MAX_LINK_WORDS || /^.[^\]】]*[\n[]/u.test(text);
    return isDecided || isFinal ? { kind: 'text', length: 1 } : { kind: 'open' };
  }
  const body = text.slice(1, end);
  if (MARKER_BODY.test(body)) return readMarker(body, end);
  if (close === '】') return { kind: 'text', length: 1 };
  const next = text[end + 1];
  if (next === undefined && !isFinal) return { kind: 'open' };
  if (next === '(') return readTarget(text, body, end + 1, ')', isFinal);
  // "[words][1]" is followed by a marker, not by the name of a definition.
  if (next === '[' && !/^\[\^?\d/u.test(text.slice(end + 1))) {
    return text.length === end + 2 && !isFinal ? { kind: 'open' } : readTarget(text, body, end + 1, ']', isFinal);
  }
  return next === ':' && isLineStart ? readDefinition(text, end, isFinal) : { kind: 'text', length: 1 };
};

/** Reads up to the end of the line. */
const readDefinition = (text: string, from: number, isFinal: boolean): Bracket => {
  const line = text.indexOf('\n', from);
  if (line < 0 && !isFinal && text.length < MAX_TARGET) return { kind: 'open' };
  return { kind: 'definition', length: line < 0 ? text.length : line };
};

/** Where the bracket closes; undefined when it does not close nearby, or another one opens before. */
const closingAt = (text: string, close: string): number | undefined => {
  const end = text.indexOf(close);
  if (end < 0 || end > MAX_LINK_WORDS) return undefined;
  const body = text.slice(1, end);
  return body.includes('\n') || body.includes('[') ? undefined : end;
};

const readMarker = (body: string, end: number): Bracket => {
  const bare = body.replace(/†.*$/u, '');
  const numbers: number[] = [];
  for (const part of bare.split(/[,;&]|and/iu)) {
    const [from = 0, to = from] = (part.match(/\d{1,3}/gu) ?? []).map(Number);
    for (let number = from; number <= Math.min(to, from + MAX_NUMBERS) && numbers.length < MAX_NUMBERS; number++) {
      numbers.push(number);
    }
  }
  // "[0, 1]" is an interval.
  return numbers.includes(0) ? { kind: 'text', length: 1 } : { kind: 'marker', numbers, length: end + 1 };
};

const readTarget = (text: string, words: string, open: number, close: ')' | ']', isFinal: boolean): Bracket => {
  let depth = 0;
  for (let at = open; at < Math.min(text.length, open + MAX_TARGET); at++) {
    if (text[at] === '\n') return { kind: 'link', words, length: at };
    if (text[at] === text[open]) depth++;
    if (text[at] === close && --depth === 0) return { kind: 'link', words, length: at + 1 };
  }
  const isWhole = isFinal || text.length >= open + MAX_TARGET;
  return isWhole ? { kind: 'link', words, length: Math.min(text.length, open + MAX_TARGET) } : { kind: 'open' };
};
