/** Quizzes graded on the server, and spaced review of what was missed. */
import { z } from 'zod';
import { learningChapterKeySchema, learningSectionIdSchema, STORABLE_TEXT } from './learning.ts';
import { paginatedSchema, paginationParamsSchema } from './pagination.ts';

/** Attempts at one quiz that are kept of a reader; older ones go. */
export const MAX_KEPT_ATTEMPTS = 200;

const quizId = z.string().min(1).max(60).regex(STORABLE_TEXT);
const itemId = z.string().min(1).max(60);
const choiceId = z.string().min(1).max(40);
const locale = z
  .string()
  .max(35)
  .optional()
  .describe(
    'Language of the texts, BCP 47; default: the book’s. Without an edition, what the translation memory has of them',
  );
const moment = (what: string) => z.iso.datetime().describe(`${what}, UTC`);

/** What a reader answers to one item. Neither choices nor a value: “I don’t know”, which counts as missed. */
const answerShape = {
  choiceIds: z.array(choiceId).max(20).default([]).describe('For single and multiple'),
  value: z.number().optional().describe('For number, in the item’s unit'),
  unit: z.string().max(40).optional().describe('Unit of value; when it is sent it has to be the item’s'),
};

/** Answer to one item of a quiz. */
export const quizAnswerSchema = z.strictObject({ itemId, ...answerShape }).meta({ id: 'QuizAnswer' });

/** Body of `POST /learning/quizzes/:id/attempts`: the whole quiz, or the items that are checked now. */
export const quizAttemptRequestSchema = z
  .strictObject({
    chapterKey: learningChapterKeySchema,
    answers: z.array(quizAnswerSchema).min(1).max(50).describe('Each item once'),
  })
  .meta({ id: 'QuizAttemptRequest' });

/** Parameters of `/learning/quizzes/:id/attempts`. */
export const quizParamsSchema = z.strictObject({ id: quizId.describe('Id of the quiz') });
/** Query of `POST /learning/quizzes/:id/attempts` and `POST /learning/reviews/:id`. */
export const quizLocaleQuerySchema = z.strictObject({ locale });
/** Query of `GET /learning/quizzes/:id/attempts`. */
export const quizAttemptsQuerySchema = z.strictObject({
  ...paginationParamsSchema.shape,
  chapterKey: learningChapterKeySchema,
});

/** One choice that was chosen or should have been. */
export const choiceExplanationSchema = z
  .object({
    choiceId,
    text: z.string(),
    chosen: z.boolean(),
    correct: z.boolean(),
    why: z.string().describe('Why this choice is right or wrong'),
  })
  .meta({ id: 'ChoiceExplanation' });

/** A graded answer, with what there is to learn from it. */
export const quizItemResultSchema = z
  .object({
    itemId,
    outcome: z.enum(['right', 'wrong', 'empty']).describe('empty: nothing was answered, which counts as missed'),
    choices: z.array(choiceExplanationSchema).describe('Chosen, or should have been; [] for number'),
    answer: z
      .object({ value: z.number(), tolerance: z.number(), unit: z.string(), why: z.string() })
      .nullable()
      .describe('For number: what is right, within ± tolerance'),
    section: z
      .object({ id: learningSectionIdSchema, title: z.string(), permalink: z.string() })
      .nullable()
      .describe('Section that teaches the answer; null when the chapter has it no more'),
  })
  .meta({ id: 'QuizItemResult' });

/** A graded attempt: 201 of `POST /learning/quizzes/:id/attempts`. */
export const quizAttemptResponseSchema = z
  .object({
    id: z.uuid(),
    quizId,
    chapterKey: learningChapterKeySchema,
    right: z.int().min(0).describe('Items answered rightly'),
    answered: z.int().min(1).describe('Items of this attempt'),
    total: z.int().min(1).describe('Items of the quiz'),
    items: z.array(quizItemResultSchema),
    cardsDue: z.int().min(0).describe('Missed items that are now among the reviews'),
    createdAt: moment('When it was graded'),
  })
  .meta({ id: 'QuizAttemptResponse' });

/** An attempt of the history, as it was graded then. */
export const quizAttemptSchema = z
  .object({
    id: z.uuid(),
    quizId,
    chapterKey: learningChapterKeySchema,
    right: z.int().min(0),
    answered: z.int().min(1),
    total: z.int().min(1).describe('Items that the quiz had then'),
    items: z.array(
      z.object({
        itemId,
        choiceIds: z.array(choiceId),
        value: z.number().nullable(),
        outcome: z.enum(['right', 'wrong', 'empty']),
      }),
    ),
    createdAt: moment('When it was graded'),
  })
  .meta({ id: 'QuizAttempt' });

