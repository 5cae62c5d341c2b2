/** What a call took: the provider's count where it can be believed, otherwise ours. */
import type { LlmRequest, LlmUsage } from './llm.port.ts';
import { countPromptTokens, type TokenCounter } from './llm-tokenizer.ts';

/** A provider's count, as it came: anything may be missing or wrong. */
export interface ReportedUsage {
  readonly inputTokens: number | undefined;
  readonly cachedInputTokens: number | undefined;
  readonly outputTokens: number | undefined;
}

/** A request as far as it is paid for. */
type PaidRequest = Pick<LlmRequest, 'messages' | 'maxOutputTokens'>;

/**
 * No tokenizer makes more tokens of a text than it has bytes (they begin with bytes and merge), and none packs a whole
 * prompt so tightly that each token holds more than a dozen characters (o200k_base: 4 to 5 in prose, 6 in indented code).
 * What lies outside is a fault, or a price that nobody can check. Both bounds need no tokenizing.
 */
const MOST_CHARACTERS_PER_TOKEN = 12;
/** What a provider may add to a prompt: role names, a template, a short prompt of its own. Tokens. */
const FRAME_TOKENS = 512;
/** How far the end of an answer may lie beyond the tokens that were asked for. */
const END_TOKENS = 16;
/**
 * What a model may have written that had not come when a call was cut: at 100 tokens a second, what is under way in 0.6 s.
 * It is billed all the same.
 */
const TOKENS_UNDER_WAY = 64;

/** The provider's count, if it can be; otherwise ours. @param text What came, reasoning included */
export function checkUsage(reported: ReportedUsage, request: PaidRequest, text: string, count: TokenCounter): LlmUsage {
  const { inputTokens, outputTokens, cachedInputTokens = 0 } = reported;
  const prompt = request.messages.map(({ content }) => content).join('');
  const mostOutput = Math.max(request.maxOutputTokens, Buffer.byteLength(text)) + END_TOKENS;
  const believable =
    isBelievable(inputTokens, prompt, Buffer.byteLength(prompt) + FRAME_TOKENS) &&
    isBelievable(outputTokens, text, mostOutput);
  if (!believable) return ownUsage(request, text, count);
  const cached = Number.isSafeInteger(cachedInputTokens) && cachedInputTokens >= 0 && cachedInputTokens <= inputTokens;
  return { inputTokens, outputTokens, cachedInputTokens: cached ? cachedInputTokens : 0, estimated: false };
}

function isBelievable(tokens: number | undefined, text: string, most: number): tokens is number {
  if (tokens === undefined || !Number.isSafeInteger(tokens)) return false;
  return tokens >= Math.ceil(text.length / MOST_CHARACTERS_PER_TOKEN) && tokens <= most;
}

/** Our count of an answer that came to its end. */
export function ownUsage(request: PaidRequest, text: string, count: TokenCounter): LlmUsage {
  return {
    inputTokens: countPromptTokens(request.messages, count),
    cachedInputTokens: 0,
    outputTokens: count(text),
    estimated: true,
  };
}

/** Our count of an answer that was cut: what came, and what may have been under way, as far as it was allowed. */
export function cutUsage(request: PaidRequest, text: string, count: TokenCounter): LlmUsage {
  const usage = ownUsage(request, text, count);
  const { outputTokens } = usage;
  const most = Math.max(outputTokens, request.maxOutputTokens);
  return { ...usage, outputTokens: Math.min(most, outputTokens + TOKENS_UNDER_WAY) };
}
