/** What a provider's protocol writes: one answer, as events or whole. */
import type { ProviderBill } from './openai-record.ts';

/** Why an answer ended, in OpenAI's words. */
export type FinishReason = 'stop' | 'length' | 'content_filter';
/** The usage that is told: the bill, a wrong one, or none. */
export type ToldUsage = ProviderBill | undefined;

/** Writes one answer. Each text is a whole event, or several. */
export interface AnswerWriter {
  /** Before the first piece. */
  begin(usage: ToldUsage): string;
  piece(text: string): string;
  /** The model's own refusal, where the protocol has a place for it beside the finish reason. */
  refusal(): string;
  /** The proper end. */
  end(reason: FinishReason | 'refusal', usage: ToldUsage): string;
  /** An error after a good beginning. */
  error(): string;
  /** An event that cannot be read. */
  malformed(): string;
  /** The whole answer at once; undefined where the server has no such route. */
  whole(text: string, reason: FinishReason | 'refusal', usage: ToldUsage): string;
  /** What the usage looks like in the protocol, for the record. */
  usage(usage: ToldUsage): unknown;
}

/** What a model says when it refuses. */
export const REFUSAL = 'I am sorry, I cannot help with that.';

/** The provider's own words in every error: tests look for them where they must not be. */
export const PROVIDER_TEXT = 'Internal provider detail for org-8f3a and key sk-...Q9x';

/** An error body; all three protocols nest it so. Its text is of the kind that must never reach a reader. */
export function errorBody(status: number): string {
  const type = status === 429 ? 'rate_limit_exceeded' : status < 500 ? 'invalid_request_error' : 'server_error';
  return JSON.stringify({
    type: 'error',
    error: { message: PROVIDER_TEXT, type, status: type, param: null, code: status },
  });
}