/** Answer of `GET /learning/quizzes/:id/attempts`, newest first. */
export const quizAttemptPageSchema = paginatedSchema(quizAttemptSchema, 'QuizAttemptPage');

/** How well something was remembered. */
export const reviewRatingSchema = z.enum(['again', 'hard', 'good', 'easy']);

/** A missed question, with what FSRS knows of it. */
export const reviewCardSchema = z
  .object({
    id: z.uuid(),
    chapterKey: learningChapterKeySchema,
    quizId,
    itemId,
    dueAt: moment('When it is to be asked again'),
    state: z.enum(['new', 'learning', 'review', 'relearning']),
    intervalDays: z.number().min(0).describe('Days that were planned between the last review and this one'),
    reps: z.int().min(0).describe('Reviews so far; sent back with a review'),
    lapses: z.int().min(0).describe('Times that it was forgotten'),
  })
  .meta({ id: 'ReviewCard' });

/** A question as it is asked: without what is right. */
export const reviewItemSchema = z
  .object({
    kind: z.enum(['single', 'multiple', 'number']),
    prompt: z.string(),
    choices: z.array(z.object({ id: choiceId, text: z.string() })),
    unit: z.string().nullable().describe('For number'),
  })
  .meta({ id: 'ReviewItem' });

/** A card to be asked now. */
export const dueReviewSchema = reviewCardSchema
  .extend({
    item: reviewItemSchema,
    quizTitle: z.string().describe('`` when it has none'),
    chapterTitle: z.string(),
    permalink: z.string().describe('The chapter'),
    sectionTitle: z.string().describe('Section that teaches the answer; `` when it is gone'),
    sectionPermalink: z.string().describe('That section, or the chapter'),
  })
  .meta({ id: 'DueReview' });

/** Query of `GET /learning/reviews/due`. */
export const dueReviewsQuerySchema = z.strictObject({
  ...paginationParamsSchema.shape,
  locale,
  chapterKey: learningChapterKeySchema.optional().describe('Cards of this chapter alone'),
});
/** Answer of `GET /learning/reviews/due`, longest due first. Cards of questions that left the book wait unseen. */
export const dueReviewPageSchema = paginatedSchema(dueReviewSchema, 'DueReviewPage');

/** Parameters of `/learning/reviews/:id`, `/learning/bookmarks/:id` and `/learning/notes/:id`. */
export const learningIdParamsSchema = z.strictObject({ id: z.uuid() });

/**
 * Body of `POST /learning/reviews/:id`: an answer, graded here (missed: again; right: the rating that is sent, else
 * good), or the reader’s own rating alone.
 */
export const reviewRequestSchema = z
  .strictObject({
    reps: z.int().min(0).describe('Of the card as it was shown: a second review of the same showing is refused'),
    answer: z.strictObject(answerShape).optional(),
    rating: reviewRatingSchema.optional(),
  })
  .refine(({ answer, rating }) => answer !== undefined || rating !== undefined, {
    path: ['answer'],
    message: 'answer or rating has to be there',
  })
  .meta({ id: 'ReviewRequest' });

/** Answer of `POST /learning/reviews/:id`. */
export const reviewResponseSchema = z
  .object({
    card: reviewCardSchema.describe('As it is planned now'),
    rating: reviewRatingSchema.describe('What was given to FSRS'),
    result: quizItemResultSchema.nullable().describe('null for a rating alone'),
  })
  .meta({ id: 'ReviewResponse' });

/** Answer to one item, read. */
export type QuizAnswer = z.infer<typeof quizAnswerSchema>;
/** Body of a quiz attempt, as it is sent. */
export type QuizAttemptRequest = z.input<typeof quizAttemptRequestSchema>;
/** One choice with its explanation. */
export type ChoiceExplanation = z.infer<typeof choiceExplanationSchema>;
/** A graded answer. */
export type QuizItemResult = z.infer<typeof quizItemResultSchema>;
/** A graded attempt. */
export type QuizAttemptResponse = z.infer<typeof quizAttemptResponseSchema>;
/** An attempt of the history. */
export type QuizAttempt = z.infer<typeof quizAttemptSchema>;
/** How well something was remembered. */
export type ReviewRating = z.infer<typeof reviewRatingSchema>;
/** A missed question. */
export type ReviewCard = z.infer<typeof reviewCardSchema>;
/** A card to be asked now. */
export type DueReview = z.infer<typeof dueReviewSchema>;
/** Body of a review, as it is sent. */
export type ReviewRequest = z.input<typeof reviewRequestSchema>;
/** Answer of a review. */
export type ReviewResponse = z.infer<typeof reviewResponseSchema>;
