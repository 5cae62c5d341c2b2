/**
 * The translation memory and what belongs to it. Nothing here holds a reader's id: account deletion leaves all of it.
 * Segments are known by their hash alone, so that an edited chapter finds what did not change.
 */
import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';

const momentOf = () => timestamp({ withTimezone: true, precision: 3 });

/** Something that a validator found in a text that is kept all the same. */
export interface StoredFinding {
  readonly rule: string;
  readonly detail: string;
}

/**
 * Translations of segments. On account deletion: kept, holds nothing of readers.
 *
 * A text with a context is for the segment in that place only; one without is for the segment wherever it stands.
 */
export const translation = pgTable(
  'translation',
  {
    id: uuid().primaryKey(),
    /** Hash of the segment. */
    hash: text().notNull(),
    hashVersion: integer().notNull(),
    /** Of the source, BCP 47. */
    sourceLanguage: text().notNull(),
    targetLanguage: text().notNull(),
    /** Hash of heading path, previous and next segment; '' for every place. */
    context: text().notNull().default(''),
    status: text({ enum: ['machine', 'reviewed', 'locked'] }).notNull(),
    kind: text().notNull(),
    /** The segment's engine-neutral text when it was translated: for people, and for carrying over to other hashes. */
    source: text().notNull(),
    target: text().notNull(),
    engine: text().notNull(),
    model: text(),
    promptVersion: text(),
    /** Of the glossary's terms that occur in the segment; null: not known. */
    glossaryVersion: text(),
    report: jsonb().$type<readonly StoredFinding[]>().notNull().default([]),
    /** Name of the file that it came from; null: an engine, or a person. */
    origin: text(),
    createdAt: momentOf().notNull().defaultNow(),
    updatedAt: momentOf().notNull().defaultNow(),
  },
  (table) => [
    unique('translation_place').on(table.hash, table.sourceLanguage, table.targetLanguage, table.context, table.status),
    index('translation_language').on(table.targetLanguage, table.hash),
    index('translation_origin').on(table.origin).where(sql`${table.origin} is not null`),
  ],
);

/**
 * Segments that the engines gave no usable text for, so that they are not paid for again at each request.
 * On account deletion: kept, holds nothing of readers.
 */
export const translationFailure = pgTable(
  'translation_failure',
  {
    hash: text().notNull(),
    sourceLanguage: text().notNull(),
    targetLanguage: text().notNull(),
    engine: text().notNull(),
    attempts: integer().notNull(),
    /** What was wrong with the last text. */
    report: jsonb().$type<readonly StoredFinding[]>().notNull(),
    failedAt: momentOf().notNull(),
    /** Not tried again before. */
    retryAt: momentOf().notNull(),
  },
  (table) => [primaryKey({ columns: [table.hash, table.sourceLanguage, table.targetLanguage] })],
);

/** Memory files that were imported, each by the hash of its bytes. On account deletion: kept. */
export const translationFile = pgTable('translation_file', {
  /** Name of the file, e.g. `memory/ur.jsonl`. */
  origin: text().primaryKey(),
  hash: text().notNull(),
  entries: integer().notNull(),
  /** Lines that could not be read, the first of them. */
  faults: jsonb().$type<readonly { readonly line: number; readonly reason: string }[]>().notNull().default([]),
  importedAt: momentOf().notNull(),
});

/** How terms are written in a language, over what the book's own glossary says. On account deletion: kept. */
export const glossaryTerm = pgTable(
  'glossary_term',
  {
    /** BCP 47. */
    language: text().notNull(),
    /** As the book writes it. */
    term: text().notNull(),
    policy: text({ enum: ['keep', 'transliterate', 'translate'] }).notNull(),
    target: text(),
    updatedAt: momentOf().notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.language, table.term] })],
);

/**
 * Readers' words about translations that are wrong. Whose they are is not kept. On account deletion: kept.
 * The segment is named as everything that is stored names segments: it is found again after an edit.
 */
export const translationReport = pgTable(
  'translation_report',
  {
    id: uuid().primaryKey(),
    chapterKey: text().notNull(),
    sectionId: text().notNull(),
    hash: text().notNull(),
    previousHash: text(),
    nextHash: text(),
    sourceLanguage: text().notNull(),
    targetLanguage: text().notNull(),
    /** What the reader saw; null: the segment was not translated. */
    target: text(),
    reason: text().notNull(),
    status: text({ enum: ['open', 'resolved'] })
      .notNull()
      .default('open'),
    createdAt: momentOf().notNull(),
  },
  (table) => [
    index('translation_report_segment').on(table.targetLanguage, table.hash, table.status),
    index('translation_report_created').on(table.createdAt),
    check('translation_report_reason', sql`length(${table.reason}) <= 1000`),
  ],
);
