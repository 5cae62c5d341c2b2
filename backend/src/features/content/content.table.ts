/**
 * The book in the database. Rows are versioned: what belongs to index version V has
 * `first_version <= V and (last_version is null or last_version >= V)`, so that version N+1 is written beside N and
 * one short transaction switches. Nothing here belongs to a reader: account deletion leaves all of it.
 */
import type { Chapter } from '@lectern/contracts';
import { sql } from 'drizzle-orm';
import {
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { BookMeta, IndexCounts } from './content-book.ts';
import type { BlockSpan, SectionSpan } from './content-chunking.ts';

const bytea = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => 'bytea',
  toDriver: (value) => Buffer.from(value.buffer, value.byteOffset, value.byteLength),
});

/** Index versions: one active, at most one being built. On account deletion: kept, holds nothing of readers. */
export const indexVersion = pgTable(
  'index_version',
  {
    version: integer().primaryKey(),
    status: text({ enum: ['building', 'active', 'superseded', 'failed'] }).notNull(),
    /** The process that builds it, by a random id. */
    owner: uuid().notNull(),
    /** Versions of chunking and index format; another recipe means a full rebuild. */
    recipe: text().notNull(),
    manifestHash: text().notNull(),
    book: jsonb().$type<BookMeta>(),
    counts: jsonb().$type<IndexCounts>(),
    /** Content hash of the serialized index in index_blob. */
    indexHash: text(),
    latent: boolean().notNull().default(false),
    /** Content hash of the embeddings in index_blob; null without any. */
    vectorsHash: text(),
    /** Model of the embeddings, as embedderIdentity() names it: provider, model and dimensions. */
    embedder: text(),
    /** Chunks that have an embedding. */
    vectorsCount: integer().notNull().default(0),
    error: text(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    /** The builder's last sign of life; a building version without one for a minute is taken for dead. */
    heartbeatAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    activatedAt: timestamp({ withTimezone: true }),
  },
  (table) => [
    uniqueIndex('index_version_one_active').on(table.status).where(sql`status = 'active'`),
    uniqueIndex('index_version_one_building').on(table.status).where(sql`status = 'building'`),
  ],
);

/** Serialized indexes by content hash, in parts so that no single statement is large. On account deletion: kept. */
export const indexBlob = pgTable(
  'index_blob',
  {
    hash: text().notNull(),
    part: integer().notNull(),
    bytes: bytea().notNull(),
  },
  (table) => [primaryKey({ columns: [table.hash, table.part] })],
);

/**
 * Embeddings by what was embedded and by which model, so that no text is paid for twice. On account deletion: kept, holds
 * nothing of readers: their questions are never kept here.
 */
export const embeddingCache = pgTable(
  'embedding_cache',
  {
    /** SHA-256 of the text as it was embedded, base64url. */
    textHash: text().notNull(),
    /** Provider and model. */
    model: text().notNull(),
    dimensions: integer().notNull(),
    /** `Float32[dimensions]`, little-endian, length 1. */
    vector: bytea().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.textHash, table.model, table.dimensions] })],
);

/** Chapters by version; the last three of each stay, for pages that were opened earlier. On account deletion: kept. */
export const chapter = pgTable(
  'chapter',
  {
    key: text().notNull(),
    locale: text().notNull(),
    firstVersion: integer().notNull(),
    lastVersion: integer(),
    sourceHash: text().notNull(),
    /** Hash of all that the manifest says of the chapter but its order. */
    contentHash: text().notNull(),
    data: jsonb().$type<Chapter>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.key, table.locale, table.firstVersion] }),
    index('chapter_source').on(table.key, table.locale, table.sourceHash),
  ],
);

/** Chunks by version: the units of retrieval. On account deletion: kept. */
export const chunk = pgTable(
  'chunk',
  {
    id: text().notNull(),
    firstVersion: integer().notNull(),
    lastVersion: integer(),
    chapterKey: text().notNull(),
    locale: text().notNull(),
    ordinal: integer().notNull(),
    text: text().notNull(),
    sections: jsonb().$type<readonly SectionSpan[]>().notNull(),
    blocks: jsonb().$type<readonly BlockSpan[]>().notNull(),
    /** Hash of headings and text: what embeddings are kept by. */
    hash: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.id, table.firstVersion] }),
    index('chunk_chapter').on(table.chapterKey, table.locale),
  ],
);
