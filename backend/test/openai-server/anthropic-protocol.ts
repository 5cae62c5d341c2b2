/**
 * Anthropic's messages protocol, streamed.
 * @see https://docs.anthropic.com/en/api/messages-streaming
 */
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { ChatRequest } from './openai-request.ts';
import { type AnswerWriter, errorBody, type ToldUsage } from './stream-writer.ts';

const partsSchema = z.union([z.string(), z.array(z.looseObject({ text: z.string().optional() }))]);
const bodySchema = z.looseObject({
  model: z.string(),
  max_tokens: z.int().min(1),
  system: partsSchema.optional(),
  messages: z.array(z.looseObject({ role: z.enum(['user', 'assistant']), content: partsSchema })).min(1),
  stream: z.boolean().optional(),
});

const STOP_REASONS = { stop: 'end_turn', length: 'max_tokens', content_filter: 'refusal', refusal: 'refusal' } as const;

/** Reads a prompt. @throws ZodError when the API would answer 400 */
export function readAnthropicRequest(body: unknown, headers: IncomingHttpHeaders): ChatRequest {
  const given = bodySchema.parse(body);
  const system = given.system === undefined ? [] : [{ role: 'system', text: textOf(given.system) }];
  const messages = [...system, ...given.messages.map(({ role, content }) => ({ role, text: textOf(content) }))];
  return {
    model: given.model,
    messages,
    prompt: messages.map(({ text }) => text).join('\n\n'),
    stream: given.stream === true,
    includeUsage: true,
    maxTokens: given.max_tokens,
    headers,
    body,
  };
}

/** A writer for one message. */
export function createAnthropicWriter(model: string): AnswerWriter {
  const id = `msg_${randomUUID()}`;
  const event = (type: string, rest: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`;
  return {
    usage: usageOf,
    begin: (usage) =>
      event('message_start', {
        message: {
          id,
          type: 'message',
          role: 'assistant',
          model,
          content: [],
          stop_reason: null,
          usage: usageOf(usage),
        },
      }) + event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    piece: (text) => event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
    refusal: () => '',
    end: (reason, usage) =>
      event('content_block_stop', { index: 0 }) +
      event('message_delta', {
        delta: { stop_reason: STOP_REASONS[reason], stop_sequence: null },
        usage: { output_tokens: usage?.outputTokens ?? 0 },
      }) +
      event('message_stop', {}),
    error: () => `event: error\ndata: ${errorBody(529)}\n\n`,
    malformed: () => 'event: content_block_delta\ndata: {"type":"content_block_de\n\n',
    whole: (text, reason, usage) =>
      JSON.stringify({
        id,
        type: 'message',
        role: 'assistant',
        model,
        content: [{ type: 'text', text }],
        stop_reason: STOP_REASONS[reason],
        stop_sequence: null,
        usage: usageOf(usage),
      }),
  };
}

/** The protocol has no message without usage: where none is to be told, it is nothing. */
function usageOf(usage: ToldUsage) {
  return {
    input_tokens: usage?.inputTokens ?? 0,
    output_tokens: usage?.outputTokens ?? 0,
    cache_read_input_tokens: usage?.cachedInputTokens ?? 0,
    cache_creation_input_tokens: 0,
  };
}

function textOf(content: z.output<typeof partsSchema>): string {
  return typeof content === 'string' ? content : content.map(({ text }) => text ?? '').join('');
}
