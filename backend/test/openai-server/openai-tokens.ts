/** How the provider counts. */
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import type { ChatMessage } from './openai-request.ts';

/** Counts the tokens of a text. */
export type TokenCounter = (text: string) => number;

/** Tokens that each message costs beside its text, and the ones that begin the answer. */
const PER_MESSAGE = 3;
const PER_ANSWER = 3;
/** Pieces of answers repeat; prompts don't. */
const CACHED_PIECES = 20_000;
const LONGEST_CACHED = 40;

/** The tokenizer of OpenAI's present models; text that looks like a control token is text. */
export const countO200k: TokenCounter = (text) => countTokens(text, { disallowedSpecial: new Set() });

/** Remembers the counts of short texts. */
export function cached(count: TokenCounter): TokenCounter {
  const known = new Map<string, number>();
  return (text) => {
    if (text.length > LONGEST_CACHED) return count(text);
    const found = known.get(text) ?? count(text);
    if (known.size < CACHED_PIECES) known.set(text, found);
    return found;
  };
}

/**
 * Tokens of a prompt.
 * @see https://cookbook.openai.com/examples/how_to_count_tokens_with_tiktoken
 */
export const countPrompt = (messages: readonly ChatMessage[], count: TokenCounter): number =>
  messages.reduce((sum, { role, text }) => sum + PER_MESSAGE + count(role) + count(text), PER_ANSWER);
