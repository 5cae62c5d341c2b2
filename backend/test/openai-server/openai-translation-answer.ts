/** A scripted answer of a model that translates: pseudo-words in the target's script. */
import { z } from 'zod';
import { translateWords } from '../google-server/translate-words.ts';
import type { ChatRequest } from './openai-request.ts';

const payloadSchema = z.object({
  segments: z.array(z.object({ id: z.string(), kind: z.string(), text: z.string() })),
});

/** One item of an answer. */
export interface TranslatedItem {
  readonly id: string;
  readonly text: string;
}

/** One item of a request. */
export interface AskedItem extends TranslatedItem {
  readonly kind: string;
}

/** What a request asks to be translated. @throws ZodError when it asks for no translation */
export const askedSegments = (request: ChatRequest): readonly AskedItem[] =>
  payloadSchema.parse(JSON.parse(request.messages.at(-1)?.text ?? '')).segments;

/** Translates the words of a text; tags, and what atoms hold, stay. */
export function translateModelText(text: string, target: string): string {
  return text
    .split(/(<(x\d+)>[^<]*<\/\2>|<[^<>]*>|&[a-z]+;)/)
    .filter((part) => part !== undefined && !/^x\d+$/.test(part))
    .map((part) => (part.startsWith('<') || part.startsWith('&') ? part : translateWords(part, target)))
    .join('');
}

/** Writes the answer of a translation. @param bend What is done to each text; default: nothing */
export function answerTranslation(
  request: ChatRequest,
  target: string,
  bend: (text: string, source: string) => string = (text) => text,
): string {
  const segments = askedSegments(request).map(({ id, text }) => ({
    id,
    text: bend(translateModelText(text, target), text),
  }));
  return JSON.stringify({ segments });
}
