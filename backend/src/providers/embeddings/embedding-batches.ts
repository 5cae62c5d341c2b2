/** Packs texts into calls. Pure. */
import type { Embedder } from './embeddings.port.ts';

/** Texts of one call, by their places in the whole list. */
export interface EmbeddingBatch {
  readonly places: readonly number[];
  readonly texts: readonly string[];
  /** Our own count. */
  readonly tokens: number;
}

/** Packs texts in their order; a text above the limit of a call goes alone. */
export function* packBatches(
  embedder: Pick<Embedder, 'limits' | 'fit' | 'countTokens'>,
  texts: readonly string[],
): Generator<EmbeddingBatch> {
  const { textsPerCall, tokensPerCall } = embedder.limits;
  let places: number[] = [];
  let packed: string[] = [];
  let tokens = 0;
  for (const [place, text] of texts.entries()) {
    const fitted = embedder.fit(text);
    const count = embedder.countTokens(fitted);
    if (packed.length > 0 && (packed.length >= textsPerCall || tokens + count > tokensPerCall)) {
      yield { places, texts: packed, tokens };
      [places, packed, tokens] = [[], [], 0];
    }
    places.push(place);
    packed.push(fitted);
    tokens += count;
  }
  if (packed.length > 0) yield { places, texts: packed, tokens };
}

/** Two halves of a batch; a single text is cut to half its length instead. Empty when nothing is left to halve. */
export const halveBatch = (embedder: Pick<Embedder, 'countTokens'>, batch: EmbeddingBatch): EmbeddingBatch[] => {
  const { places, texts } = batch;
  const [only = ''] = texts;
  const middle = texts.length >> 1;
  const parts =
    texts.length > 1
      ? [
          { places: places.slice(0, middle), texts: texts.slice(0, middle) },
          { places: places.slice(middle), texts: texts.slice(middle) },
        ]
      : [{ places, texts: [only.slice(0, only.length >> 1).toWellFormed()] }];
  return parts
    .filter((part) => part.texts.every((text) => text !== ''))
    .map((part) => ({ ...part, tokens: part.texts.reduce((sum, text) => sum + embedder.countTokens(text), 0) }));
};
