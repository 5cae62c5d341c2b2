/**
 * What readers learn. Everything hangs on `learning_owner`: on account deletion that row goes, and by cascade all else.
 */
import type { QuizAttempt, SectionProgress } from '@lectern/contracts';
import {
  boolean,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';

// Milliseconds: what a cursor carries as a JavaScript date has to compare equal.
const momentOf = () => timestamp({ withTimezone: true, precision: 3 });

/**
 * A reader of whom something is kept. Each write touches its row first, so that writes of one reader come one after the
 * other, and retention knows who has been away. On account deletion: deleted.
 */
export const learningOwner = pgTable(
  'learning_owner',
  {
    /** Identity: a user, or an anonymous reader. */
    ownerId: uuid().primaryKey(),
    kind: text({ enum: ['anonymous', 'account'] }).notNull(),
    /** The last write. */
    touchedAt: momentOf().notNull(),
  },
  (table) => [index('learning_owner_touched').on(table.kind, table.touchedAt)],
);

const ownerOf = () =>
  uuid()
    .notNull()
    .references(() => learningOwner.ownerId, { onDelete: 'cascade' });

/** How far a reader is in one chapter. On account deletion: deleted with its owner. */
export const progress = pgTable(
  'progress',
  {
    ownerId: ownerOf(),
    chapterKey: text().notNull(),
    sections: jsonb().$type<readonly SectionProgress[]>().notNull(),
    /** Null: never ticked. */
    completed: boolean(),
    completedAt: momentOf(),
    lastSectionId: text(),
    visitedAt: momentOf(),
  },
  (table) => [
    primaryKey({ columns: [table.ownerId, table.chapterKey] }),
    index('progress_visited').on(table.ownerId, table.visitedAt.desc()),
  ],
);

/** A graded attempt at a quiz, or at some of its items. On account deletion: deleted with its owner. */
export const quizAttempt = pgTable(
  'quiz_attempt',
  {
    id: uuid().primaryKey(),
    ownerId: ownerOf(),
    chapterKey: text().notNull(),
    quizId: text().notNull(),
    items: jsonb().$type<QuizAttempt['items']>().notNull(),
    /** Items answered rightly. */
    rightCount: integer().notNull(),
    /** Items that the quiz had. */
    totalCount: integer().notNull(),
    createdAt: momentOf().notNull(),
  },
  (table) => [
    index('quiz_attempt_quiz').on(
      table.ownerId,
      table.chapterKey,
      table.quizId,
      table.createdAt.desc(),
      table.id.desc(),
    ),
  ],
);

/**
 * A missed question, with its state in FSRS. On account deletion: deleted with its owner.
 * @see https://github.com/open-spaced-repetition/ts-fsrs the columns from `dueAt` to `lastReviewAt` are its `Card`
 */
export const reviewCard = pgTable(
  'review_card',
  {
    id: uuid().primaryKey(),
    ownerId: ownerOf(),
    chapterKey: text().notNull(),
    quizId: text().notNull(),
    itemId: text().notNull(),
    dueAt: momentOf().notNull(),
    /** Days until the chance of remembering falls to 90 %. */
    stability: doublePrecision().notNull(),
    /** 1 to 10; 0 before the first review. */
    difficulty: doublePrecision().notNull(),
    elapsedDays: doublePrecision().notNull(),
    scheduledDays: doublePrecision().notNull(),
    learningSteps: integer().notNull(),
    reps: integer().notNull(),
    lapses: integer().notNull(),
    /** 0 new, 1 learning, 2 review, 3 relearning. */
    state: smallint().notNull(),
    lastReviewAt: momentOf(),
    createdAt: momentOf().notNull(),
  },
  (table) => [
    unique('review_card_item').on(table.ownerId, table.chapterKey, table.quizId, table.itemId),
    index('review_card_due').on(table.ownerId, table.dueAt, table.id),
  ],
);

/** Where something is put, by hashes; nothing of it is rewritten when the book changes. */
const anchorColumns = {
  chapterKey: text().notNull(),
  sectionId: text().notNull(),
  /** Edition whose segment it is; null: the book's default locale. */
  locale: text(),
  /** Null: the section itself. */
  hash: text(),
  previousHash: text(),
  nextHash: text(),
  /** The marked text as it was, by which it is found when the hashes fail. */
  quote: text().notNull(),
};

/** A bookmark. On account deletion: deleted with its owner. */
export const bookmark = pgTable(
  'bookmark',
  {
    id: uuid().primaryKey(),
    ownerId: ownerOf(),
    ...anchorColumns,
    label: text().notNull(),
    createdAt: momentOf().notNull(),
  },
  (table) => [
    unique('bookmark_place')
      .on(table.ownerId, table.chapterKey, table.sectionId, table.locale, table.hash)
      .nullsNotDistinct(),
    index('bookmark_owner').on(table.ownerId, table.createdAt.desc(), table.id.desc()),
  ],
);

/** A note or, without text, a highlight. On account deletion: deleted with its owner. */
export const note = pgTable(
  'note',
  {
    ownerId: uuid().notNull(),
    /** Made by the page or here: unique for its owner, so that nobody can take another's. */
    id: uuid().notNull(),
    ...anchorColumns,
    /** Range of the segment's plain text, UTF-16 units; null: all of it. */
    rangeStart: integer(),
    rangeEnd: integer(),
    text: text().notNull(),
    color: text({ enum: ['yellow', 'green', 'blue', 'pink'] }).notNull(),
    createdAt: momentOf().notNull(),
    updatedAt: momentOf().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.ownerId, table.id] }),
    foreignKey({ columns: [table.ownerId], foreignColumns: [learningOwner.ownerId] }).onDelete('cascade'),
    index('note_owner').on(table.ownerId, table.createdAt.desc(), table.id.desc()),
    index('note_chapter').on(table.ownerId, table.chapterKey),
  ],
);
