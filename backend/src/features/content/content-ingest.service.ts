/** Brings the index up to the manifest: compares, writes what changed beside the version that answers, and switches. */
import { MAX_LATENT_DOCUMENTS } from '@lectern/retrieval';
import type { ActiveVersion } from './content.repository.ts';
import { completeEmbeddings } from './content-embedding-stage.ts';
import { type IndexingRequest, runIndexingWorker } from './content-indexing.ts';
import type { IngestDeps, IngestOptions, IngestReport } from './content-ingest-options.ts';
import { INDEX_RECIPE, IngestRun } from './content-ingest-run.ts';
import type { EmbeddingReport } from './content-vectors.ts';

/** Brings the index up to a manifest. */
export interface IngestService {
  /**
   * One ingest at a time; a second call waits for the first, but not for its embeddings. A failure leaves what answers as it is.
   * @throws MANIFEST_INVALID when the manifest cannot be used.
   */
  ingest(options: IngestOptions): Promise<IngestReport>;
}

/** Makes the ingest service. */
export const createIngestService = (deps: IngestDeps): IngestService => {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = new AbortController();
  return {
    ingest: (options) => {
      waiting.abort();
      waiting = new AbortController();
      const newer = waiting.signal;
      const run = last.then(() => ingestOnce(deps, options, newer));
      last = run.catch(() => undefined);
      return run;
    },
  };
};

const ingestOnce = async (deps: IngestDeps, options: IngestOptions, newer: AbortSignal): Promise<IngestReport> => {
  const started = performance.now();
  const active = await deps.repository.activeVersion();
  const run = new IngestRun(deps, options, active);
  options.onProgress?.({ phase: 'reading', done: 0, total: 0 });
  try {
    const events = (deps.run ?? runIndexingWorker)(await indexingRequest(deps, options, active), options.signal);
    for await (const event of events) {
      if (!(await run.take(event))) break;
    }
  } catch (error) {
    await run.abandon(error);
    throw error;
  } finally {
    run.end();
  }
  const embeddings = run.status === 'elsewhere' ? null : await embed(deps, options, newer, run);
  const { status, version, changes, counts } = run;
  const durationMs = Math.round(performance.now() - started);
  options.onProgress?.({ phase: 'done', done: 1, total: 1 });
  deps.logger.info({ status, version, durationMs, ...changes, ...(embeddings ? { embeddings } : {}) }, 'ingest ended');
  return { status, version, changes, counts, embeddings, durationMs };
};

const embed = async (
  { vectors, ...deps }: IngestDeps,
  { signal, force = false, onProgress }: IngestOptions,
  newer: AbortSignal,
  run: IngestRun,
): Promise<EmbeddingReport | null> => {
  if (!vectors) return null;
  const stage = await completeEmbeddings(
    { ...deps, vectors },
    {
      signal: signal ?? new AbortController().signal,
      newer,
      force,
      onProgress: (done, total) => onProgress?.({ phase: 'embedding', done, total }),
    },
  );
  if (stage?.version !== undefined) {
    run.version = stage.version;
    run.status = 'switched';
  }
  return stage?.report ?? null;
};

const indexingRequest = async (
  { repository, latent: wantsLatent = true }: IngestDeps,
  { manifest, force }: IngestOptions,
  active: ActiveVersion | undefined,
): Promise<IndexingRequest> => {
  if (!active) return { manifest, latent: wantsLatent };
  const { manifestHash, book, counts, latent, version } = active;
  const chapters = await repository.knownChapters(version);
  if (force || active.recipe !== INDEX_RECIPE) {
    // Known by name only: every chapter counts as changed, and those that are gone are still seen to be gone.
    const unknown = chapters.map((chapter) => ({ ...chapter, contentHash: '' }));
    const indexed = { manifestHash: '', book, chapters: unknown, complete: false };
    return { manifest, latent: wantsLatent, indexed };
  }
  const complete = latent === (wantsLatent && counts.chunks <= MAX_LATENT_DOCUMENTS);
  return { manifest, latent: wantsLatent, indexed: { manifestHash, book, chapters, complete } };
};
