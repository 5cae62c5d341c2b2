/** Gets the embeddings of a book's chunks: from what was kept, and from the model only what is new. */

import { type EmbedderName, embedderIdentity } from '../../providers/embeddings/embeddings.port.ts';
import type { PassageEmbedder, PassageRun } from '../../providers/embeddings/passage-embedder.ts';
import { DenseWriter } from '../../providers/vectors/dense-vectors.ts';
import { embeddedText, embeddedTextHash } from './content-embedded-text.ts';
import type { EmbeddableChunk, EmbeddingRepository } from './content-embedding.repository.ts';

/**
 * Share of the chunks that must have an embedding before meaning takes part in the ranking: with fewer, the ones that
 * have one would lead for that alone.
 */
export const LEAST_COVERAGE = 0.9;

/** Embeddings of an index version, as they are stored. */
export interface StoredVectors {
  /** Content hash in index_blob. */
  readonly hash: string;
  /** See embedderIdentity(). */
  readonly embedder: string;
  /** Chunks that have an embedding. */
  readonly count: number;
}

/** What embedding came to. */
export interface EmbeddingReport {
  /** See embedderIdentity(). */
  readonly embedder: string;
  /** Chunks of the version. */
  readonly chunks: number;
  /** Chunks that were embedded now. */
  readonly embedded: number;
  /** Chunks whose embedding was kept from before. */
  readonly cached: number;
  /** Chunks without an embedding: found by their words until the next ingest. */
  readonly missing: number;
  /** tokens, as the provider counted them or we did */
  readonly tokens: number;
  /** Upper bound of what the calls cost, USD. */
  readonly costUsd: number;
  /** Why embeddings are missing, for the operator. */
  readonly stopped?: string;
}

/** What was got. */
export interface CollectedVectors {
  /** To be stored; undefined when there is not one vector. */
  readonly bytes: Uint8Array | undefined;
  readonly count: number;
  readonly report: EmbeddingReport;
}

/** Where to collect. */
export interface CollectOptions {
  readonly version: number;
  /** Chapters of which earlier rows end with this version. */
  readonly superseded: readonly { readonly key: string; readonly locale: string }[];
  /** false: only what was kept. */
  readonly askModel: boolean;
  readonly signal: AbortSignal;
  readonly onProgress?: (done: number) => void;
}

/** Gets embeddings. */
export interface BookVectors {
  /** See embedderIdentity(). */
  readonly identity: string;
  /** @throws the signal's reason; never a fault of the model: that is in the report */
  collect(options: CollectOptions): Promise<CollectedVectors>;
}

/** What it works with. */
export interface BookVectorsDeps {
  readonly embedder: EmbedderName;
  readonly passages: PassageEmbedder;
  readonly repository: EmbeddingRepository;
}

/** Makes it. */
export const createBookVectors = (deps: BookVectorsDeps): BookVectors => {
  const identity = embedderIdentity(deps.embedder);
  return {
    identity,
    collect: async (options) => {
      const collection = new Collection(deps, options, identity);
      for await (const page of deps.repository.chunksOf(options.version, options.superseded)) {
        options.signal.throwIfAborted();
        await collection.add(page);
      }
      return collection.result();
    },
  };
};

interface HashedChunk {
  readonly id: string;
  readonly text: string;
  readonly hash: string;
}

class Collection {
  readonly #deps: BookVectorsDeps;
  readonly #options: CollectOptions;
  readonly #writer: DenseWriter;
  readonly #identity: string;
  readonly #model: { readonly model: string; readonly dimensions: number };
  #chunks = 0;
  #cached = 0;
  #embedded = 0;
  #tokens = 0;
  #costUsd = 0;
  #refused = 0;
  #stopped: string | undefined;

  constructor(deps: BookVectorsDeps, options: CollectOptions, identity: string) {
    const { provider, model, dimensions } = deps.embedder;
    this.#deps = deps;
    this.#options = options;
    this.#identity = identity;
    this.#writer = new DenseWriter(identity, dimensions);
    this.#model = { model: `${provider}/${model}`, dimensions };
  }

  async add(page: readonly EmbeddableChunk[]): Promise<void> {
    const chunks = page.map((chunk): HashedChunk => {
      const text = embeddedText(chunk);
      return { id: chunk.id, text, hash: embeddedTextHash(text) };
    });
    this.#chunks += chunks.length;
    const kept = await this.#deps.repository.find(
      this.#model,
      chunks.map(({ hash }) => hash),
    );
    const missing = chunks.filter(({ hash }) => !kept.has(hash));
    this.#cached += chunks.length - missing.length;
    this.#progress();
    const got = await this.#embed(missing);
    for (const { id, hash } of chunks) {
      const vector = kept.get(hash) ?? got.get(hash);
      if (vector) this.#writer.add(id, vector);
    }
  }

  result(): CollectedVectors {
    const { count } = this.#writer;
    const refused = this.#refused > 0 ? `the model took ${this.#refused} texts in no length` : undefined;
    const stopped = this.#stopped ?? refused;
    return {
      bytes: count === 0 ? undefined : this.#writer.finish(),
      count,
      report: {
        embedder: this.#identity,
        chunks: this.#chunks,
        embedded: this.#embedded,
        cached: this.#cached,
        missing: this.#chunks - count,
        tokens: this.#tokens,
        costUsd: this.#costUsd,
        ...(stopped === undefined ? {} : { stopped }),
      },
    };
  }

  /** Asks the model, and keeps what it gives as it comes: what was paid for once is never paid for again. */
  async #embed(chunks: readonly HashedChunk[]): Promise<Map<string, Float32Array>> {
    const got = new Map<string, Float32Array>();
    if (!this.#options.askModel || this.#stopped !== undefined || chunks.length === 0) return got;
    const texts = new Map(chunks.map(({ hash, text }) => [hash, text]));
    const repeats = Map.groupBy(chunks, ({ hash }) => hash);
    const hashes = [...texts.keys()];
    const run = await this.#deps.passages.embedAll([...texts.values()], {
      signal: this.#options.signal,
      onBatch: async ({ places, vectors }) => {
        const batch = new Map<string, Float32Array>();
        places.forEach((place, at) => {
          const [hash, vector] = [hashes[place], vectors[at]];
          if (hash !== undefined && vector) batch.set(hash, vector);
        });
        await this.#deps.repository.save(this.#model, batch);
        for (const [hash, vector] of batch) {
          got.set(hash, vector);
          this.#embedded += repeats.get(hash)?.length ?? 0;
        }
        this.#progress();
      },
    });
    this.#note(run);
    return got;
  }

  #note({ tokens, costUsd, refused, stopped }: PassageRun): void {
    this.#tokens += tokens;
    this.#costUsd += costUsd;
    this.#refused += refused;
    this.#stopped = stopped;
  }

  #progress(): void {
    this.#options.onProgress?.(this.#cached + this.#embedded);
  }
}
