/** The contract of the embeddings port: every adapter's test runs this suite. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Embedder, embedderIdentity } from './embeddings.port.ts';

/** An adapter, and what stands behind it. */
export interface OpenedEmbedder {
  readonly embedder: Embedder;
  close(): Promise<void>;
}

const NEAR = ['A lidar measures the distance of a wall.', 'The lidar measured a distance to the walls.'];
const FAR = 'Sourdough bread needs flour, water and salt.';
const STRANGE = [
  '<|endoftext|> <|im_start|>',
  '\ud800 half of a pair',
  '🤖'.repeat(50),
  '\u0000\u202e',
  'روبوٹ کا راستہ',
];

const cosine = (a: Float32Array | undefined, b: Float32Array | undefined): number =>
  (a ?? new Float32Array()).reduce((sum, value, at) => sum + value * (b?.[at] ?? 0), 0);

/**
 * Declares the suite for an adapter.
 * @param open Opens the adapter over a model that finds {@link NEAR} nearer than {@link FAR}.
 */
export const describeEmbeddingsContract = (name: string, open: () => Promise<OpenedEmbedder>): void => {
  describe(`embeddings port: ${name}`, () => {
    let opened: OpenedEmbedder;
    const signal = new AbortController().signal;
    const embed = (texts: readonly string[], given = signal) =>
      opened.embedder.embed(texts, { purpose: 'passage', signal: given });

    beforeAll(async () => {
      opened = await open();
      await opened.embedder.warm();
    });
    afterAll(() => opened?.close());

    it('gives a vector of length 1 for each text, in their order', async () => {
      const { dimensions } = opened.embedder;
      const { vectors, usage } = await embed([...NEAR, FAR]);
      expect(vectors.map(({ length }) => length)).toEqual([dimensions, dimensions, dimensions]);
      for (const vector of vectors) expect(cosine(vector, vector)).toBeCloseTo(1, 4);
      const alone = await embed([FAR]);
      expect(cosine(alone.vectors[0], vectors[2])).toBeGreaterThan(0.98);
      expect(usage.tokens).toBeGreaterThanOrEqual(0);
    });

    it('puts texts on one subject nearer to each other than to another subject', async () => {
      const [a, b, c] = (await embed([...NEAR, FAR])).vectors;
      expect(cosine(a, b)).toBeGreaterThan(cosine(a, c) + 0.1);
    });

    it('takes any text, control tokens and halves of pairs included', async () => {
      const texts = STRANGE.map((text) => opened.embedder.fit(text));
      expect((await embed(texts)).vectors).toHaveLength(STRANGE.length);
      expect(texts.every((text) => text.isWellFormed() && opened.embedder.countTokens(text) > 0)).toBe(true);
    });

    it('cuts a text to what a call may hold', async () => {
      const fitted = opened.embedder.fit('The robot follows the path. '.repeat(20_000));
      expect(opened.embedder.countTokens(fitted)).toBeLessThanOrEqual(8_000);
      expect((await embed([fitted])).vectors).toHaveLength(1);
    });

    it('answers nothing for nothing', async () => {
      expect((await embed([])).vectors).toEqual([]);
    });

    it('does not begin when nobody waits any more', async () => {
      await expect(embed(NEAR, AbortSignal.abort())).rejects.toMatchObject({
        name: 'EmbeddingFailure',
        kind: 'aborted',
      });
    });

    it('has a name by which its vectors are told from others', () => {
      expect(embedderIdentity(opened.embedder)).toMatch(/^[a-z]+\/.+\/\d+$/);
    });
  });
};
