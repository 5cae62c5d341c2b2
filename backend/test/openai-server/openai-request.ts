/** What a client asks of the OpenAI API, checked as loosely as the API itself does. */
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

const contentSchema = z.union([
  z.string(),
  z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
  z.null(),
]);

/** Body of `POST /v1/chat/completions`, as far as the server looks at it. */
export const chatBodySchema = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string(), content: contentSchema.optional() })).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
});

/** Body of `POST /v1/embeddings`. */
export const embeddingsBodySchema = z.looseObject({
  model: z.string(),
  input: z.union([
    z.string().min(1),
    z.array(z.string().min(1)).min(1).max(2048),
    z.array(z.int()).min(1),
    z.array(z.array(z.int()).min(1)).min(1).max(2048),
  ]),
  encoding_format: z.enum(['float', 'base64']).optional(),
  dimensions: z.int().min(1).max(4096).optional(),
});

/** A message of a prompt, its parts joined. */
export interface ChatMessage {
  readonly role: string;
  readonly text: string;
}

/** A prompt as scripts see it. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  /** The texts of all messages, a blank line between them. */
  readonly prompt: string;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  /** Most tokens of the answer; undefined: as many as there are. */
  readonly maxTokens: number | undefined;
  readonly headers: IncomingHttpHeaders;
  /** The whole body as it came. */
  readonly body: unknown;
}

/** Reads a prompt. @throws ZodError when the API would answer 400 */
export function readChatRequest(body: unknown, headers: IncomingHttpHeaders): ChatRequest {
  const given = chatBodySchema.parse(body);
  const messages = given.messages.map(({ role, content }) => ({ role, text: textOf(content) }));
  return {
    model: given.model,
    messages,
    prompt: messages.map(({ text }) => text).join('\n\n'),
    stream: given.stream === true,
    includeUsage: given.stream_options?.include_usage === true,
    maxTokens: given.max_completion_tokens ?? given.max_tokens ?? undefined,
    headers,
    body,
  };
}

function textOf(content: z.output<typeof contentSchema> | undefined): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map((part) => part.text ?? '').join('');
}
