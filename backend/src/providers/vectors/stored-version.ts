/** One version of the index while it is brought into a store, searched there, lost and brought back. */
import { setTimeout as delay } from 'node:timers/promises';
import { type CandidateResult, withoutGramPostings } from '@lectern/retrieval';
import type { Logger } from 'pino';
import type { HealthFinding } from '../../config/health-check.ts';
import { sampleDense } from './dense-sample.ts';
import { readDenseVectors } from './dense-vectors.ts';
import { searchHere } from './in-process-vectors.ts';
import { type LanguageIndex, openLanguages } from './language-index.ts';
import { type BuilderPace, buildInStore } from './store-builder.ts';
import { storeVersion } from './store-version.ts';
import type { StoreWatch } from './store-watch.ts';
import { modulesOf, type SearchedVersion, searchStore } from './stored-search.ts';
import { isPassing, StoreFault, type VectorStore } from './vector-store.port.ts';
import type { CandidatesRequest, StoredIndex, VectorIndex } from './vectors.port.ts';

/** What a version needs. */
export interface StoredVersionDeps {
  readonly store: VectorStore;
  readonly prefix: string;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly pace: BuilderPace;
  readonly watch: StoreWatch;
  /** Aborted when the server stops. */
  readonly signal: AbortSignal;
  /** Collections that this process has made. */
  readonly own: Set<string>;
}

/** Where the version is searched: here as a whole; in the store; or here by its words, since the store lost it. */
type Place =
  | { readonly kind: 'here' }
  | { readonly kind: 'store'; readonly searched: SearchedVersion }
  | { readonly kind: 'words' };

/** A version of the index. */
export class StoredVersion implements VectorIndex {
  readonly dense: VectorIndex['dense'];
  readonly #deps: StoredVersionDeps;
  readonly #stored: Omit<StoredIndex, 'bytes' | 'dense'>;
  /** The index of this process: whole, or what is left of it once the store has the rest. */
  #local: VectorIndex;
  #place: Place = { kind: 'here' };
  #fault: unknown;
  #filling: Promise<void>;
  readonly #retirement = new AbortController();

  constructor(deps: StoredVersionDeps, stored: StoredIndex, languages: readonly LanguageIndex[], here: VectorIndex) {
    this.#deps = deps;
    const { bytes: _bytes, dense: _dense, ...rest } = stored;
    this.#stored = rest;
    this.#local = here;
    this.dense = here.dense;
    this.#filling = this.#fill(languages, stored.dense);
  }

  lexicon(page: string): ReturnType<NonNullable<VectorIndex['lexicon']>> {
    return this.#local.lexicon?.(page);
  }

  async candidates(request: CandidatesRequest): Promise<CandidateResult> {
    const place = this.#place;
    const call = place.kind === 'store' ? this.#deps.watch.admit() : undefined;
    if (place.kind !== 'store' || call === undefined) return this.#local.candidates(request);
    try {
      const found = await searchStore(place.searched, request);
      call.succeeded();
      this.#fault = undefined;
      return found;
    } catch (fault) {
      call.failed(fault);
      this.#noteFault(fault);
      return this.#local.candidates(request);
    }
  }

  /** Waits until it is where it is to be searched, or a try to bring it there has failed. */
  settled(): Promise<void> {
    return this.#filling;
  }

  /** Another version was opened: this one is not brought anywhere any more. */
  retire(): void {
    this.#retirement.abort();
  }

