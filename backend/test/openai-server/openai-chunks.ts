/** The JSON that the chat completions API writes. */
import { randomUUID } from 'node:crypto';
import type { OpenAiFault } from './openai-faults.ts';
import type { ProviderBill } from './openai-record.ts';

/** Why a completion ended. */
export type FinishReason = 'stop' | 'length' | 'content_filter';

/** Writes the parts of one completion. */
export interface CompletionWriter {
  /** One event of a stream, with its blank line. */
  chunk(delta: Readonly<Record<string, unknown>>, finishReason?: FinishReason): string;
  /** The last event before `[DONE]`, with usage and without choices. */
  usageChunk(usage: unknown): string;
  /** A whole completion at once. */
  whole(message: Readonly<Record<string, unknown>>, finishReason: FinishReason, usage: unknown): string;
}

const EPOCH_SECONDS = 1_790_000_000;

/** A writer for one completion. */
export function createCompletionWriter(model: string): CompletionWriter {
  const id = `chatcmpl-${randomUUID()}`;
  const head = { id, created: EPOCH_SECONDS, model, system_fingerprint: 'fp_local' };
  const event = (rest: object) => `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', ...rest })}\n\n`;
  return {
    chunk: (delta, finishReason) =>
      event({ choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason ?? null }] }),
    usageChunk: (usage) => event({ choices: [], usage }),
    whole: (message, finishReason, usage) =>
      JSON.stringify({
        ...head,
        object: 'chat.completion',
        choices: [
          { index: 0, message: { role: 'assistant', ...message }, logprobs: null, finish_reason: finishReason },
        ],
        ...(usage === undefined ? {} : { usage }),
      }),
  };
}

/** End of a stream. */
export const DONE = 'data: [DONE]\n\n';

/** An error body. Its text is of the kind that must never reach a reader. */
export function errorBody(status: number): string {
  const type = status === 429 ? 'rate_limit_exceeded' : status < 500 ? 'invalid_request_error' : 'server_error';
  return JSON.stringify({ error: { message: PROVIDER_TEXT, type, param: null, code: String(status) } });
}

/** The provider's own words in every error: tests look for them where they must not be. */
export const PROVIDER_TEXT = 'Internal provider detail for org-8f3a and key sk-...Q9x';

/** The usage that is reported for a bill. */
export function usageOf(bill: ProviderBill, fault: OpenAiFault | undefined): unknown {
  const truth = {
    prompt_tokens: bill.inputTokens,
    completion_tokens: bill.outputTokens,
    total_tokens: bill.inputTokens + bill.outputTokens,
    prompt_tokens_details: { cached_tokens: bill.cachedInputTokens, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
  if (fault?.kind !== 'usage') return truth;
  switch (fault.report) {
    case 'missing':
      return undefined;
    case 'negative':
      return { ...truth, prompt_tokens: -5, completion_tokens: -3, total_tokens: -8 };
    case 'zero':
      return { ...truth, prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
    case 'huge':
      return { ...truth, prompt_tokens: 9e12, completion_tokens: 9e12, total_tokens: 1.8e13 };
  }
}
