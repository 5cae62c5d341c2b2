/** Reads the array of translations that a model wrote. */
import { z } from 'zod';
import type { LlmAnswerSchema } from '../llm/llm.port.ts';

/** What models that can be held to a shape are held to. */
export const TRANSLATION_ANSWER: LlmAnswerSchema = {
  name: 'translations',
  schema: {
    type: 'object',
    additionalProperties: false,
    required: ['segments'],
    properties: {
      segments: {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['id', 'text'],
          properties: { id: { type: 'string' }, text: { type: 'string' } },
        },
      },
    },
  },
};

const itemSchema = z.object({ id: z.union([z.string(), z.number()]).transform(String), text: z.string() });
const answerSchema = z.object({ segments: z.array(z.unknown()) });
/** One item in what is no JSON as a whole: cut off, or between words of the model's own. */
const ITEM = /\{\s*"id"\s*:\s*(?:"(?:[^"\\]|\\.)*"|\d+)\s*,\s*"text"\s*:\s*"(?:[^"\\]|\\.)*"\s*\}/g;

/** Text by id. An id that came twice with other words is left out: which of them is meant is not certain. */
export function readModelAnswer(answer: string): Map<string, string> {
  const texts = new Map<string, string>();
  const doubtful = new Set<string>();
  for (const value of itemsOf(answer)) {
    const item = itemSchema.safeParse(value).data;
    if (item === undefined) continue;
    if (texts.has(item.id) && texts.get(item.id) !== item.text) doubtful.add(item.id);
    texts.set(item.id, item.text);
  }
  for (const id of doubtful) texts.delete(id);
  return texts;
}

function itemsOf(answer: string): readonly unknown[] {
  const whole = parseJson(answer);
  if (Array.isArray(whole)) return whole;
  const parsed = answerSchema.safeParse(whole);
  return parsed.success ? parsed.data.segments : Array.from(answer.matchAll(ITEM), ([item]) => parseJson(item));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
