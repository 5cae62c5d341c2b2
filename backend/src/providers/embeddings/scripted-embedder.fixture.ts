/** A model without a server, for tests of what calls it. */
import type { Embedder, Embeddings, EmbedOptions } from './embeddings.port.ts';

/** What it does with one call; throws to fail. */
export type EmbedScript = (texts: readonly string[], options: EmbedOptions, call: number) => Promise<void> | void;

/** The model, with the record of its calls. */
export interface ScriptedEmbedder extends Embedder {
  readonly calls: readonly (readonly string[])[];
}

/** Vectors of two numbers by the length of a text; a token is a character. */
export const scriptedEmbedder = (
  script: EmbedScript = () => undefined,
  limits: Embedder['limits'] = { textsPerCall: 2, tokensPerCall: 100 },
): ScriptedEmbedder => {
  const calls: (readonly string[])[] = [];
  return {
    provider: 'test',
    model: 'lengths',
    dimensions: 2,
    isLocal: false,
    limits,
    calls,
    fit: (text) => text,
    countTokens: (text) => text.length,
    embed: async (texts: readonly string[], options: EmbedOptions): Promise<Embeddings> => {
      calls.push(texts);
      await script(texts, options, calls.length);
      const tokens = texts.reduce((sum, text) => sum + text.length, 0);
      return { vectors: texts.map((text) => vectorOf(text)), usage: { tokens, estimated: false } };
    },
    warm: async () => undefined,
    close: async () => undefined,
  };
};

/** The vector of a text. */
export const vectorOf = (text: string): Float32Array =>
  Float32Array.of(Math.cos(text.length / 100), Math.sin(text.length / 100));

/** Money as it was set aside and booked, in order. */
export const recordingMeter = () => {
  const booked: string[] = [];
  return {
    booked,
    meter: async (_name: object, inputTokens: number) => {
      booked.push(`reserve ${inputTokens}`);
      return {
        maxCostUsd: inputTokens / 1_000,
        settle: async ({ tokens }: { readonly tokens: number }) => void booked.push(`settle ${tokens}`),
        release: async () => void booked.push('release'),
      };
    },
  };
};
