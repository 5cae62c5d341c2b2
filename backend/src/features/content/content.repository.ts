/** The SQL that reads the book: the active version, chapters, chunks and index blobs. */
import type { Chapter, Quiz } from '@lectern/contracts';
import { and, asc, desc, eq, gt, gte, isNull, lte, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { chapter, chunk, indexBlob, indexVersion } from './content.table.ts';
import type { BookMeta, IndexCounts } from './content-book.ts';
import type { Chunk } from './content-chunking.ts';
import type { KnownChapter } from './content-diff.ts';
import type { StoredVectors } from './content-vectors.ts';

/** Versions of a chapter that are kept for pages opened earlier, the current one included. */
export const KEPT_CHAPTER_VERSIONS = 3;
const CHUNKS_PER_PAGE = 500;
const CHAPTERS_PER_PAGE = 50;

/** The index version that answers. */
export interface ActiveVersion {
  readonly version: number;
  readonly recipe: string;
  readonly manifestHash: string;
  readonly book: BookMeta;
  readonly counts: IndexCounts;
  readonly indexHash: string;
  readonly latent: boolean;
  /** Embeddings of its chunks; null without any. */
  readonly vectors: StoredVectors | null;
}

/** Quizzes of one chapter. */
export interface ChapterQuizzes {
  readonly key: string;
  readonly locale: string;
  readonly quizzes: readonly Quiz[];
}

/** What reads the book. */
export type ContentRepository = ReturnType<typeof createContentRepository>;

/** Makes the reading side of the book's storage. */
export const createContentRepository = (db: Db) => {
  const visibleAt = (table: typeof chapter | typeof chunk, version: number) =>
    and(lte(table.firstVersion, version), or(isNull(table.lastVersion), gte(table.lastVersion, version)));

  /** The version that answers now; undefined before the first build. */
  const activeVersion = async (): Promise<ActiveVersion | undefined> => {
    const [row] = await db.select().from(indexVersion).where(eq(indexVersion.status, 'active'));
    if (!row?.book || !row.counts || !row.indexHash) return undefined;
    const { version, recipe, manifestHash, book, counts, indexHash, latent, vectorsHash, embedder, vectorsCount } = row;
    const vectors = vectorsHash && embedder ? { hash: vectorsHash, embedder, count: vectorsCount } : null;
    return { version, recipe, manifestHash, book, counts, indexHash, latent, vectors };
  };

  /** Reads a serialized index. @returns undefined when it is not there. */
  const loadBlob = async (hash: string): Promise<Uint8Array | undefined> => {
    const parts: Uint8Array[] = [];
    for (;;) {
      const [row] = await db
        .select({ bytes: indexBlob.bytes })
        .from(indexBlob)
        .where(and(eq(indexBlob.hash, hash), eq(indexBlob.part, parts.length)));
      if (!row) break;
      parts.push(row.bytes);
    }
    return parts.length === 0 ? undefined : new Uint8Array(Buffer.concat(parts));
  };

  /** Whether a blob is there, whole. */
  const hasBlob = async (hash: string): Promise<boolean> => {
    // Part 0 is written last.
    const first = and(eq(indexBlob.hash, hash), eq(indexBlob.part, 0));
    return (await db.select({ part: indexBlob.part }).from(indexBlob).where(first)).length > 0;
  };

  /** Deletes a blob that turned out to be damaged: one of its content hash could not be stored beside it. */
  const dropBlob = async (hash: string): Promise<void> => {
    await db.delete(indexBlob).where(eq(indexBlob.hash, hash));
  };

  /** Chapters of a version by their hashes: what an ingest compares with. */
  const knownChapters = (version: number): Promise<KnownChapter[]> =>
    db
      .select({ key: chapter.key, locale: chapter.locale, contentHash: chapter.contentHash })
      .from(chapter)
      .where(visibleAt(chapter, version));

  /** Hashes of the chunks of one chapter in a version. */
  const chunkHashes = async (version: number, key: string, locale: string): Promise<string[]> => {
    const rows = await db
      .select({ hash: chunk.hash })
      .from(chunk)
      .where(and(visibleAt(chunk, version), eq(chunk.chapterKey, key), eq(chunk.locale, locale)));
    return rows.map((row) => row.hash);
  };

  /** Pages through the chapters of a version, whole. */
  async function* chapters(version: number): AsyncGenerator<Chapter[]> {
    let after = { key: '', locale: '' };
    for (;;) {
      const rows = await db
        .select({ data: chapter.data })
        .from(chapter)
        .where(
          and(visibleAt(chapter, version), sql`(${chapter.key}, ${chapter.locale}) > (${after.key}, ${after.locale})`),
        )
        .orderBy(asc(chapter.key), asc(chapter.locale))
        .limit(CHAPTERS_PER_PAGE);
      const last = rows.at(-1)?.data;
      if (!last) return;
      yield rows.map((row) => row.data);
      after = { key: last.key, locale: last.locale };
    }
  }

  /** Quizzes of all chapters of a version that have some. */
  const quizzes = (version: number): Promise<ChapterQuizzes[]> =>
    db
      .select({
        key: chapter.key,
        locale: chapter.locale,
        quizzes: sql<readonly Quiz[]>`${chapter.data} -> 'quizzes'`,
      })
      .from(chapter)
      .where(and(visibleAt(chapter, version), sql`jsonb_array_length(${chapter.data} -> 'quizzes') > 0`));

  /** Pages through the chunks of a version. */
  async function* chunks(version: number): AsyncGenerator<Chunk[]> {
    let after = '';
    for (;;) {
      const rows = await db
        .select()
        .from(chunk)
        .where(and(visibleAt(chunk, version), gt(chunk.id, after)))
        .orderBy(asc(chunk.id))
        .limit(CHUNKS_PER_PAGE);
      const last = rows.at(-1);
      if (!last) return;
      yield rows.map(({ firstVersion: _first, lastVersion: _last, ...row }) => row);
      after = last.id;
    }
  }

  /** A chapter as it stands in a version. */
  const chapterAt = async (version: number, key: string, locale: string): Promise<Chapter | undefined> => {
    const [row] = await db
      .select({ data: chapter.data })
      .from(chapter)
      .where(and(visibleAt(chapter, version), eq(chapter.key, key), eq(chapter.locale, locale)));
    return row?.data;
  };

  /** The kept versions of a chapter, the current one first. */
  const recentChapters = async (version: number, key: string, locale: string): Promise<Chapter[]> => {
    const rows = await db
      .select({ data: chapter.data })
      .from(chapter)
      .where(and(eq(chapter.key, key), eq(chapter.locale, locale), lte(chapter.firstVersion, version)))
      .orderBy(desc(chapter.firstVersion))
      .limit(KEPT_CHAPTER_VERSIONS);
    return rows.map(({ data }) => data);
  };

  /** A chapter by its source hash, when it is the current one or one of the two before it. */
  const chapterBySource = async (
    version: number,
    key: string,
    locale: string,
    sourceHash: string,
  ): Promise<Chapter | undefined> =>
    (await recentChapters(version, key, locale)).find((recent) => recent.sourceHash === sourceHash);

  return {
    activeVersion,
    loadBlob,
    hasBlob,
    dropBlob,
    knownChapters,
    chunkHashes,
    chapters,
    quizzes,
    chunks,
    chapterAt,
    recentChapters,
    chapterBySource,
  };
};
