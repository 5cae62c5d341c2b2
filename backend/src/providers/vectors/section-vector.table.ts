/** Embeddings of index versions in PostgreSQL, where pgvector searches them (VECTOR_STORE=pgvector). */
import { sql } from 'drizzle-orm';
import { boolean, customType, integer, pgTable, primaryKey, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';

/** Of any length: a version's index casts it to its own. */
const vector = customType<{ data: readonly number[]; driverData: string }>({
  dataType: () => 'vector',
  toDriver: (value) => `[${value.join(',')}]`,
});

/** Index versions whose embeddings are here. On account deletion: kept, holds nothing of readers. */
export const sectionCollection = pgTable(
  'section_collection',
  {
    /** `sections_<version>_<hash of what is in it>` */
    name: text().primaryKey(),
    dimensions: integer().notNull(),
    /** The one that answers. */
    current: boolean().notNull().default(false),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [uniqueIndex('section_collection_one_current').on(table.current).where(sql`current`)],
);

/**
 * Embeddings of sections, made of `embedding_cache` and made anew from it when they are lost. On account deletion: kept,
 * holds nothing of readers. A large collection has an HNSW index of its own, which comes and goes with it.
 */
export const sectionVector = pgTable(
  'section_vector',
  {
    collection: text()
      .notNull()
      .references(() => sectionCollection.name, { onDelete: 'cascade' }),
    /** Place among the sections of all languages. */
    number: integer().notNull(),
    vector: vector().notNull(),
  },
  (table) => [primaryKey({ columns: [table.collection, table.number] })],
);
