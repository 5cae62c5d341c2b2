/** One ingest while it runs: takes the worker's steps, writes beside the version that answers, and switches. */
import { randomUUID } from 'node:crypto';
import { INDEX_FORMAT_VERSION } from '@lectern/retrieval';
import { ValidationError } from '../../config/app-error.ts';
import { explainFullStorage } from '../../db/database-errors.ts';
import type { ActiveVersion } from './content.repository.ts';
import type { IndexCounts } from './content-book.ts';
import { CHUNKING_VERSION } from './content-chunking.ts';
import { addCounts, diffHashes, type IngestChanges, NO_CHANGES, segmentHashes } from './content-diff.ts';
import type { IndexingEvent } from './content-indexing.ts';
import { DOCUMENTS_VERSION } from './content-indexing-steps.ts';
import type { IngestDeps, IngestOptions, IngestProgress, IngestReport } from './content-ingest-options.ts';
import type { StoredVectors } from './content-vectors.ts';

/** How the stored chunks and indexes were made; what was made otherwise is built again in full. */
export const INDEX_RECIPE = `chunking ${CHUNKING_VERSION}, documents ${DOCUMENTS_VERSION}, index ${INDEX_FORMAT_VERSION}`;
const HEARTBEAT_MS = 5_000;

type Step<Type extends IndexingEvent['type']> = Extract<IndexingEvent, { type: Type }>;

