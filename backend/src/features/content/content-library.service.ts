/** Holds the version of the book that answers now, and follows the switches that this or another process makes. */
import { IndexFormatError } from '@lectern/retrieval';
import type { Logger } from 'pino';
import { DenseFormatError } from '../../providers/vectors/dense-vectors.ts';
import type { VectorIndex, VectorsPort } from '../../providers/vectors/vectors.port.ts';
import type { ActiveVersion, ContentRepository } from './content.repository.ts';
import type { Chunk } from './content-chunking.ts';
import { createPlaces } from './content-places.ts';
import { assembleSnapshot, type BookSnapshot, type ChapterEntry, chapterEntry } from './content-snapshot.ts';
import { LEAST_COVERAGE, type StoredVectors } from './content-vectors.ts';

/** How often the database is asked for a switch that no notification told, ms. */
export const POLL_INTERVAL_MS = 5_000;

/** What the library needs. */
export interface LibraryDeps {
  readonly repository: ContentRepository;
  readonly vectors: VectorsPort;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Model of which embeddings are used, as embedderIdentity() names it; others are not even loaded. */
  readonly embedder?: string | undefined;
  /** Subscribes to notifications of a switch; gives back how to end it. */
  readonly subscribe?: (onSwitch: () => void) => Promise<() => Promise<void>>;
}

/** The book as it answers now. */
export interface BookLibrary {
  /** The version that answers; undefined before the first is loaded. */
  current(): BookSnapshot | undefined;
  /**
   * Loads the active version if it is not the one at hand; at once one load only.
   * @returns What answers after it.
   * @throws UnreadableIndexError when the stored index cannot be read; the one at hand goes on answering.
   */
  refresh(): Promise<BookSnapshot | undefined>;
  /** Follows switches until `stop`. */
  watch(): Promise<void>;
  /** Ends {@link BookLibrary.watch}. */
  stop(): Promise<void>;
}

/** The stored index is missing or of another format: it has to be built again. */
export class UnreadableIndexError extends Error {
  override readonly name = 'UnreadableIndexError';
}

/** A version with what tells it from the stored one. */
interface Held extends Pick<ActiveVersion, 'indexHash' | 'manifestHash'> {
  readonly snapshot: BookSnapshot;
}

const holding = ({ indexHash, manifestHash }: ActiveVersion, snapshot: BookSnapshot): Held => ({
  indexHash,
  manifestHash,
  snapshot,
});

/** Makes the library. */
export const createBookLibrary = (deps: LibraryDeps): BookLibrary => {
  const { repository, logger, subscribe } = deps;
  let held: Held | undefined;
  let loading: Promise<BookSnapshot | undefined> | undefined;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  let unsubscribe: (() => Promise<void>) | undefined;

  const load = async (): Promise<BookSnapshot | undefined> => {
    const active = await repository.activeVersion();
    if (!active) return held?.snapshot;
    if (held?.snapshot.version === active.version && held.indexHash === active.indexHash) {
      // A manifest that says the same of what is indexed may say something else beside.
      if (held.manifestHash !== active.manifestHash) held = holding(active, { ...held.snapshot, book: active.book });
      return held.snapshot;
    }
    const parts =
      held?.snapshot.version === active.version
        ? { chapters: held.snapshot.chapters, chunks: [...held.snapshot.chunks.values()] }
        : await readBook(repository, active.version);
    const index = await openIndex(deps, active, parts);
    held = holding(active, assembleSnapshot({ version: active.version, book: active.book, ...parts, index }));
    logger.info(
      { version: active.version, latent: active.latent, embedder: index.dense?.embedder ?? null, ...active.counts },
      'index loaded',
    );
    return held.snapshot;
  };

  const refresh = (): Promise<BookSnapshot | undefined> => {
    if (loading) {
      // A switch that is told while a load is under way may be newer than what that load saw.
      again = true;
      return loading;
    }
    loading = (async () => {
      try {
        let loaded: BookSnapshot | undefined;
        do {
          again = false;
          loaded = await load();
        } while (again);
        return loaded;
      } finally {
        loading = undefined;
      }
    })();
    return loading;
  };

  const follow = (): void => {
    refresh().catch((error: unknown) => logger.error({ err: error }, 'the index could not be loaded'));
  };

  return {
    current: () => held?.snapshot,
    refresh,
    watch: async () => {
      timer ??= setInterval(follow, POLL_INTERVAL_MS).unref();
      unsubscribe ??= await subscribe?.(follow);
    },
    stop: async () => {
      clearInterval(timer);
      timer = undefined;
      await unsubscribe?.();
      unsubscribe = undefined;
      await loading?.catch(() => undefined);
    },
  };
};

/** What a version is made of beside its index. */
interface BookParts {
  readonly chapters: readonly ChapterEntry[];
  readonly chunks: readonly Chunk[];
}

const readBook = async (repository: ContentRepository, version: number): Promise<BookParts> => {
  const chapters: ChapterEntry[] = [];
  const chunks: Chunk[] = [];
  for await (const page of repository.chapters(version)) chapters.push(...page.map(chapterEntry));
  for await (const page of repository.chunks(version)) chunks.push(...page);
  return { chapters, chunks };
};

const openIndex = async (
  { repository, vectors, embedder, logger }: LibraryDeps,
  active: ActiveVersion,
  parts: BookParts,
): Promise<VectorIndex> => {
  const read = async () => {
    const bytes = await repository.loadBlob(active.indexHash);
    const dense = isUsable(active, embedder) ? await repository.loadBlob(active.vectors.hash) : undefined;
    return bytes && { bytes, dense };
  };
  const isActive = async (): Promise<boolean> => (await repository.activeVersion())?.version === active.version;
  const blobs = await read();
  if (!blobs) throw new UnreadableIndexError(`the stored index of version ${active.version} is missing`);
  const { bytes, dense } = blobs;
  const { version } = active;
  const stored = {
    ...createPlaces(parts),
    bytes,
    version,
    reload: async () => ((await isActive()) ? read() : undefined),
  };
  try {
    try {
      return await vectors.open({ ...stored, dense });
    } catch (error) {
      if (!(error instanceof DenseFormatError)) throw error;
      logger.warn({ err: error, version: active.version }, 'the stored embeddings cannot be used: words alone');
      // The next ingest finds them missing, and puts them together again from what was kept.
      if (active.vectors) await repository.dropBlob(active.vectors.hash);
      return await vectors.open(stored);
    }
  } catch (error) {
    if (!(error instanceof IndexFormatError)) throw error;
    throw new UnreadableIndexError(`the stored index of version ${active.version} cannot be read`, { cause: error });
  }
};

/** Whether the embeddings are of the model that questions are embedded with, and of most chunks. */
const isUsable = (
  active: ActiveVersion,
  embedder: string | undefined,
): active is ActiveVersion & { readonly vectors: StoredVectors } =>
  active.vectors !== null &&
  active.vectors.embedder === embedder &&
  active.vectors.count >= LEAST_COVERAGE * active.counts.chunks;
