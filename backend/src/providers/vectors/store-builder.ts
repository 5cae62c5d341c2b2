/** Brings a version of the index into a store, beside the one that answers, and switches. */
import { setTimeout as delay } from 'node:timers/promises';
import type { StoreVersion } from './store-version.ts';
import { isPassing, StoreFault, type VectorStore } from './vector-store.port.ts';

/** How long things are waited for. Tests wait for nothing. */
export interface BuilderPace {
  /** Tries of one operation. */
  readonly attempts: number;
  /** Wait before the second try, doubled with each further one, ms. */
  readonly backOffMs: number;
  /** Longest wait between two tries, ms. */
  readonly longestBackOffMs: number;
  /** Between two looks at a collection that another process fills, ms. */
  readonly watchMs: number;
  /** Looks without a new point after which this process goes on in its place. */
  readonly patience: number;
}

/** The pace of a server. */
export const SERVER_PACE: BuilderPace = {
  attempts: 6,
  backOffMs: 250,
  longestBackOffMs: 15_000,
  watchMs: 1_000,
  patience: 15,
};

/** What a build is told. */
export interface BuildOptions {
  readonly signal: AbortSignal;
  readonly pace?: BuilderPace;
  /** Collections that this process has made: it goes on with them at once. */
  readonly own?: Set<string>;
}

/**
 * Makes the collection of a version whole, and the one that answers; at once when it is so already. The one that answered
 * before stays for requests that began with it; older ones are dropped.
 * @returns Names of the collections that were dropped.
 * @throws StoreFault, or the signal's reason
 */
export const buildInStore = async (
  store: VectorStore,
  collection: string,
  version: StoreVersion,
  options: BuildOptions,
): Promise<string[]> => {
  const build = new Build(store, collection, version, options);
  if (!(await build.isWhole())) await build.fill();
  return build.switchOver();
};

class Build {
  readonly #store: VectorStore;
  readonly #collection: string;
  readonly #version: StoreVersion;
  readonly #signal: AbortSignal;
  readonly #pace: BuilderPace;

  readonly #own: Set<string>;

  constructor(store: VectorStore, collection: string, version: StoreVersion, options: BuildOptions) {
    this.#store = store;
    this.#collection = collection;
    this.#version = version;
    this.#signal = options.signal;
    this.#pace = options.pace ?? SERVER_PACE;
    this.#own = options.own ?? new Set();
  }

  /** @throws StoreFault `foreign` when the collection is not one of ours */
  async isWhole(): Promise<boolean> {
    const state = await this.#retry(() => this.#store.describe(this.#collection));
    if (state === undefined) return false;
    if (state.dimensions !== this.#version.dimensions) {
      const [has, wants] = [state.dimensions ?? 'no', this.#version.dimensions ?? 'no'];
      throw new StoreFault(
        'foreign',
        `collection ${this.#collection} has vectors of ${has} numbers, the book’s have ${wants}`,
      );
    }
    return state.points >= this.#version.points;
  }

  async fill(): Promise<void> {
    const isMine = await this.#retry(() => this.#store.create(this.#collection, this.#version.dimensions));
    if (isMine) this.#own.add(this.#collection);
    if (!this.#own.has(this.#collection) && (await this.#isFilledByAnother())) return;
    for await (const batch of this.#version.batches()) {
      this.#signal.throwIfAborted();
      if (batch.length > 0) await this.#retry(() => this.#store.upsert(this.#collection, batch));
    }
    if (!(await this.isWhole())) {
      throw new StoreFault('foreign', `collection ${this.#collection} has fewer points than were written`);
    }
  }

  /** Watches the points grow; false when they stopped before they were all there. */
  async #isFilledByAnother(): Promise<boolean> {
    let points = -1;
    let stalled = 0;
    while (stalled < this.#pace.patience) {
      if (await this.isWhole()) return true;
      const now = (await this.#retry(() => this.#store.describe(this.#collection)))?.points ?? 0;
      stalled = now > points ? 0 : stalled + 1;
      points = now;
      await delay(this.#pace.watchMs, undefined, { signal: this.#signal });
    }
    return false;
  }

  async switchOver(): Promise<string[]> {
    const before = await this.#retry(() => this.#store.list());
    if (before.current === this.#collection) return [];
    await this.#retry(() => this.#store.activate(this.#collection));
    const kept = new Set([this.#collection, before.current]);
    const old = before.names.filter((name) => !kept.has(name));
    for (const name of old) await this.#retry(() => this.#store.drop(name));
    return old;
  }

  async #retry<T>(operation: () => Promise<T>): Promise<T> {
    const { attempts, backOffMs, longestBackOffMs } = this.#pace;
    for (let attempt = 1; ; attempt += 1) {
      this.#signal.throwIfAborted();
      try {
        return await operation();
      } catch (fault) {
        if (!isPassing(fault) || attempt >= attempts) throw fault;
        const asked = fault instanceof StoreFault ? (fault.retryAfterSeconds ?? 0) * 1000 : 0;
        const wait = Math.min(longestBackOffMs, Math.max(asked, backOffMs * 2 ** (attempt - 1)));
        await delay(wait, undefined, { signal: this.#signal });
      }
    }
  }
}
