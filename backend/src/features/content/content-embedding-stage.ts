/**
 * The last stage of an ingest: gives the book the embeddings that it lacks, as an index version of its own beside the
 * one that answers. Whatever goes wrong here, the book is found by its words meanwhile, and the next ingest goes on
 * with what was got.
 */
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { ActiveVersion, ContentRepository } from './content.repository.ts';
import type { ContentBuildRepository } from './content-build.repository.ts';
import type { BookLibrary } from './content-library.service.ts';
import { type BookVectors, type CollectedVectors, type EmbeddingReport, LEAST_COVERAGE } from './content-vectors.ts';

const HEARTBEAT_MS = 5_000;

/** What the stage works with. */
export interface EmbeddingStageDeps {
  readonly repository: Pick<ContentRepository, 'activeVersion' | 'hasBlob'>;
  readonly build: ContentBuildRepository;
  readonly library: Pick<BookLibrary, 'refresh'>;
  readonly vectors: BookVectors;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
}

/** How the stage is run. */
export interface EmbeddingStageOptions {
  /** Ends the ingest. */
  readonly signal: AbortSignal;
  /** Aborted when another ingest waits: what was got is kept, and that one goes on with it. */
  readonly newer: AbortSignal;
  /** Also when the embeddings seem to be whole. */
  readonly force: boolean;
  /** Chunks with an embedding, of all. */
  readonly onProgress: (done: number, total: number) => void;
}

/** What the stage did. */
export interface EmbeddingStage {
  /** The version that answers now, when it is a new one. */
  readonly version?: number;
  readonly report: EmbeddingReport;
}

/**
 * Runs the stage; undefined before there is a book.
 * @throws the signal's reason only
 */
export const completeEmbeddings = async (
  deps: EmbeddingStageDeps,
  options: EmbeddingStageOptions,
): Promise<EmbeddingStage | undefined> => {
  const { repository, build, vectors, logger } = deps;
  const active = await repository.activeVersion();
  if (!active) return undefined;
  const held = active.vectors?.embedder === vectors.identity ? active.vectors : null;
  const isWhole = held !== null && held.count >= active.counts.chunks && (await repository.hasBlob(held.hash));
  if (isWhole && !options.force) return { report: unasked(active, vectors.identity) };
  const owner = randomUUID();
  const version = await build.claimBuild(owner, active.recipe, active.manifestHash);
  if (version === undefined) return { report: unasked(active, vectors.identity, 'another process is indexing') };
  const heartbeat = setInterval(() => {
    // A lost build shows when it tries to switch.
    build.heartbeat(version, owner).catch(() => undefined);
  }, HEARTBEAT_MS).unref();
  try {
    return await embedVersion(deps, options, { active, version, owner });
  } catch (error) {
    await build.failBuild(version, owner, 'its embeddings were not completed').catch((failure: unknown) => {
      logger.warn({ err: failure }, 'a failed build could not be cleared');
    });
    options.signal.throwIfAborted();
    if (options.newer.aborted) return { report: unasked(active, vectors.identity, 'a newer ingest goes on with it') };
    logger.error({ err: error, version }, 'the embeddings could not be stored');
    return { report: unasked(active, vectors.identity, 'they could not be stored') };
  } finally {
    clearInterval(heartbeat);
  }
};

interface Claim {
  readonly active: ActiveVersion;
  readonly version: number;
  readonly owner: string;
}

const embedVersion = async (
  { repository, build, library, vectors }: EmbeddingStageDeps,
  { signal, newer, force, onProgress }: EmbeddingStageOptions,
  { active, version, owner }: Claim,
): Promise<EmbeddingStage> => {
  const { book, counts, manifestHash, indexHash, latent } = active;
  const collected = await vectors.collect({
    version,
    superseded: [],
    askModel: true,
    signal: AbortSignal.any([signal, newer]),
    onProgress: (done) => onProgress(done, counts.chunks),
  });
  const { bytes, count, report } = collected;
  const isCurrent = (await repository.activeVersion())?.version === active.version;
  if (bytes === undefined || !isCurrent || !isBetter(collected, active, force)) {
    await build.failBuild(version, owner, report.stopped ?? 'nothing to gain by it');
    return { report };
  }
  const stored = { hash: await build.saveBlob(bytes), embedder: report.embedder, count };
  const next = { book, counts, manifestHash, indexHash, latent, vectors: stored, superseded: [] };
  await build.activate(version, owner, next);
  await library.refresh();
  await build.prune(version);
  return { version, report };
};

/** More than there is of the same model; or, of another one, enough to be of use. */
const isBetter = ({ count, report }: CollectedVectors, { vectors }: ActiveVersion, force: boolean): boolean => {
  if (vectors?.embedder === report.embedder) return force || count > vectors.count || count === report.chunks;
  return count >= LEAST_COVERAGE * report.chunks;
};

/** The report of a stage that asked for nothing. */
const unasked = ({ counts, vectors }: ActiveVersion, embedder: string, stopped?: string): EmbeddingReport => {
  const cached = vectors?.embedder === embedder ? Math.min(vectors.count, counts.chunks) : 0;
  const missing = counts.chunks - cached;
  const why = stopped === undefined ? {} : { stopped };
  return { embedder, chunks: counts.chunks, embedded: 0, cached, missing, tokens: 0, costUsd: 0, ...why };
};
