/** The SQL of embeddings that pgvector searches. */
import { and, count, desc, eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { sectionCollection, sectionVector } from './section-vector.table.ts';

/** Rows in one insert: small enough that other statements get their turn in between. */
const INSERT_BATCH = 64;
/** Memory for building an HNSW index: what does not fit is built many times slower. 50,000 × 384 numbers need 150 MB. */
const INDEX_MEMORY = '512MB';
/** pgvector's bounds of `hnsw.ef_search`. */
const MOST_EF_SEARCH = 1000;
const NAME = /^[a-z]+_\d+_[0-9a-f]{10}$/;

/** A search for the nearest sections. */
export interface NearestSearch {
  readonly vector: readonly number[];
  readonly limit: number;
  /** Sections that may be given: [from, to), and of these only the numbers, where some are named. */
  readonly from: number;
  readonly to: number;
  readonly numbers: readonly number[] | undefined;
  /** Sections whose score is wanted in any case; those out of scope are left out. */
  readonly also: readonly number[];
}

/** How the nearest are found: by looking at all, or through the collection's HNSW index. */
export type NearestMethod =
  | { readonly kind: 'exact' }
  | { readonly kind: 'hnsw'; readonly efSearch: number; readonly iterative: boolean };

/** A number and its cosine. */
export interface NearestRow {
  readonly number: number;
  readonly score: number;
}

/** What keeps sections' embeddings. */
export type SectionVectorRepository = ReturnType<typeof createSectionVectorRepository>;

/** Makes it. */
export const createSectionVectorRepository = (db: Db) => {
  const list = () =>
    db.select({ name: sectionCollection.name, current: sectionCollection.current }).from(sectionCollection);

  const describe = async (name: string): Promise<{ points: number; dimensions: number } | undefined> => {
    const [row] = await db
      .select({ dimensions: sectionCollection.dimensions })
      .from(sectionCollection)
      .where(eq(sectionCollection.name, name));
    if (!row) return undefined;
    const [counted] = await db
      .select({ points: count() })
      .from(sectionVector)
      .where(eq(sectionVector.collection, name));
    return { points: counted?.points ?? 0, dimensions: row.dimensions };
  };

  /** @returns false when it is there already. */
  const create = async (name: string, dimensions: number): Promise<boolean> => {
    const made = await db
      .insert(sectionCollection)
      .values({ name, dimensions })
      .onConflictDoNothing()
      .returning({ name: sectionCollection.name });
    return made.length > 0;
  };

  const upsert = async (
    collection: string,
    rows: readonly { readonly number: number; readonly vector: readonly number[] }[],
  ): Promise<void> => {
    for (let start = 0; start < rows.length; start += INSERT_BATCH) {
      await db
        .insert(sectionVector)
        .values(rows.slice(start, start + INSERT_BATCH).map((row) => ({ ...row, collection })))
        .onConflictDoUpdate({
          target: [sectionVector.collection, sectionVector.number],
          set: { vector: sql`excluded.vector` },
        });
    }
  };

  /** Builds the HNSW index of a collection; it takes seconds to minutes, and readers are not hindered. */
  const buildIndex = (collection: string, dimensions: number): Promise<void> =>
    db.transaction(async (tx) => {
      await tx.execute(
        sql`select set_config('maintenance_work_mem', ${INDEX_MEMORY}, true), set_config('statement_timeout', '0', true)`,
      );
      const { index, expression, where } = indexParts(collection, dimensions);
      await tx.execute(
        sql`create index if not exists ${index} on ${sectionVector} using hnsw ((${expression}) vector_ip_ops) where ${where}`,
      );
    });

  /** Switches in one statement. */
  const activate = (collection: string): Promise<void> =>
    db.transaction(async (tx) => {
      await tx.update(sectionCollection).set({ current: false }).where(eq(sectionCollection.current, true));
      await tx.update(sectionCollection).set({ current: true }).where(eq(sectionCollection.name, collection));
    });

  const drop = (collection: string): Promise<void> =>
    db.transaction(async (tx) => {
      await tx.execute(sql`drop index if exists ${indexParts(collection, 1).index}`);
      await tx.delete(sectionVector).where(eq(sectionVector.collection, collection));
      await tx.delete(sectionCollection).where(eq(sectionCollection.name, collection));
    });

  /** The nearest sections and those that are wanted besides, with their scores. */
  const nearest = (collection: string, search: NearestSearch, method: NearestMethod): Promise<NearestRow[]> =>
    method.kind === 'exact'
      ? exactly(db, collection, search)
      : db.transaction(async (tx) => {
          const settings = [
            sql`set_config('hnsw.ef_search', ${String(Math.min(MOST_EF_SEARCH, method.efSearch))}, true)`,
          ];
          if (method.iterative) settings.push(sql`set_config('hnsw.iterative_scan', 'relaxed_order', true)`);
          await tx.execute(sql`select ${sql.join(settings, sql`, `)}`);
          return throughIndex(tx, collection, search);
        });

  /** Version of pgvector here, e.g. `0.8.1`. */
  const version = async (): Promise<string> => {
    const rows = await db.execute<{ extversion: string }>(
      sql`select extversion from pg_extension where extname = 'vector'`,
    );
    return rows[0]?.extversion ?? '';
  };

  return { list, describe, create, upsert, buildIndex, activate, drop, nearest, version };
};

const literal = ({ vector }: NearestSearch): string => `[${vector.join(',')}]`;

/** pgvector's `<#>` is the negative inner product, since an index reads in ascending order only. */
const exactly = async (db: Db, collection: string, search: NearestSearch): Promise<NearestRow[]> => {
  const distance = sql<number>`${sectionVector.vector} <#> ${literal(search)}::vector`;
  const score = sql<number>`-(${distance})`.as('score');
  const rows = await db
    .select({ number: sectionVector.number, score })
    .from(sectionVector)
    .where(and(eq(sectionVector.collection, collection), inScope(search)))
    .orderBy(desc(score))
    .limit(search.limit);
  return [...rows, ...(await wanted(db, collection, search, rows))];
};

const throughIndex = async (db: Db, collection: string, search: NearestSearch): Promise<NearestRow[]> => {
  const { expression, where } = indexParts(collection, search.vector.length);
  const distance = sql<number>`(${expression}) <#> ${literal(search)}::vector`;
  const rows = await db
    .select({ number: sectionVector.number, score: sql<number>`-(${distance})` })
    .from(sectionVector)
    .where(and(where, inScope(search)))
    .orderBy(distance)
    .limit(search.limit);
  return [...rows, ...(await wanted(db, collection, search, rows))];
};

/** Scores of the sections that are wanted in any case and were not found. */
const wanted = async (
  db: Db,
  collection: string,
  search: NearestSearch,
  found: readonly NearestRow[],
): Promise<NearestRow[]> => {
  const known = new Set(found.map(({ number }) => number));
  const missing = search.also.filter((number) => !known.has(number));
  if (missing.length === 0) return [];
  return db
    .select({
      number: sectionVector.number,
      score: sql<number>`-(${sectionVector.vector} <#> ${literal(search)}::vector)`,
    })
    .from(sectionVector)
    .where(and(eq(sectionVector.collection, collection), anyOf(missing), inScope(search)));
};

const inScope = ({ from, to, numbers }: NearestSearch) =>
  and(
    sql`${sectionVector.number} >= ${from} and ${sectionVector.number} < ${to}`,
    numbers === undefined ? undefined : anyOf(numbers),
  );

const anyOf = (numbers: readonly number[]) => sql`${sectionVector.number} = any(${`{${numbers.join(',')}}`}::int[])`;

/**
 * Parts of a collection's HNSW index: over an expression, since the column has no length of its own; partial, so that an
 * old version's rows are not in the way. Names are written out, since a parameter matches no partial index.
 */
const indexParts = (collection: string, dimensions: number) => {
  if (!NAME.test(collection)) throw new RangeError(`no name of a collection: ${collection}`);
  return {
    index: sql.identifier(`section_vector_hnsw_${collection}`),
    expression: sql`vector::vector(${sql.raw(String(Math.trunc(dimensions)))})`,
    where: sql`collection = ${sql.raw(`'${collection}'`)}`,
  };
};
