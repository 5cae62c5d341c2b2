/** Embeddings without a model: texts that share words lie near each other, and the same text always at the same place. */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { embeddingsBodySchema } from './openai-request.ts';
import type { TokenCounter } from './openai-tokens.ts';

const DIMENSIONS: Readonly<Record<string, number>> = { 'text-embedding-3-large': 3072 };
const DEFAULT_DIMENSIONS = 1536;

/**
 * A unit vector of a text: each word, and each three letters of one, adds or takes at a place that its hash names
 * (feature hashing).
 */
export function embedText(text: string, dimensions: number): number[] {
  const vector = Array.from({ length: dimensions }, () => 0);
  for (const feature of featuresOf(text)) {
    const hash = createHash('sha256').update(feature).digest();
    const place = hash.readUInt32LE(0) % dimensions;
    vector[place] = (vector[place] ?? 0) + (hash.readUInt8(4) % 2 === 0 ? 1 : -1);
  }
  const length = Math.hypot(...vector);
  if (length > 0) return vector.map((value) => value / length);
  vector[0] = 1;
  return vector;
}

function featuresOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.flatMap((word) => [
    word,
    ...Array.from({ length: Math.max(0, word.length - 2) }, (_, at) => word.slice(at, at + 3)),
  ]);
}

/** Answers `POST /v1/embeddings`. */
export function embeddingsResponse(body: z.output<typeof embeddingsBodySchema>, count: TokenCounter) {
  const inputs = inputsOf(body.input);
  const dimensions = body.dimensions ?? DIMENSIONS[body.model] ?? DEFAULT_DIMENSIONS;
  const tokens = inputs.reduce((sum, input) => sum + input.tokens(count), 0);
  return {
    object: 'list',
    model: body.model,
    data: inputs.map(({ text }, index) => {
      const vector = embedText(text, dimensions);
      const embedding = body.encoding_format === 'base64' ? toBase64(vector) : vector;
      return { object: 'embedding', index, embedding };
    }),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

interface EmbeddingInput {
  readonly text: string;
  tokens(count: TokenCounter): number;
}

function inputsOf(input: z.output<typeof embeddingsBodySchema>['input']): EmbeddingInput[] {
  const ofText = (text: string): EmbeddingInput => ({ text, tokens: (count) => count(text) });
  const ofTokens = (tokens: readonly number[]): EmbeddingInput => ({
    text: tokens.join(' '),
    tokens: () => tokens.length,
  });
  if (typeof input === 'string') return [ofText(input)];
  const flat = input.filter((part) => typeof part === 'number');
  if (flat.length > 0) return [ofTokens(flat)];
  return input.flatMap((part) =>
    typeof part === 'string' ? [ofText(part)] : typeof part === 'number' ? [] : [ofTokens(part)],
  );
}

/** 32-bit floats, little-endian, as the API packs them. */
function toBase64(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((value, index) => {
    bytes.writeFloatLE(value, index * 4);
  });
  return bytes.toString('base64');
}
