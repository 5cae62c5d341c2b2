/** Progress, quizzes, reviews, bookmarks and notes. What is kept finds its place again after the chapter was edited. */
import { z } from 'zod';

/** Longest note, characters. */
export const MAX_NOTE_CHARS = 10_000;

const chapterKey = z
  .string()
  .min(1)
  .max(300)
  .describe('Key of the source chapter')
  .meta({ example: 'default/current/sensors' });
const sectionId = z.string().max(200).describe('Anchor; `` for what stands before the first heading');

/** A place in a chapter, by hashes: segment ids change with every edit. */
export const anchorSchema = z
  .strictObject({
    chapterKey,
    sectionId,
    hash: z.string().length(43).describe('Hash of the segment'),
    previousHash: z.string().length(43).nullable().describe('Hash of the segment before it'),
    nextHash: z.string().length(43).nullable().describe('Hash of the segment after it'),
  })
  .meta({ id: 'Anchor' });

/** How far a reader is in one chapter. */
export const chapterProgressSchema = z
  .strictObject({
    chapterKey,
    sectionsRead: z.array(z.string().max(200)).max(500).describe('Ids of sections that were read'),
    completed: z.boolean(),
    lastSectionId: sectionId.nullable().describe('Where to go on reading'),
    secondsSpent: z.int().min(0).max(10_000_000).describe('Time with the chapter on the screen, seconds'),
    updatedAt: z.iso.datetime().describe('When this was true, UTC; of two devices the later wins'),
  })
  .meta({ id: 'ChapterProgress' });

/** Body of `PUT` and answer of `GET /learning/progress`. */
export const learningProgressSchema = z
  .strictObject({ chapters: z.array(chapterProgressSchema).max(1000) })
  .meta({ id: 'LearningProgress' });

/** Answer to one item of a quiz. */
export const quizAnswerSchema = z
  .strictObject({
    itemId: z.string().min(1).max(60),
    choiceIds: z.array(z.string().min(1).max(40)).max(20).default([]).describe('For single and multiple'),
    value: z.number().optional().describe('For number, in the item’s unit'),
  })
  .meta({ id: 'QuizAnswer' });

/** Body of `POST /learning/quizzes/:id/attempts`. */
export const quizAttemptRequestSchema = z
  .strictObject({ chapterKey, answers: z.array(quizAnswerSchema).min(1).max(50) })
  .meta({ id: 'QuizAttemptRequest' });

/** A marked attempt. */
export const quizAttemptResponseSchema = z
  .object({
    id: z.uuid(),
    correct: z.int().min(0).describe('Items answered rightly'),
    total: z.int().min(1).describe('Items of the quiz'),
    items: z.array(z.object({ itemId: z.string(), correct: z.boolean(), why: z.string() })),
    createdAt: z.iso.datetime().describe('UTC'),
  })
  .meta({ id: 'QuizAttemptResponse' });

/** An item that is due to be asked again. */
export const reviewCardSchema = z
  .object({
    id: z.uuid(),
    chapterKey,
    quizId: z.string(),
    itemId: z.string(),
    dueAt: z.iso.datetime().describe('UTC'),
    intervalDays: z.number().min(0).describe('Time since the last review, days'),
  })
  .meta({ id: 'ReviewCard' });

/** A bookmark to be set. */
export const bookmarkCreateSchema = z
  .strictObject({ anchor: anchorSchema, label: z.string().max(200).default('') })
  .meta({ id: 'BookmarkCreate' });

/** A bookmark. */
export const bookmarkSchema = z
  .object({ id: z.uuid(), anchor: anchorSchema, label: z.string(), createdAt: z.iso.datetime().describe('UTC') })
  .meta({ id: 'Bookmark' });

/** A note to be written. */
export const noteCreateSchema = z
  .strictObject({
    anchor: anchorSchema,
    quote: z.string().max(4000).default('').describe('The text that the note is about, as it was'),
    text: z.string().min(1).max(MAX_NOTE_CHARS),
    color: z.enum(['yellow', 'green', 'blue', 'pink']).default('yellow'),
  })
  .meta({ id: 'NoteCreate' });

/** A note. */
export const noteSchema = z
  .object({
    id: z.uuid(),
    ...noteCreateSchema.shape,
    orphaned: z.boolean().describe('Its place is gone from the chapter; quote and section remain'),
    createdAt: z.iso.datetime().describe('UTC'),
    updatedAt: z.iso.datetime().describe('UTC'),
  })
  .meta({ id: 'Note' });

/** A place in a chapter: see {@link anchorSchema}. */
export type Anchor = z.infer<typeof anchorSchema>;
/** How far a reader is in one chapter. */
export type ChapterProgress = z.infer<typeof chapterProgressSchema>;
/** How far a reader is in the book. */
export type LearningProgress = z.infer<typeof learningProgressSchema>;
/** Answer to one item of a quiz. */
export type QuizAnswer = z.infer<typeof quizAnswerSchema>;
/** Body of a quiz attempt. */
export type QuizAttemptRequest = z.infer<typeof quizAttemptRequestSchema>;
/** A marked attempt. */
export type QuizAttemptResponse = z.infer<typeof quizAttemptResponseSchema>;
/** An item that is due to be asked again. */
export type ReviewCard = z.infer<typeof reviewCardSchema>;
/** A bookmark. */
export type Bookmark = z.infer<typeof bookmarkSchema>;
/** A note. */
export type Note = z.infer<typeof noteSchema>;
