/** The chat completions protocol. */
import { randomUUID } from 'node:crypto';
import { type AnswerWriter, errorBody, type FinishReason, REFUSAL, type ToldUsage } from './stream-writer.ts';

const EPOCH_SECONDS = 1_790_000_000;
const DONE = 'data: [DONE]\n\n';

/**
 * A writer for one completion.
 * @param includeUsage Whether the client asked for usage at the end of a stream
 */
export function createCompletionWriter(model: string, includeUsage: boolean): AnswerWriter {
  const id = `chatcmpl-${randomUUID()}`;
  const head = { id, created: EPOCH_SECONDS, model, system_fingerprint: 'fp_local' };
  const event = (rest: object) => `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', ...rest })}\n\n`;
  const chunk = (delta: object, finish: FinishReason | null = null) =>
    event({ choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }] });
  const reasonOf = (reason: FinishReason | 'refusal') => (reason === 'refusal' ? 'stop' : reason);
  return {
    usage: usageOf,
    begin: () => chunk({ role: 'assistant', content: '', refusal: null }),
    piece: (text) => chunk({ content: text }),
    refusal: () => chunk({ refusal: REFUSAL }),
    end(reason, usage) {
      const told = includeUsage && usage !== undefined ? event({ choices: [], usage: usageOf(usage) }) : '';
      return `${chunk({}, reasonOf(reason))}${told}${DONE}`;
    },
    error: () => `data: ${errorBody(500)}\n\n${chunk({}, 'stop')}${DONE}`,
    malformed: () => `data: {"id":"x","choices":[{"delta":{"content":"${DONE}`,
    whole(text, reason, usage) {
      const message = reason === 'refusal' ? { content: null, refusal: REFUSAL } : { content: text, refusal: null };
      const choice = { index: 0, message: { role: 'assistant', ...message }, finish_reason: reasonOf(reason) };
      return JSON.stringify({ ...head, object: 'chat.completion', choices: [choice], usage: usageOf(usage) });
    },
  };
}

function usageOf(usage: ToldUsage): unknown {
  if (usage === undefined) return undefined;
  return {
    prompt_tokens: usage.inputTokens,
    completion_tokens: usage.outputTokens,
    total_tokens: usage.inputTokens + usage.outputTokens,
    prompt_tokens_details: { cached_tokens: usage.cachedInputTokens, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
}
