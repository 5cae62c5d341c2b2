/**
 * Counting tokens without asking a provider. The tables of o200k_base take 75 MB and 0.2 s, so that they are loaded only
 * when there is a model.
 */

/** Counts the tokens of a text. */
export type TokenCounter = (text: string) => number;

/** Tokens that each message of a prompt costs beside its text, and the ones that begin the answer. */
const PER_MESSAGE = 4;
const PER_ANSWER = 3;
/**
 * Merging the bytes of one word takes time in the square of its length (20,000 letters without a blank: 430 ms), and a
 * reader may send such a word. Texts with runs longer than this are counted in slices of it, which counts a few tokens
 * more and never many fewer.
 */
const LONGEST_RUN = 200;
const LONG_RUN = new RegExp(`\\S{${LONGEST_RUN}}|\\s{${LONGEST_RUN}}`, 'u');
const SLICE = new RegExp(`[^]{1,${LONGEST_RUN}}`, 'gu');
/** What is longer is counted by its bytes from there on, so that no text holds the process for long. UTF-16 units. */
const LONGEST_COUNTED = 60_000;
/** Fewer bytes than a token has in any ordinary text: an estimate by them is never too low. */
const FEWEST_BYTES_PER_TOKEN = 2;
/**
 * Paragraphs come again with every question about their section, the rules with every question: counted line by line, a
 * prompt of 12,000 characters costs its few new lines and not 1.6 ms. No token of o200k_base reaches over the end of a
 * run of line breaks, so that the sum is the count of the whole.
 */
const LINE_END = /(?<=\n)(?!\n)/u;
const REMEMBERED_LINES = 8_000;
const SHORTEST_REMEMBERED = 16;
const LONGEST_REMEMBERED = 20_000;

/** Loads the tokenizer of OpenAI's present models. It remembers the counts of the lines that came last. */
export async function loadTokenizer(): Promise<TokenCounter> {
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  // What looks like a control token is text: a reader may write <|endoftext|>.
  const asText = { disallowedSpecial: new Set<string>() };
  return bound(byLine(inSlices((text) => countTokens(text, asText))));
}

/** Counts by bytes: for a server without a model, where nothing depends on it. */
export const countByBytes: TokenCounter = (text) => Math.ceil(Buffer.byteLength(text) / FEWEST_BYTES_PER_TOKEN);

/** Tokens of a prompt with what frames its messages. */
export function countPromptTokens(messages: readonly { readonly content: string }[], count: TokenCounter): number {
  return messages.reduce((sum, { content }) => sum + PER_MESSAGE + count(content), PER_ANSWER);
}

function bound(count: TokenCounter): TokenCounter {
  return (text) =>
    text.length <= LONGEST_COUNTED
      ? count(text)
      : count(text.slice(0, LONGEST_COUNTED)) + countByBytes(text.slice(LONGEST_COUNTED));
}

function inSlices(count: TokenCounter): TokenCounter {
  return (text) =>
    LONG_RUN.test(text) ? (text.match(SLICE) ?? []).reduce((sum, slice) => sum + count(slice), 0) : count(text);
}

function byLine(count: TokenCounter): TokenCounter {
  const remembered = remember(count);
  return (text) =>
    text.length < SHORTEST_REMEMBERED
      ? count(text)
      : text.split(LINE_END).reduce((sum, line) => sum + remembered(line), 0);
}

function remember(count: TokenCounter): TokenCounter {
  const known = new Map<string, number>();
  return (line) => {
    if (line.length < SHORTEST_REMEMBERED || line.length > LONGEST_REMEMBERED) return count(line);
    const found = known.get(line);
    if (found !== undefined) {
      // A map keeps the order in which keys were set: the first is the one that was asked for longest ago.
      known.delete(line);
      known.set(line, found);
      return found;
    }
    const tokens = count(line);
    // A copy: the line itself is a view that would keep its whole prompt in memory.
    known.set(Buffer.from(line).toString(), tokens);
    const oldest = known.size > REMEMBERED_LINES ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    return tokens;
  };
}