/** The state of one ingest. */
export class IngestRun {
  status: IngestReport['status'] = 'current';
  version: number;
  counts: IndexCounts | null;
  changes: IngestChanges = { chapters: NO_CHANGES, segments: NO_CHANGES, chunks: NO_CHANGES };
  readonly #deps: IngestDeps;
  readonly #options: IngestOptions;
  readonly #active: ActiveVersion | undefined;
  readonly #owner = randomUUID();
  #building: { readonly version: number; readonly manifest: Step<'manifest'> } | undefined;
  #superseded: { key: string; locale: string }[] = [];
  #written = 0;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(deps: IngestDeps, options: IngestOptions, active: ActiveVersion | undefined) {
    this.#deps = deps;
    this.#options = options;
    this.#active = active;
    this.version = active?.version ?? 0;
    this.counts = active?.counts ?? null;
  }

  /** Takes one step. @returns false when the rest is not needed. */
  async take(event: IndexingEvent): Promise<boolean> {
    switch (event.type) {
      case 'failed':
        throw new ValidationError('MANIFEST_INVALID', { detail: event.reason });
      case 'current':
        if (this.#active && event.book) {
          await this.#deps.build.confirmManifest(this.#active.version, event.manifestHash, event.book);
          await this.#deps.library.refresh();
        }
        return false;
      case 'manifest':
        return this.#begin(event);
      case 'chapter':
        await this.#write(event);
        return true;
      case 'index':
        await this.#switch(event);
        return true;
    }
  }

  /** Ends a build that failed; what answers stays. */
  async abandon(error: unknown): Promise<void> {
    if (!this.#building) return;
    const reason = error instanceof Error ? error.message : String(error);
    this.#logEnd(error, this.#building.version);
    await this.#deps.build.failBuild(this.#building.version, this.#owner, reason).catch((failure: unknown) => {
      // The next build clears what this one leaves; the first fault is the one to report.
      this.#deps.logger.warn({ err: failure }, 'a failed build could not be cleared');
    });
  }

  /** Whoever stopped an ingest knows why, and a full disk needs no stack. */
  #logEnd(error: unknown, version: number): void {
    const { logger } = this.#deps;
    const full = explainFullStorage(error);
    if (this.#options.signal?.aborted) logger.info({ version }, 'the ingest was stopped; what answers stays');
    else if (full !== undefined) logger.warn({ version, reason: full }, 'the index could not be built');
    else logger.error({ err: error, version }, 'the index could not be built');
  }

  end(): void {
    clearInterval(this.#heartbeat);
  }

  async #begin(event: Step<'manifest'>): Promise<boolean> {
    this.#progress('writing', event.changes);
    if (!event.changed) return true;
    const { build, repository } = this.#deps;
    const version = await build.claimBuild(this.#owner, INDEX_RECIPE, event.manifestHash);
    if (version === undefined || (await repository.activeVersion())?.version !== this.#active?.version) {
      if (version !== undefined) await build.failBuild(version, this.#owner, 'another process switched meanwhile');
      this.status = 'elsewhere';
      return false;
    }
    this.#building = { version, manifest: event };
    this.#heartbeat = setInterval(() => {
      // A lost build shows when it tries to switch.
      build.heartbeat(version, this.#owner).catch(() => undefined);
    }, HEARTBEAT_MS).unref();
    for (const { key, locale } of event.removed) await this.#count({ key, locale }, [], [], 'removed');
    return true;
  }

  async #write({ chapter, chunks, contentHash, status }: Step<'chapter'>): Promise<void> {
    if (!this.#building) return;
    const { version, manifest } = this.#building;
    await this.#deps.build.stageChapter(version, chapter, contentHash, chunks);
    await this.#count(
      chapter,
      segmentHashes(chapter),
      chunks.map(({ hash }) => hash),
      status,
    );
    this.#written += 1;
    this.#progress('writing', manifest.changes);
  }

  async #count(
    { key, locale }: { readonly key: string; readonly locale: string },
    segments: readonly string[],
    chunks: readonly string[],
    status: 'added' | 'changed' | 'removed',
  ): Promise<void> {
    const { repository } = this.#deps;
    const before = this.#active ? await repository.chapterAt(this.#active.version, key, locale) : undefined;
    const chunksBefore = before && this.#active ? await repository.chunkHashes(this.#active.version, key, locale) : [];
    if (before) this.#superseded.push({ key, locale });
    this.changes = {
      chapters: addCounts(this.changes.chapters, { ...NO_CHANGES, [status]: 1 }),
      segments: addCounts(this.changes.segments, diffHashes(before ? segmentHashes(before) : [], segments)),
      chunks: addCounts(this.changes.chunks, diffHashes(chunksBefore, chunks)),
    };
  }

  async #switch({ bytes, latent }: Step<'index'>): Promise<void> {
    const { build, library } = this.#deps;
    this.#progress(latent ? 'refining' : 'indexing', this.#building?.manifest.changes ?? 0);
    // Without its latent part an index is the better one only where none is wanted.
    if (!latent && !this.#building && this.#deps.latent !== false) return;
    const indexHash = await build.saveBlob(bytes);
    if (this.#building && this.status !== 'switched') {
      const { version, manifest } = this.#building;
      const { manifestHash, book, counts } = manifest;
      const superseded = this.#superseded;
      const vectors = await this.#keptVectors(version);
      await build.activate(version, this.#owner, {
        book,
        counts,
        manifestHash,
        indexHash,
        latent,
        vectors,
        superseded,
      });
      clearInterval(this.#heartbeat);
      this.status = 'switched';
      this.version = version;
      this.counts = counts;
      await library.refresh();
      await build.prune(version);
      return;
    }
    await build.attachIndex(this.version, indexHash, latent);
    if (this.status === 'current') this.status = 'refined';
    await library.refresh();
    await build.prune(this.version);
  }

  /** What was embedded before; an edit waits for no model. */
  async #keptVectors(version: number): Promise<StoredVectors | null> {
    const { build, vectors } = this.#deps;
    if (!vectors) return null;
    const signal = this.#options.signal ?? new AbortController().signal;
    const options = { version, superseded: this.#superseded, askModel: false, signal };
    const { bytes, count } = await vectors.collect(options);
    return bytes === undefined ? null : { hash: await build.saveBlob(bytes), embedder: vectors.identity, count };
  }

  #progress(phase: IngestProgress['phase'], total: number): void {
    this.#options.onProgress?.({ phase, done: this.#written, total });
  }
}
