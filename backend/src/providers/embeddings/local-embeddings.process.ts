/**
 * Runs a local ONNX model in a process of its own: onnxruntime blocks the thread that calls it, and takes the whole
 * process with it when it is stopped in the middle of its work. The library is no dependency of the server (288 MB): it
 * is looked for beside the server, then beside the model.
 */
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { LocalModelData, LocalOrder, LocalReply } from './local-embeddings.protocol.ts';

const LIBRARY = '@huggingface/transformers';

/** As much of the library as is used. */
interface Transformers {
  readonly env: { allowRemoteModels: boolean; localModelPath: string };
  pipeline(task: 'feature-extraction', model: string, options: object): Promise<Extractor>;
}

type Extractor = (
  texts: string[],
  options: { readonly pooling: 'mean' | 'cls'; readonly normalize: boolean },
) => Promise<unknown>;

const say = (reply: LocalReply): void => {
  process.send?.(reply);
};

const loadLibrary = (directory: string): unknown => {
  for (const base of [import.meta.url, join(directory, 'package.json')]) {
    const require = createRequire(base);
    try {
      require.resolve(LIBRARY);
    } catch {
      continue;
    }
    return require(LIBRARY);
  }
  return undefined;
};

const isTransformers = (value: unknown): value is Transformers =>
  typeof value === 'object' && value !== null && 'env' in value && 'pipeline' in value;

const loadModel = async (library: Transformers, { directory, dtype }: LocalModelData): Promise<Extractor> => {
  // Nothing is ever fetched: the model is what lies in the directory.
  library.env.allowRemoteModels = false;
  library.env.localModelPath = dirname(directory);
  return await library.pipeline('feature-extraction', basename(directory), {
    dtype,
    device: 'cpu',
    // The other cores are the readers'; and an arena would keep the memory of the longest text for good.
    session_options: { intraOpNumThreads: 1, interOpNumThreads: 1, enableCpuMemArena: false },
  });
};

const numbersOf = (output: unknown): Float32Array => {
  if (typeof output === 'object' && output !== null && 'data' in output && output.data instanceof Float32Array) {
    return Float32Array.from(output.data);
  }
  throw new TypeError('the library gave no numbers');
};

const start = async (data: LocalModelData): Promise<Extractor | undefined> => {
  const library = loadLibrary(data.directory);
  if (!isTransformers(library)) {
    say({ type: 'missing', what: 'library' });
    return undefined;
  }
  try {
    const extract = await loadModel(library, data);
    say({ type: 'ready' });
    return extract;
  } catch {
    say({ type: 'missing', what: 'model' });
    return undefined;
  }
};

let data: LocalModelData | undefined;
let extract: Extractor | undefined;

const take = async (order: LocalOrder): Promise<void> => {
  if (order.type === 'load') {
    data = order.data;
    extract = await start(order.data);
    return;
  }
  const { id, texts } = order;
  try {
    if (extract === undefined || data === undefined) throw new Error('the model is not loaded');
    const output = await extract([...texts], { pooling: data.pooling, normalize: true });
    say({ type: 'vectors', id, numbers: numbersOf(output), count: texts.length });
  } catch {
    say({ type: 'failed', id });
  }
};

process.on('message', (order: LocalOrder) => void take(order));
// Without its server it has nothing to do.
process.on('disconnect', () => process.exit(0));
