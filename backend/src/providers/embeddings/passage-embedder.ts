/**
 * Embeds the passages of a book: packed into calls, a few at once, each paid for, with a patience that a reader's
 * question does not have. A provider's fault ends the run with what was got until then; it never fails the book.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { BudgetSpentError, PriceUnknownError } from '../../usage/ledger.port.ts';
import { type EmbeddingBatch, halveBatch, packBatches } from './embedding-batches.ts';
import {
  type Embedder,
  EmbeddingFailure,
  type EmbeddingFailureKind,
  type EmbeddingMeter,
  type Embeddings,
} from './embeddings.port.ts';

/** Calls at once: more makes a provider refuse rather than a book ready sooner. */
const PARALLEL_CALLS = 2;
/** Tries of one call, the first included. */
const TRIES = 6;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** A provider that wants a longer pause is left alone until the next ingest. */
const LONGEST_RETRY_AFTER_MS = 120_000;
/** Halvings of a text that the provider does not take. */
const HALVINGS = 3;
/** So many texts that are refused even when short say that the settings are wrong, not the texts. */
const REFUSED_TEXTS = 3;

const RETRIED: ReadonlySet<EmbeddingFailureKind> = new Set(['rate_limited', 'unavailable', 'timeout', 'broken']);
const HALVED: ReadonlySet<EmbeddingFailureKind> = new Set(['too_large', 'bad_request']);

/** What a run works with. */
export interface PassageEmbedderOptions {
  readonly embedder: Embedder;
  /** Left out: nothing is booked, as for a model in this process. */
  readonly meter?: EmbeddingMeter | undefined;
  /** Waits, ms; a test's own clock. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** Vectors of one call, by the places of their texts. */
export interface EmbeddedBatch {
  readonly places: readonly number[];
  readonly vectors: readonly Float32Array[];
}

/** How a run is watched. */
export interface PassageRunOptions {
  readonly signal: AbortSignal;
  /** Keeps what was got: called after each call, before the next begins in its place. */
  readonly onBatch: (batch: EmbeddedBatch) => Promise<void>;
}

/** What a run came to. */
export interface PassageRun {
  /** Texts embedded. */
  readonly embedded: number;
  /** Texts that the provider took in no length. */
  readonly refused: number;
  readonly tokens: number;
  /** USD; upper bound of what was booked. */
  readonly costUsd: number;
  /** Why the run ended before its end, in our own words; undefined when it did not. */
  readonly stopped?: string;
}

/** Embeds passages. */
export interface PassageEmbedder {
  /** @throws what `onBatch` throws, and the signal's reason */
  embedAll(texts: readonly string[], options: PassageRunOptions): Promise<PassageRun>;
}

/** Makes the embedder of passages. */
export const createPassageEmbedder = (options: PassageEmbedderOptions): PassageEmbedder => ({
  embedAll: async (texts, runOptions) => {
    const run = new Run(options, runOptions, packBatches(options.embedder, texts));
    await Promise.all(Array.from({ length: PARALLEL_CALLS }, () => run.work()));
    runOptions.signal.throwIfAborted();
    return run.result();
  },
});

/** The run is over for all its calls. */
class Stop extends Error {
  override readonly name = 'Stop';
}

interface Work {
  readonly batch: EmbeddingBatch;
  /** Halvings of a single text until here. */
  readonly halved: number;
}

class Run {
  readonly #options: PassageEmbedderOptions;
  readonly #watch: PassageRunOptions;
  readonly #batches: Iterator<EmbeddingBatch>;
  readonly #halves: Work[] = [];
  #embedded = 0;
  #refused = 0;
  #tokens = 0;
  #costUsd = 0;
  #stopped: string | undefined;

  constructor(options: PassageEmbedderOptions, watch: PassageRunOptions, batches: Iterator<EmbeddingBatch>) {
    this.#options = options;
    this.#watch = watch;
    this.#batches = batches;
  }

  result(): PassageRun {
    return {
      embedded: this.#embedded,
      refused: this.#refused,
      tokens: this.#tokens,
      costUsd: this.#costUsd,
      ...(this.#stopped === undefined ? {} : { stopped: this.#stopped }),
    };
  }

  /** Takes batches until none is left. */
  async work(): Promise<void> {
    try {
      for (let work = this.#next(); work !== undefined; work = this.#next()) await this.#embed(work);
    } catch (error) {
      this.#stopped ??= error instanceof Error ? error.message : 'stopped';
      if (!(error instanceof Stop)) throw error;
    }
  }

  #next(): Work | undefined {
    if (this.#stopped !== undefined || this.#watch.signal.aborted) return undefined;
    const half = this.#halves.shift();
    if (half) return half;
    const next = this.#batches.next();
    return next.done ? undefined : { batch: next.value, halved: 0 };
  }

  async #embed(work: Work): Promise<void> {
    const { places } = work.batch;
    let embeddings: Embeddings;
    try {
      embeddings = await this.#callPatiently(work.batch);
    } catch (error) {
      if (!(error instanceof EmbeddingFailure && HALVED.has(error.kind))) throw asStop(error);
      this.#halve(work, error);
      return;
    }
    await this.#watch.onBatch({ places, vectors: embeddings.vectors });
    this.#embedded += places.length;
  }

  /** What the provider does not take at once may go in parts. */
  #halve({ batch, halved }: Work, failure: EmbeddingFailure): void {
    const isSingle = batch.texts.length === 1;
    const parts = isSingle && halved >= HALVINGS ? [] : halveBatch(this.#options.embedder, batch);
    if (parts.length === 0) {
      this.#refused += 1;
      if (this.#refused >= REFUSED_TEXTS) throw new Stop(failure.message);
      return;
    }
    this.#halves.push(...parts.map((part) => ({ batch: part, halved: isSingle ? halved + 1 : 0 })));
  }

  async #callPatiently(batch: EmbeddingBatch): Promise<Embeddings> {
    const { wait = pause } = this.#options;
    const { signal } = this.#watch;
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#call(batch);
      } catch (error) {
        if (!(error instanceof EmbeddingFailure) || !RETRIED.has(error.kind) || tries >= TRIES) throw error;
        const { retryAfterMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1)) } = error;
        if (retryAfterMs > LONGEST_RETRY_AFTER_MS) throw error;
        await wait(retryAfterMs, signal);
      }
    }
  }

  async #call({ texts, tokens }: EmbeddingBatch): Promise<Embeddings> {
    const { embedder, meter } = this.#options;
    const { signal } = this.#watch;
    const reservation = await meter?.(embedder, tokens);
    try {
      const embeddings = await embedder.embed(texts, { purpose: 'passage', signal });
      await reservation?.settle(embeddings.usage);
      this.#tokens += embeddings.usage.tokens;
      this.#costUsd += reservation?.maxCostUsd ?? 0;
      return embeddings;
    } catch (error) {
      const usage = error instanceof EmbeddingFailure ? error.usage : undefined;
      if (usage === undefined) await reservation?.release();
      else {
        await reservation?.settle(usage);
        this.#tokens += usage.tokens;
        this.#costUsd += reservation?.maxCostUsd ?? 0;
      }
      throw error;
    }
  }
}

/** Faults of the provider and of the budget end the run; ours are thrown on. */
const asStop = (error: unknown): unknown =>
  error instanceof EmbeddingFailure || error instanceof BudgetSpentError || error instanceof PriceUnknownError
    ? new Stop(error.message, { cause: error })
    : error;

const pause = (ms: number, signal: AbortSignal): Promise<unknown> => delay(ms, undefined, { signal });
