/** The process of a local model as seen from the server: one job in hand at a time, readers' questions first. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { EmbeddingFailure } from './embeddings.port.ts';
import type { LocalOrder, LocalReply } from './local-embeddings.protocol.ts';
import type { LocalModelFiles } from './local-model-files.ts';

const INSTALL =
  'install its library beside the model or the server: npm install @huggingface/transformers@4 (see docs/embeddings.md)';
const FILES = 'EMBEDDING_MODEL must be a directory with config.json, tokenizer.json and onnx/model_quantized.onnx';

interface Job {
  readonly texts: readonly string[];
  readonly resolve: (numbers: Float32Array) => void;
  readonly reject: (failure: EmbeddingFailure) => void;
}

/** Starts the process when it is needed, and again when it was lost. */
export class LocalModelProcess {
  readonly #files: LocalModelFiles;
  readonly #module: URL;
  readonly #waiting: Job[] = [];
  #child: ChildProcess | undefined;
  #ready: Promise<void> | undefined;
  #running: Job | undefined;
  #lastId = 0;
  #isClosed = false;

  constructor(files: LocalModelFiles, module: URL) {
    this.#files = files;
    this.#module = module;
  }

  /** Loads the model. @throws EmbeddingFailure not_installed, unavailable */
  ready(): Promise<void> {
    this.#ready ??= this.#start();
    return this.#ready;
  }

  /**
   * Embeds texts; gives their numbers in one row.
   * @param isUrgent A reader waits: before all that are not.
   * @throws EmbeddingFailure
   */
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

  /** Ends the process, whatever it does. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  async #start(): Promise<void> {
    const { directory, dtype, pooling } = this.#files;
    if (this.#isClosed) throw new EmbeddingFailure('unavailable');
    if (dtype === undefined) throw new EmbeddingFailure('not_installed', { mend: FILES });
    const child = fork(this.#module, [], {
      execArgv: ['--conditions=lectern-source', '--no-warnings'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      // None of the server's secrets.
      env: {},
    });
    this.#child = child;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    child.on('message', (reply: LocalReply) => {
      if (reply.type === 'ready') resolve();
      else if (reply.type === 'missing') {
        // What is missing now is missing the next time too: #ready keeps the failure.
        this.#child = undefined;
        reject(new EmbeddingFailure('not_installed', { mend: reply.what === 'library' ? INSTALL : FILES }));
        child.kill('SIGKILL');
      } else this.#answer(reply);
    });
    const end = (cause?: unknown): void => {
      const failure = new EmbeddingFailure('unavailable', { cause });
      reject(failure);
      this.#lose(child, failure);
    };
    child.on('error', end);
    child.on('exit', () => end());
    this.#send({ type: 'load', data: { directory, dtype, pooling } });
    try {
      await promise;
    } finally {
      keepAlive(child, false);
    }
  }

  #send(order: LocalOrder): void {
    // A process that is just ending takes nothing more; its end is told by `exit`.
    this.#child?.send(order, () => undefined);
  }

  #next(): void {
    if (this.#running || !this.#child) return;
    this.#running = this.#waiting.shift();
    if (!this.#running) return;
    this.#lastId += 1;
    keepAlive(this.#child, true);
    this.#send({ type: 'embed', id: this.#lastId, texts: this.#running.texts });
  }

  #answer(reply: Extract<LocalReply, { readonly id: number }>): void {
    const job = this.#running;
    if (!job || reply.id !== this.#lastId) return;
    this.#running = undefined;
    if (this.#child) keepAlive(this.#child, false);
    if (reply.type === 'vectors') job.resolve(reply.numbers);
    else job.reject(new EmbeddingFailure('broken'));
    this.#next();
  }

  /** The process is gone: whoever waits is told, and the next call starts another. */
  #lose(child: ChildProcess, failure: EmbeddingFailure): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#ready = undefined;
    for (const job of [this.#running, ...this.#waiting.splice(0)]) job?.reject(failure);
    this.#running = undefined;
  }
}

/** An idle model keeps no server alive. */
const keepAlive = (child: ChildProcess, needed: boolean): void => {
  if (needed) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
};
