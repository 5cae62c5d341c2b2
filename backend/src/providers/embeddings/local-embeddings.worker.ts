/**
 * Runs a local ONNX model in a thread of its own: onnxruntime blocks the thread that calls it. The library is no
 * dependency of the server (288 MB): it is looked for beside the server, then beside the model.
 */
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { LocalModelData, LocalReply, LocalRequest } from './local-embeddings.protocol.ts';

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

const port = parentPort;
if (!port) throw new Error('local-embeddings.worker.ts runs as a worker thread only');

const data: LocalModelData = workerData;

const say = (reply: LocalReply): void => {
  const transfer = reply.type === 'vectors' ? [reply.numbers.buffer as ArrayBuffer] : [];
  port.postMessage(reply, transfer);
};

const loadLibrary = (): unknown => {
  for (const base of [import.meta.url, join(data.directory, 'package.json')]) {
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

const loadModel = async (library: Transformers): Promise<Extractor> => {
  // Nothing is ever fetched: the model is what lies in the directory.
  library.env.allowRemoteModels = false;
  library.env.localModelPath = dirname(data.directory);
  return await library.pipeline('feature-extraction', basename(data.directory), {
    dtype: data.dtype,
    device: 'cpu',
    // The other cores are the readers'.
    session_options: { intraOpNumThreads: 1, interOpNumThreads: 1 },
  });
};

const answer = async (extract: Extractor, { id, texts }: LocalRequest): Promise<void> => {
  try {
    const output = await extract([...texts], { pooling: data.pooling, normalize: true });
    say({ type: 'vectors', id, numbers: numbersOf(output), count: texts.length });
  } catch {
    say({ type: 'failed', id });
  }
};

const numbersOf = (output: unknown): Float32Array => {
  if (typeof output === 'object' && output !== null && 'data' in output && output.data instanceof Float32Array) {
    return Float32Array.from(output.data);
  }
  throw new TypeError('the library gave no numbers');
};

const library = loadLibrary();
if (!isTransformers(library)) {
  say({ type: 'missing', what: 'library' });
} else {
  let extract: Extractor | undefined;
  try {
    extract = await loadModel(library);
  } catch {
    say({ type: 'missing', what: 'model' });
  }
  if (extract) {
    const loaded = extract;
    port.on('message', (request: LocalRequest) => void answer(loaded, request));
    say({ type: 'ready' });
  }
}
