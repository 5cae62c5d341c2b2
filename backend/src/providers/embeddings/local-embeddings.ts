/** An embedding model on this machine: no provider, no cost, no network; its library is installed by the operator. */
import { toUnitVectors } from './embedding-vectors.ts';
import type { Embedder, Embeddings, EmbedOptions } from './embeddings.port.ts';
import { describeLocalModel } from './local-model-files.ts';
import { LocalModelProcess } from './local-model-process.ts';

/** How a local model is opened. */
export interface LocalEmbedderOptions {
  /** Absolute; holds config.json, tokenizer.json, tokenizer_config.json and onnx/model_quantized.onnx. */
  readonly directory: string;
  readonly dimensions: number;
  /** Module of the process, for tests. */
  readonly module?: URL;
}

/** A reader's question gets its turn after one text of an ingest; and texts of one length need no padding. */
const TEXTS_PER_CALL = 1;
/** Models of this kind read 256 to 512 tokens; their tokenizer cuts the rest. */
const CHARS_PER_TEXT = 6_000;
const CHARS_PER_TOKEN = 4;
/** Makes the adapter. The process is started by the first call or `warm()`. */
export const createLocalEmbedder = async (options: LocalEmbedderOptions): Promise<Embedder> => {
  const { directory, dimensions, module = new URL('./local-embeddings.process.ts', import.meta.url) } = options;
  const files = await describeLocalModel(directory);
  const model = new LocalModelProcess(files, module);
  return {
    provider: 'local',
    model: files.name,
    dimensions,
    isLocal: true,
    limits: { textsPerCall: TEXTS_PER_CALL, tokensPerCall: Number.POSITIVE_INFINITY },
    fit: (text) => text.slice(0, CHARS_PER_TEXT).toWellFormed(),
    countTokens: (text) => Math.ceil(text.length / CHARS_PER_TOKEN),
    embed: async (texts: readonly string[], { purpose, signal }: EmbedOptions): Promise<Embeddings> => {
      const usage = { tokens: 0, estimated: false };
      if (texts.length === 0) return { vectors: [], usage };
      const prefix = files.prefixes[purpose];
      const numbers = await model.run(
        texts.map((text) => `${prefix}${text}`),
        signal,
        purpose === 'query',
      );
      const width = numbers.length / texts.length;
      const raw = texts.map((_, row) => numbers.subarray(Math.floor(row * width), Math.floor((row + 1) * width)));
      return { vectors: toUnitVectors(raw, { count: texts.length, dimensions }), usage };
    },
    warm: () => model.ready(),
    close: () => model.close(),
  };
};
