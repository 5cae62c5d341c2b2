/** What a directory of a local ONNX model says of itself. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';

/** A model as its directory describes it. */
export interface LocalModelFiles {
  readonly directory: string;
  /** Directory's name and the beginning of the weights' hash: other weights are another model. */
  readonly name: string;
  /** undefined: there are no weights. */
  readonly dtype: 'q8' | 'fp32' | undefined;
  readonly pooling: 'mean' | 'cls';
  /** Put before a text, by what it is embedded for. */
  readonly prefixes: { readonly passage: string; readonly query: string };
}

const WEIGHTS = [
  { dtype: 'q8', file: 'onnx/model_quantized.onnx' },
  { dtype: 'fp32', file: 'onnx/model.onnx' },
] as const;
const HASH_CHARS = 12;

const poolingSchema = z.object({ pooling_mode_cls_token: z.boolean().default(false) });
const promptsSchema = z.object({
  prompts: z
    .object({ query: z.string().optional(), passage: z.string().optional(), document: z.string().optional() })
    .default({}),
});

/** Reads a directory; one that is not there is described all the same. */
export const describeLocalModel = async (directory: string): Promise<LocalModelFiles> => {
  const weights = WEIGHTS.find(({ file }) => existsSync(join(directory, file)));
  const hash = weights === undefined ? '' : `@${(await hashOf(join(directory, weights.file))).slice(0, HASH_CHARS)}`;
  const pooling = poolingSchema.safeParse(readJson(join(directory, '1_Pooling', 'config.json')));
  const sentence = promptsSchema.safeParse(readJson(join(directory, 'config_sentence_transformers.json')));
  const prompts = sentence.success ? sentence.data.prompts : {};
  return {
    directory,
    name: `${basename(directory)}${hash}`,
    dtype: weights?.dtype,
    pooling: pooling.success && pooling.data.pooling_mode_cls_token ? 'cls' : 'mean',
    prefixes: { passage: prompts.passage ?? prompts.document ?? '', query: prompts.query ?? '' },
  };
};

const hashOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
};

const readJson = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
};
