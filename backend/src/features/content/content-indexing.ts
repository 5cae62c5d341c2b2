/**
 * The indexing worker as seen from the server: a sequence of events that is taken one at a time, so that the worker
 * never runs ahead of the database and nothing heavy happens on the server's event loop.
 */
import { Worker } from 'node:worker_threads';
import type { Chapter } from '@lectern/contracts';
import type { BookMeta, IndexCounts } from './content-book.ts';
import type { Chunk } from './content-chunking.ts';
import type { KnownChapter } from './content-diff.ts';

/** Memory of the worker's JavaScript heap, MB: a manifest at its limits fits; a worse one ends the worker, not the server. */
const WORKER_HEAP_MB = 2048;

/** What the worker is given. */
export interface IndexingRequest {
  /** Path or address of the manifest. */
  readonly manifest: string;
  /** Whether the index gets its latent part; default true. */
  readonly latent?: boolean;
  /** What is indexed now; undefined: nothing, or by another recipe. */
  readonly indexed?: {
    readonly manifestHash: string;
    readonly book: BookMeta;
    readonly chapters: readonly KnownChapter[];
    /** The stored index is complete: nothing to build while the manifest's bytes are the same. */
    readonly complete: boolean;
  };
}

/** One step of indexing, in this order: one `manifest`; `chapter`s; then `index`, once or twice; or `current` alone, or `failed` anywhere. */
export type IndexingEvent =
  /** The manifest says nothing that is indexed anew. `book` holds what else it says; null: it is the one that is indexed. */
  | { readonly type: 'current'; readonly manifestHash: string; readonly book: BookMeta | null }
  /** The manifest cannot be used. */
  | { readonly type: 'failed'; readonly reason: string }
  | {
      readonly type: 'manifest';
      readonly manifestHash: string;
      readonly book: BookMeta;
      readonly counts: IndexCounts;
      readonly removed: readonly KnownChapter[];
      /** Number of `chapter` events to come. */
      readonly changes: number;
      /** Something is new, so that a version has to be built; false: only the index is missing. */
      readonly changed: boolean;
    }
  | {
      readonly type: 'chapter';
      readonly status: 'added' | 'changed';
      readonly chapter: Chapter;
      readonly contentHash: string;
      readonly chunks: readonly Chunk[];
    }
  /** A serialized index: first without the latent part, so that the book can be searched soon; then with it. */
  | { readonly type: 'index'; readonly bytes: Uint8Array; readonly latent: boolean };

/** Runs the indexing of a manifest. The seam at which tests put faults. */
export type IndexingRunner = (request: IndexingRequest, signal?: AbortSignal) => AsyncGenerator<IndexingEvent>;

/** Runs the indexing in a worker thread. Leaving the loop, or the signal, ends the worker. */
export const runIndexingWorker: IndexingRunner = async function* (request, signal) {
  const worker = new Worker(new URL('./content-indexing.worker.ts', import.meta.url), {
    workerData: request,
    // The worker resolves workspace packages as the server does, also when a test runner transforms the server's own.
    execArgv: ['--conditions=lectern-source', '--no-warnings'],
    resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB },
  });
  let settle: ((event: IndexingEvent | undefined) => void) | undefined;
  let fail: ((error: unknown) => void) | undefined;
  let ended = false;
  const next = (): Promise<IndexingEvent | undefined> =>
    new Promise((resolve, reject) => {
      // The signal may have ended it while the last event was being worked on: nobody would answer any more.
      if (ended) return resolve(undefined);
      settle = resolve;
      fail = reject;
      worker.postMessage('next');
    });
  worker.on('message', (event: IndexingEvent) => settle?.(event));
  worker.on('error', (error) => fail?.(outOfMemory(error) ? tooLarge(request.manifest) : error));
  worker.on('exit', () => {
    ended = true;
    settle?.(undefined);
  });
  const stop = (): void => void worker.terminate();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    signal?.throwIfAborted();
    for (let event = await next(); event !== undefined; event = await next()) yield event;
    signal?.throwIfAborted();
  } finally {
    signal?.removeEventListener('abort', stop);
    await worker.terminate();
  }
};

const outOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

const tooLarge = (manifest: string): Error =>
  new Error(`Indexing ${manifest} needs more than ${WORKER_HEAP_MB} MB of memory. Split the site, or leave out pages.`);
