/**
 * Google's generateContent protocol, streamed.
 * @see https://ai.google.dev/api/generate-content
 */
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { ChatRequest } from './openai-request.ts';
import { type AnswerWriter, errorBody, type ToldUsage } from './stream-writer.ts';

const partsSchema = z.array(z.looseObject({ text: z.string().optional() }));
const bodySchema = z.looseObject({
  contents: z.array(z.looseObject({ role: z.enum(['user', 'model']), parts: partsSchema })).min(1),
  systemInstruction: z.looseObject({ parts: partsSchema }).optional(),
  generationConfig: z.looseObject({ maxOutputTokens: z.int().min(1).optional() }).optional(),
});

const FINISH_REASONS = { stop: 'STOP', length: 'MAX_TOKENS', content_filter: 'SAFETY', refusal: 'PROHIBITED_CONTENT' };
/** `/v1beta/models/<model>:streamGenerateContent?alt=sse` or `:generateContent`. */
const ROUTE = /^\/v1beta\/models\/([^/:]+):(streamGenerateContent\?alt=sse|generateContent)$/;

/** Model and kind of a path; undefined when it is none of the protocol's. */
export function matchGoogleRoute(path: string): { model: string; stream: boolean } | undefined {
  const [, model, method] = ROUTE.exec(path) ?? [];
  return model === undefined ? undefined : { model: decodeURIComponent(model), stream: method !== 'generateContent' };
}

/** Reads a prompt. @throws ZodError when the API would answer 400 */
export function readGoogleRequest(
  route: { readonly model: string; readonly stream: boolean },
  body: unknown,
  headers: IncomingHttpHeaders,
): ChatRequest {
  const given = bodySchema.parse(body);
  const textOf = (parts: z.output<typeof partsSchema>) => parts.map(({ text }) => text ?? '').join('');
  const system = given.systemInstruction;
  const messages = [
    ...(system === undefined ? [] : [{ role: 'system', text: textOf(system.parts) }]),
    ...given.contents.map(({ role, parts }) => ({ role: role === 'model' ? 'assistant' : role, text: textOf(parts) })),
  ];
  return {
    ...route,
    messages,
    prompt: messages.map(({ text }) => text).join('\n\n'),
    includeUsage: true,
    maxTokens: given.generationConfig?.maxOutputTokens,
    headers,
    body,
  };
}

/** A writer for one response. */
export function createGoogleWriter(model: string): AnswerWriter {
  const response = (text: string, finishReason: string | undefined, usage: ToldUsage) => ({
    candidates: [
      {
        content: { role: 'model', parts: [{ text }] },
        index: 0,
        ...(finishReason === undefined ? {} : { finishReason }),
      },
    ],
    modelVersion: model,
    ...(usage === undefined ? {} : { usageMetadata: usageOf(usage) }),
  });
  const event = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
  return {
    usage: usageOf,
    begin: () => '',
    piece: (text) => event(response(text, undefined, undefined)),
    refusal: () => '',
    end: (reason, usage) => event(response('', FINISH_REASONS[reason], usage)),
    error: () => `data: ${errorBody(503)}\n\n`,
    malformed: () => 'data: {"candidates":[{"content":{"par\n\n',
    whole: (text, reason, usage) => JSON.stringify(response(text, FINISH_REASONS[reason], usage)),
  };
}

function usageOf(usage: ToldUsage) {
  if (usage === undefined) return undefined;
  return {
    promptTokenCount: usage.inputTokens,
    candidatesTokenCount: usage.outputTokens,
    totalTokenCount: usage.inputTokens + usage.outputTokens,
    cachedContentTokenCount: usage.cachedInputTokens,
  };
}
