/** The SQL that builds a version of the book beside the one that answers, and switches. */
import { createHash } from 'node:crypto';
import type { Chapter } from '@lectern/contracts';
import { and, eq, gt, gte, inArray, isNull, lte, max, ne, notExists, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { KEPT_CHAPTER_VERSIONS } from './content.repository.ts';
import { chapter, chunk, indexBlob, indexVersion } from './content.table.ts';
import type { BookMeta, IndexCounts } from './content-book.ts';
import type { Chunk } from './content-chunking.ts';
import type { StoredVectors } from './content-vectors.ts';

/** Channel on which a switch of the index is told to the other processes. */
export const INDEX_CHANNEL = 'lectern_index';
/** A build without a sign of life for this long is taken for dead, s. */
const BUILD_LEASE_SECONDS = 30;
/** Rows in one insert: small enough that other statements get their turn in between. */
const INSERT_BATCH = 50;
const BLOB_PART_BYTES = 1024 * 1024;
/** Key of the transaction-level advisory lock around claiming and switching. */
const INDEX_LOCK = 0x1ec7;

/** What a finished build switches to. */
export interface Activation {
  readonly book: BookMeta;
  readonly counts: IndexCounts;
  readonly manifestHash: string;
  readonly indexHash: string;
  readonly latent: boolean;
  /** Embeddings of its chunks; null without any. */
  readonly vectors: StoredVectors | null;
  /** Chapters whose rows of earlier versions end here: the changed and the removed ones. */
  readonly superseded: readonly { readonly key: string; readonly locale: string }[];
}

/** Another process took over this build, or ended it. */
export class BuildLostError extends Error {
  override readonly name = 'BuildLostError';
}

/** What builds the book. */
export type ContentBuildRepository = ReturnType<typeof createContentBuildRepository>;

/** How the building side is made. */
export interface BuildRepositoryOptions {
  /** No other process can be at the database: a build that is not this process's own is dead, however young. */
  readonly soleProcess?: boolean;
}

/** Makes the building side of the book's storage. */
export const createContentBuildRepository = (db: Db, { soleProcess = false }: BuildRepositoryOptions = {}) => {
  /**
   * Takes the right to build the next version; one build at a time in all processes.
   * @returns The version to build; undefined while another process builds.
   */
  const claimBuild = (owner: string, recipe: string, manifestHash: string): Promise<number | undefined> =>
    db.transaction(async (tx) => {
      // Transaction-level: session locks exclude nobody on the embedded database (DATABASE.md).
      await tx.execute(sql`select pg_advisory_xact_lock(${INDEX_LOCK})`);
      const [building] = await tx
        .select({
          version: indexVersion.version,
          alive: sql<boolean>`${indexVersion.heartbeatAt} > now() - make_interval(secs => ${BUILD_LEASE_SECONDS})`,
        })
        .from(indexVersion)
        .where(eq(indexVersion.status, 'building'));
      if (building?.alive && !soleProcess) return undefined;
      if (building) {
        const dead = { status: 'failed' as const, error: 'the process that built it ended' };
        await tx.update(indexVersion).set(dead).where(eq(indexVersion.version, building.version));
      }
      const [last] = await tx.select({ version: max(indexVersion.version) }).from(indexVersion);
      const version = (last?.version ?? 0) + 1;
      // Rows that a build left behind when its process died belong to no version that was ever active.
      const [active] = await tx
        .select({ version: indexVersion.version })
        .from(indexVersion)
        .where(eq(indexVersion.status, 'active'));
      await tx.delete(chapter).where(gt(chapter.firstVersion, active?.version ?? 0));
      await tx.delete(chunk).where(gt(chunk.firstVersion, active?.version ?? 0));
      await tx.insert(indexVersion).values({ version, status: 'building', owner, recipe, manifestHash });
      return version;
    });

  /** Tells that a build is alive. @throws BuildLostError when it is not this owner's any more. */
  const heartbeat = async (version: number, owner: string): Promise<void> => {
    const rows = await db
      .update(indexVersion)
      .set({ heartbeatAt: sql`now()` })
      .where(and(eq(indexVersion.version, version), eq(indexVersion.owner, owner), eq(indexVersion.status, 'building')))
      .returning({ version: indexVersion.version });
    if (rows.length === 0) throw new BuildLostError(`index version ${version} is built by another process now`);
  };

  /** Writes a chapter of a version that is being built; invisible until the switch. */
  const stageChapter = async (
    version: number,
    data: Chapter,
    contentHash: string,
    chunks: readonly Chunk[],
  ): Promise<void> => {
    const { key, locale, sourceHash } = data;
    await db.insert(chapter).values({ key, locale, firstVersion: version, sourceHash, contentHash, data });
    for (let start = 0; start < chunks.length; start += INSERT_BATCH) {
      const rows = chunks.slice(start, start + INSERT_BATCH).map((row) => ({ ...row, firstVersion: version }));
      await db.insert(chunk).values(rows);
    }
  };

  /** Stores a serialized index. @returns Its content hash. */
  const saveBlob = async (bytes: Uint8Array): Promise<string> => {
    const hash = createHash('sha256').update(bytes).digest('base64url');
    // Part 0 goes last: a blob that has it is whole, and one without it was cut off by the end of its process.
    const whole = and(eq(indexBlob.hash, hash), eq(indexBlob.part, 0));
    const [known] = await db.select({ part: indexBlob.part }).from(indexBlob).where(whole);
    if (known) return hash;
    const parts = Math.max(1, Math.ceil(bytes.byteLength / BLOB_PART_BYTES));
    for (let part = parts - 1; part >= 0; part -= 1) {
      const slice = bytes.subarray(part * BLOB_PART_BYTES, (part + 1) * BLOB_PART_BYTES);
      await db.insert(indexBlob).values({ hash, part, bytes: slice }).onConflictDoNothing();
    }
    return hash;
  };

  /**
   * Switches to a version that was built, in one short transaction, and drops what no page and no process needs.
   * @throws BuildLostError when another process has taken over.
   */
  const activate = (version: number, owner: string, next: Activation): Promise<void> =>
    db.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(${INDEX_LOCK})`);
      const [mine] = await tx
        .select({ version: indexVersion.version })
        .from(indexVersion)
        .where(
          and(eq(indexVersion.version, version), eq(indexVersion.owner, owner), eq(indexVersion.status, 'building')),
        );
      if (!mine) throw new BuildLostError(`index version ${version} is built by another process now`);
      for (const { key, locale } of next.superseded) {
        const ends = { lastVersion: version - 1 };
        await tx
          .update(chapter)
          .set(ends)
          .where(
            and(
              eq(chapter.key, key),
              eq(chapter.locale, locale),
              isNull(chapter.lastVersion),
              ne(chapter.firstVersion, version),
            ),
          );
        await tx
          .update(chunk)
          .set(ends)
          .where(
            and(
              eq(chunk.chapterKey, key),
              eq(chunk.locale, locale),
              isNull(chunk.lastVersion),
              ne(chunk.firstVersion, version),
            ),
          );
      }
      await tx.update(indexVersion).set({ status: 'superseded' }).where(eq(indexVersion.status, 'active'));
      const { superseded: _superseded, vectors, ...values } = next;
      const dense = { vectorsHash: vectors?.hash ?? null, embedder: vectors?.embedder ?? null };
      await tx
        .update(indexVersion)
        .set({
          ...values,
          ...dense,
          vectorsCount: vectors?.count ?? 0,
          status: 'active',
          activatedAt: sql`now()`,
          error: null,
        })
        .where(eq(indexVersion.version, version));
      await tx.execute(sql`select pg_notify(${INDEX_CHANNEL}, ${String(version)})`);
    });

  /** Puts another index of the same chunks under the active version: with the latent part, or without it again. */
  const attachIndex = (version: number, indexHash: string, latent: boolean): Promise<void> =>
    db.transaction(async (tx) => {
      await tx
        .update(indexVersion)
        .set({ indexHash, latent })
        .where(and(eq(indexVersion.version, version), eq(indexVersion.status, 'active')));
      await tx.execute(sql`select pg_notify(${INDEX_CHANNEL}, ${String(version)})`);
    });

  /** Notes that the active version was found to be current for a manifest of another hash, and what that says beside. */
  const confirmManifest = async (version: number, manifestHash: string, book: BookMeta): Promise<void> => {
    await db.update(indexVersion).set({ manifestHash, book }).where(eq(indexVersion.version, version));
  };

  /** Ends a build without a switch; its rows go. */
  const failBuild = (version: number, owner: string, error: string): Promise<void> =>
    db.transaction(async (tx) => {
      const rows = await tx
        .update(indexVersion)
        .set({ status: 'failed', error: error.slice(0, 2000) })
        .where(
          and(eq(indexVersion.version, version), eq(indexVersion.owner, owner), eq(indexVersion.status, 'building')),
        )
        .returning({ version: indexVersion.version });
      if (rows.length === 0) return;
      await tx.delete(chapter).where(eq(chapter.firstVersion, version));
      await tx.delete(chunk).where(eq(chunk.firstVersion, version));
    });

  /** Drops rows that no page, no process and no selection can need: see the numbers above. */
  const prune = async (activeVersionNumber: number): Promise<void> => {
    await db.delete(chunk).where(lte(chunk.lastVersion, activeVersionNumber - 2));
    const ranked = db
      .select({
        key: chapter.key,
        locale: chapter.locale,
        firstVersion: chapter.firstVersion,
        rank: sql<number>`row_number() over (partition by ${chapter.key}, ${chapter.locale} order by ${chapter.firstVersion} desc)`.as(
          'rank',
        ),
      })
      .from(chapter)
      .as('ranked');
    const old = db
      .select({ one: sql`1` })
      .from(ranked)
      .where(
        and(
          eq(ranked.key, chapter.key),
          eq(ranked.locale, chapter.locale),
          eq(ranked.firstVersion, chapter.firstVersion),
          gt(ranked.rank, KEPT_CHAPTER_VERSIONS),
        ),
      );
    await db.delete(chapter).where(sql`exists ${old}`);
    const needed = db
      .select({ hash: sql`1` })
      .from(indexVersion)
      .where(
        and(
          or(eq(indexVersion.status, 'active'), gte(indexVersion.version, activeVersionNumber - 1)),
          or(eq(indexVersion.indexHash, indexBlob.hash), eq(indexVersion.vectorsHash, indexBlob.hash)),
        ),
      );
    await db.delete(indexBlob).where(notExists(needed));
  };

  /** Deletes the records of versions that never or no longer answer, older than some days. */
  const deleteOldVersions = async (days: number): Promise<number> => {
    const rows = await db
      .delete(indexVersion)
      .where(
        and(
          inArray(indexVersion.status, ['superseded', 'failed']),
          sql`${indexVersion.createdAt} < now() - make_interval(days => ${days})`,
        ),
      )
      .returning({ version: indexVersion.version });
    return rows.length;
  };

  return {
    claimBuild,
    heartbeat,
    stageChapter,
    saveBlob,
    activate,
    attachIndex,
    confirmManifest,
    failBuild,
    prune,
    deleteOldVersions,
  };
};
