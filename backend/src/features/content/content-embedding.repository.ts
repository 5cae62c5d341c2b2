/** The SQL of embeddings: what was embedded once is found again by its text and model. */
import { and, asc, eq, gt, inArray, isNull, lte, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { chunk, embeddingCache } from './content.table.ts';
import type { SectionSpan } from './content-chunking.ts';
import { chapterIdentity } from './content-diff.ts';

/** Chunks that are embedded in one go: bounds the memory, whatever the size of the book. */
const CHUNKS_PER_PAGE = 500;
/** Vectors in one insert: small enough that other statements get their turn in between. */
const INSERT_BATCH = 50;
const HASHES_PER_PAGE = 5_000;

/** A model as the cache knows it. */
export interface CachedModel {
  /** Provider and model. */
  readonly model: string;
  readonly dimensions: number;
}

/** What is embedded of a chunk. */
export interface EmbeddableChunk {
  readonly id: string;
  readonly text: string;
  readonly sections: readonly SectionSpan[];
}

/** What keeps embeddings. */
export type EmbeddingRepository = ReturnType<typeof createEmbeddingRepository>;

/** Makes the storage of embeddings. */
export const createEmbeddingRepository = (db: Db) => {
  const ofModel = ({ model, dimensions }: CachedModel) =>
    and(eq(embeddingCache.model, model), eq(embeddingCache.dimensions, dimensions));

  /** Vectors of texts by their hashes; those that are not there are missing from the map. */
  const find = async (model: CachedModel, hashes: readonly string[]): Promise<Map<string, Float32Array>> => {
    if (hashes.length === 0) return new Map();
    const rows = await db
      .select({ hash: embeddingCache.textHash, vector: embeddingCache.vector })
      .from(embeddingCache)
      .where(and(ofModel(model), inArray(embeddingCache.textHash, [...hashes])));
    return new Map(rows.map(({ hash, vector }) => [hash, fromBytes(vector)]));
  };

  /** Keeps vectors; those that are there already stay as they are. */
  const save = async (model: CachedModel, vectors: ReadonlyMap<string, Float32Array>): Promise<void> => {
    const rows = Array.from(vectors, ([textHash, vector]) => ({
      textHash,
      model: model.model,
      dimensions: model.dimensions,
      vector: toBytes(vector),
    }));
    for (let start = 0; start < rows.length; start += INSERT_BATCH) {
      await db
        .insert(embeddingCache)
        .values(rows.slice(start, start + INSERT_BATCH))
        .onConflictDoNothing();
    }
  };

  /**
   * Pages through the chunks of a version as they will be once it answers: rows of superseded chapters that are of
   * earlier versions are left out.
   */
  async function* chunksOf(
    version: number,
    superseded: readonly { readonly key: string; readonly locale: string }[],
  ): AsyncGenerator<EmbeddableChunk[]> {
    const gone = new Set(superseded.map(chapterIdentity));
    let after = { id: '', firstVersion: 0 };
    for (;;) {
      const rows = await db
        .select({
          id: chunk.id,
          firstVersion: chunk.firstVersion,
          key: chunk.chapterKey,
          locale: chunk.locale,
          text: chunk.text,
          sections: chunk.sections,
        })
        .from(chunk)
        .where(
          and(
            lte(chunk.firstVersion, version),
            isNull(chunk.lastVersion),
            sql`(${chunk.id}, ${chunk.firstVersion}) > (${after.id}, ${after.firstVersion})`,
          ),
        )
        .orderBy(asc(chunk.id), asc(chunk.firstVersion))
        .limit(CHUNKS_PER_PAGE);
      const last = rows.at(-1);
      if (!last) return;
      yield rows.filter((row) => row.firstVersion === version || !gone.has(chapterIdentity(row)));
      after = last;
    }
  }

  /**
   * Deletes old vectors that no current text needs.
   * @param isNeeded Whether a text of that hash is in the book now.
   * @returns How many.
   */
  const deleteUnused = async (days: number, isNeeded: (textHash: string) => boolean): Promise<number> => {
    let deleted = 0;
    let after = '';
    for (;;) {
      const rows = await db
        .selectDistinct({ hash: embeddingCache.textHash })
        .from(embeddingCache)
        .where(
          and(
            gt(embeddingCache.textHash, after),
            sql`${embeddingCache.createdAt} < now() - make_interval(days => ${days})`,
          ),
        )
        .orderBy(asc(embeddingCache.textHash))
        .limit(HASHES_PER_PAGE);
      const last = rows.at(-1);
      if (!last) return deleted;
      const unused = rows.map(({ hash }) => hash).filter((hash) => !isNeeded(hash));
      for (let start = 0; start < unused.length; start += CHUNKS_PER_PAGE) {
        const gone = await db
          .delete(embeddingCache)
          .where(inArray(embeddingCache.textHash, unused.slice(start, start + CHUNKS_PER_PAGE)))
          .returning({ hash: embeddingCache.textHash });
        deleted += gone.length;
      }
      after = last.hash;
    }
  };

  return { find, save, chunksOf, deleteUnused };
};

const BYTES = 4;

/** Little-endian on every machine. */
const toBytes = (vector: Float32Array): Uint8Array => {
  const view = new DataView(new ArrayBuffer(vector.length * BYTES));
  vector.forEach((value, at) => {
    view.setFloat32(at * BYTES, value, true);
  });
  return new Uint8Array(view.buffer);
};

const fromBytes = (bytes: Uint8Array): Float32Array => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.byteLength / BYTES }, (_, at) => view.getFloat32(at * BYTES, true));
};
