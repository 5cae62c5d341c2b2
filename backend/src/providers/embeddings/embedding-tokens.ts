/** Counts tokens as OpenAI's embedding models do. */
import { countTokens, decode, encode } from 'gpt-tokenizer/encoding/cl100k_base';

/** Text that looks like a control token is text. */
const OPTIONS = { disallowedSpecial: new Set<string>() };
/**
 * The tokenizer takes quadratic time on long runs without a border (24,000 equal letters: 0.3 s), so text is counted in
 * slices. A border inside a word adds a token at most.
 */
const SLICE_CHARS = 1_000;

const slicesOf = (text: string): string[] =>
  Array.from({ length: Math.ceil(text.length / SLICE_CHARS) }, (_, at) =>
    text.slice(at * SLICE_CHARS, (at + 1) * SLICE_CHARS),
  );

/** Tokens of a text. */
export const countEmbeddingTokens = (text: string): number =>
  slicesOf(text).reduce((sum, slice) => sum + countTokens(slice, OPTIONS), 0);

/** The beginning of a text that has at most so many tokens. */
export const cutToTokens = (text: string, limit: number): string => {
  // A UTF-16 unit is three bytes of UTF-8 at most, and a token one byte at least.
  if (text.length * 3 <= limit) return text;
  let left = limit;
  let kept = '';
  for (const slice of slicesOf(text)) {
    const tokens = encode(slice, OPTIONS);
    if (tokens.length > left) return `${kept}${decode(tokens.slice(0, left))}`.replace(/\uFFFD+$/, '');
    left -= tokens.length;
    kept += slice;
  }
  return text;
};