  /** The store was away: what was in it may be gone. */
  lookAgain(): void {
    if (this.#place.kind !== 'store') return;
    const { store, collection } = this.#place.searched;
    store.describe(collection).then(
      (state) => state === undefined && this.#refill(),
      () => undefined,
    );
  }

  async health(): Promise<HealthFinding> {
    const { store, watch } = this.#deps;
    if (this.#place.kind === 'store' && !watch.isAway) {
      const { collection } = this.#place.searched;
      const state = await store.describe(collection).catch((fault: unknown) => fault);
      if (state === undefined) this.#refill();
      this.#fault = state instanceof Error ? state : undefined;
    }
    if (this.#fault === undefined && !watch.isAway && this.#place.kind !== 'words') return { status: 'pass' };
    const why = this.#fault instanceof Error ? this.#fault.message : `${store.label} does not answer`;
    const now = this.#place.kind === 'here' ? 'this process searches alone' : 'words in this process answer';
    return { status: 'warn', detail: `${why}: ${now}. See lectern doctor` };
  }

  #noteFault(fault: unknown): void {
    this.#fault = fault;
    if (fault instanceof StoreFault && fault.kind === 'missing') this.#refill();
    else if (!isPassing(fault)) this.#deps.logger.warn({ err: fault }, 'the store of vectors did not answer');
  }

  /** The collection is gone: words answer until it is filled again from the database. */
  #refill(): void {
    if (this.#place.kind !== 'store') return;
    this.#place = { kind: 'words' };
    const { logger, store } = this.#deps;
    logger.warn(`${store.label} lost the collection of this index: it is filled again`);
    this.#filling = (async () => {
      const again = this.#retirement.signal.aborted ? undefined : await this.#stored.reload?.();
      if (again === undefined) return;
      const languages = openLanguages(again.bytes, this.#stored.pages);
      this.#local = searchHere(languages, { pages: this.#stored.pages, dense: again.dense });
      this.#place = { kind: 'here' };
      await this.#fill(languages, again.dense);
    })().catch((error: unknown) => {
      this.#fault = error;
      logger.warn({ err: error }, 'the index could not be read again for the store of vectors');
    });
  }

  /** One try; the next ones go on behind it. */
  async #fill(languages: readonly LanguageIndex[], dense: Uint8Array | undefined): Promise<void> {
    const { store, prefix, logger, pace, own } = this.#deps;
    // A version that is filled after the one that follows it would take its place.
    const signal = AbortSignal.any([this.#deps.signal, this.#retirement.signal]);
    const vectors = dense === undefined ? undefined : readDenseVectors(dense);
    const { pages, placeOf, version: number = 0 } = this.#stored;
    const { keepsWords } = store;
    const version = storeVersion({ version: number, languages, vectors, pages, placeOf, keepsWords });
    if (version === undefined) return;
    const collection = `${prefix}_${version.suffix}`;
    try {
      const dropped = await buildInStore(store, collection, version, { signal, pace, own });
      if (dropped.length > 0) logger.info({ dropped }, 'old collections dropped');
    } catch (fault) {
      if (signal.aborted) return;
      this.#noteUnfilled(fault);
      this.#later(languages, dense);
      return;
    }
    this.#fault = undefined;
    this.#moveTo({ store, collection, languages, pages, vectors });
    logger.info({ collection, points: version.points }, `${store.label} holds the index`);
  }

  /** Once for each reason: it is tried again and again. */
  #noteUnfilled(fault: unknown): void {
    const isKnown = fault instanceof Error && this.#fault instanceof Error && fault.message === this.#fault.message;
    this.#fault = fault;
    if (isKnown) return;
    this.#deps.logger.warn({ err: fault }, 'the store of vectors could not be filled: this process searches alone');
  }

  #later(languages: readonly LanguageIndex[], dense: Uint8Array | undefined): void {
    const { pace } = this.#deps;
    const signal = AbortSignal.any([this.#deps.signal, this.#retirement.signal]);
    delay(pace.longestBackOffMs, undefined, { signal, ref: false }).then(
      () => {
        this.#filling = this.#fill(languages, dense);
      },
      () => undefined,
    );
  }

  /** Lets go of what the store has now. */
  #moveTo({
    languages,
    vectors,
    ...rest
  }: Omit<SearchedVersion, 'languages' | 'embedder' | 'sections'> & {
    readonly languages: readonly LanguageIndex[];
    readonly vectors: ReturnType<typeof readDenseVectors> | undefined;
  }): void {
    const { keepsWords } = rest.store;
    const kept = languages.map((language) =>
      keepsWords ? { ...language, index: withoutGramPostings(language.index) } : language,
    );
    this.#local = searchHere(kept, { pages: rest.pages });
    this.#place = {
      kind: 'store',
      searched: {
        ...rest,
        embedder: vectors?.embedder,
        sections: kept.reduce((sum, { index }) => sum + index.ids.length, 0),
        languages: kept.map((language) => ({
          ...language,
          modules: modulesOf(language, this.#stored.placeOf),
          medianOf: vectors && sampleDense(vectors, language.index.ids),
        })),
      },
    };
  }
}
