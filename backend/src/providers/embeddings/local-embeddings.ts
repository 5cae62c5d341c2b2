/** An embedding model in this process: no provider, no cost, no network; its library is installed by the operator. */
import { Worker } from 'node:worker_threads';
import { toUnitVectors } from './embedding-vectors.ts';
import { type Embedder, EmbeddingFailure, type Embeddings, type EmbedOptions } from './embeddings.port.ts';
import type { LocalModelData, LocalReply, LocalRequest } from './local-embeddings.protocol.ts';
import { describeLocalModel, type LocalModelFiles } from './local-model-files.ts';

/** How a local model is opened. */
export interface LocalEmbedderOptions {
  /** Absolute; holds config.json, tokenizer.json, tokenizer_config.json and onnx/model_quantized.onnx. */
  readonly directory: string;
  readonly dimensions: number;
  /** Module of the thread, for tests. */
  readonly worker?: URL;
}

/** Small, so that a reader's question soon gets its turn between the calls of an ingest. */
const TEXTS_PER_CALL = 4;
/** Models of this kind read 256 to 512 tokens; their tokenizer cuts the rest. */
const CHARS_PER_TEXT = 6_000;
const CHARS_PER_TOKEN = 4;
const INSTALL =
  'install its library beside the model or the server: npm install @huggingface/transformers@4 (see docs/embeddings.md)';
const FILES = 'EMBEDDING_MODEL must be a directory with config.json, tokenizer.json and onnx/model_quantized.onnx';

/** Makes the adapter. The thread is started by the first call or `warm()`. */
export const createLocalEmbedder = async (options: LocalEmbedderOptions): Promise<Embedder> => {
  const { directory, dimensions, worker = new URL('./local-embeddings.worker.ts', import.meta.url) } = options;
  const files = await describeLocalModel(directory);
  const thread = new ModelThread(files, worker);
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
      const numbers = await thread.run(
        texts.map((text) => `${prefix}${text}`),
        signal,
        purpose === 'query',
      );
      const width = numbers.length / texts.length;
      const raw = texts.map((_, row) => numbers.subarray(Math.floor(row * width), Math.floor((row + 1) * width)));
      return { vectors: toUnitVectors(raw, { count: texts.length, dimensions }), usage };
    },
    warm: () => thread.ready(),
    close: () => thread.close(),
  };
};

interface Job {
  readonly texts: readonly string[];
  readonly resolve: (numbers: Float32Array) => void;
  readonly reject: (failure: EmbeddingFailure) => void;
}

/** The thread, with one job in hand at a time. */
class ModelThread {
  readonly #files: LocalModelFiles;
  readonly #module: URL;
  readonly #waiting: Job[] = [];
  #worker: Worker | undefined;
  #ready: Promise<void> | undefined;
  #running: Job | undefined;
  #lastId = 0;

  constructor(files: LocalModelFiles, module: URL) {
    this.#files = files;
    this.#module = module;
  }

  /** @throws EmbeddingFailure not_installed */
  ready(): Promise<void> {
    this.#ready ??= this.#start();
    return this.#ready;
  }

  /** Readers' questions go before an ingest's passages. @throws EmbeddingFailure */
  async run(texts: readonly string[], signal: AbortSignal, isUrgent: boolean): Promise<Float32Array> {
    if (signal.aborted) throw new EmbeddingFailure('aborted');
    const { promise, resolve, reject } = Promise.withResolvers<Float32Array>();
    const job: Job = { texts, resolve, reject };
    const abort = (): void => {
      const at = this.#waiting.indexOf(job);
      if (at >= 0) this.#waiting.splice(at, 1);
      reject(new EmbeddingFailure('aborted'));
    };
    signal.addEventListener('abort', abort, { once: true });
    try {
      await Promise.race([this.ready(), promise]);
      if (isUrgent) this.#waiting.unshift(job);
      else this.#waiting.push(job);
      this.#next();
      return await promise;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  async #start(): Promise<void> {
    const { directory, dtype, pooling } = this.#files;
    if (dtype === undefined) throw new EmbeddingFailure('not_installed', { mend: FILES });
    const data: LocalModelData = { directory, dtype, pooling };
    const worker = new Worker(this.#module, {
      workerData: data,
      execArgv: ['--conditions=lectern-source', '--no-warnings'],
    });
    this.#worker = worker;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    worker.on('message', (reply: LocalReply) => {
      if (reply.type === 'ready') resolve();
      else if (reply.type === 'missing') {
        // What is missing now is missing the next time too: #ready keeps the failure.
        this.#worker = undefined;
        reject(new EmbeddingFailure('not_installed', { mend: reply.what === 'library' ? INSTALL : FILES }));
        void worker.terminate();
      } else this.#answer(reply);
    });
    const end = (cause: unknown): void => {
      const failure = new EmbeddingFailure('unavailable', { cause });
      reject(failure);
      this.#lose(worker, failure);
    };
    worker.on('error', end);
    worker.on('exit', () => end(undefined));
    try {
      await promise;
    } finally {
      // An idle thread keeps no process alive.
      worker.unref();
    }
  }

  #next(): void {
    if (this.#running || !this.#worker) return;
    this.#running = this.#waiting.shift();
    if (!this.#running) return;
    this.#lastId += 1;
    const request: LocalRequest = { id: this.#lastId, texts: this.#running.texts };
    this.#worker.ref();
    this.#worker.postMessage(request);
  }

  #answer(reply: Extract<LocalReply, { readonly id: number }>): void {
    const job = this.#running;
    if (!job || reply.id !== this.#lastId) return;
    this.#running = undefined;
    this.#worker?.unref();
    if (reply.type === 'vectors') job.resolve(reply.numbers);
    else job.reject(new EmbeddingFailure('broken'));
    this.#next();
  }

  /** The thread is gone: whoever waits is told, and the next call starts another. */
  #lose(worker: Worker, failure: EmbeddingFailure): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#ready = undefined;
    for (const job of [this.#running, ...this.#waiting.splice(0)]) job?.reject(failure);
    this.#running = undefined;
  }
}
