/** Where a reader is in the book: progress by section, the place to go on, the overview of the progress page. */
import { z } from 'zod';

/** Most chapters of one request and of one reader. */
export const MAX_PROGRESS_CHAPTERS = 1000;
/** Most sections of one chapter of which progress is kept. */
export const MAX_PROGRESS_SECTIONS = 500;

/** Text that PostgreSQL can store: it has no NUL. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: this very character is refused
export const STORABLE_TEXT = /^[^\u0000]*$/; // oxlint-disable-line no-control-regex

/** Key of a chapter, the same in all locales. */
export const learningChapterKeySchema = z
  .string()
  .min(1)
  .max(300)
  .regex(STORABLE_TEXT)
  .describe('Key of the chapter')
  .meta({ example: 'default/current/sensors' });
/** Anchor of a section, the same in all locales. */
export const learningSectionIdSchema = z
  .string()
  .max(200)
  .regex(STORABLE_TEXT)
  .describe('Anchor; `` for what stands before the first heading');
const locale = z.string().max(35).optional().describe('Locale of titles and links, BCP 47; default: the book’s');
const moment = (what: string) => z.iso.datetime().describe(`${what}, UTC`);
const clock = (what: string) =>
  moment(what).describe(`${what}, by the reader’s clock, UTC; a time in the future counts as now`);

/** How far a reader is in one section; that it is listed says that it was seen. */
export const sectionProgressSchema = z
  .strictObject({
    sectionId: learningSectionIdSchema,
    done: z.boolean().describe('Read to its end, or ticked. Of two devices the later wins, at the same time `true`'),
    seconds: z
      .int()
      .min(0)
      .max(10_000_000)
      .describe(
        'Time with the section on the screen, seconds, in all. The larger wins: a repeat counts nothing twice, so add to what the server gave',
      ),
    updatedAt: clock('When `done` was so'),
  })
  .meta({ id: 'SectionProgress' });

/** Whether a chapter is done, by the reader’s own word. */
export const chapterCompletionSchema = z
  .strictObject({ value: z.boolean(), updatedAt: clock('When it was ticked or unticked') })
  .meta({ id: 'ChapterCompletion' });

/** The place in a chapter where a reader was last. */
export const lastPlaceSchema = z
  .strictObject({ sectionId: learningSectionIdSchema, visitedAt: clock('When the reader was there') })
  .meta({ id: 'LastPlace' });

/** How far a reader is in one chapter. */
export const chapterProgressSchema = z
  .strictObject({
    chapterKey: learningChapterKeySchema,
    sections: z.array(sectionProgressSchema).max(MAX_PROGRESS_SECTIONS).describe('Sections that were seen'),
    completed: chapterCompletionSchema.nullable().describe('null: never ticked; it is done when all its sections are'),
    last: lastPlaceSchema.nullable().describe('null: never opened'),
  })
  .meta({ id: 'ChapterProgress' });

/** What is new about one chapter: only what changed has to be sent. */
export const chapterProgressUpdateSchema = z
  .strictObject({
    chapterKey: learningChapterKeySchema,
    sections: z.array(sectionProgressSchema).max(MAX_PROGRESS_SECTIONS).default([]),
    completed: chapterCompletionSchema.optional(),
    last: lastPlaceSchema.optional(),
  })
  .meta({ id: 'ChapterProgressUpdate' });

/** Body of `PUT /learning/progress`; sending it twice changes nothing. */
export const learningProgressUpdateSchema = z
  .strictObject({ chapters: z.array(chapterProgressUpdateSchema).min(1).max(MAX_PROGRESS_CHAPTERS) })
  .meta({ id: 'LearningProgressUpdate' });

/** Query of `GET /learning/progress` (no named schema: parameters resolve no references). */
export const learningProgressQuerySchema = z.strictObject({
  chapterKey: learningChapterKeySchema.optional().describe('This chapter alone; left out: all'),
  locale,
});

/** Query of `GET /learning/overview`, and of what stores progress, bookmarks and notes. */
export const learningLocaleQuerySchema = z.strictObject({ locale });

/** Where to go on reading: the last place over the whole book that the book still has. */
export const continuePlaceSchema = z
  .object({
    chapterKey: learningChapterKeySchema,
    sectionId: learningSectionIdSchema.describe('The section, or `` when it is gone from the chapter'),
    chapterTitle: z.string(),
    sectionTitle: z.string(),
    permalink: z.string().describe('Path with base URL and anchor'),
    visitedAt: moment('When the reader was there'),
  })
  .meta({ id: 'ContinuePlace' });

/** Answer of `GET /learning/progress` (all chapters, one answer: a book has at most a thousand) and `PUT` (those sent). */
export const learningProgressSchema = z
  .object({
    chapters: z.array(chapterProgressSchema),
    continueAt: continuePlaceSchema.nullable(),
    ignored: z
      .array(z.string())
      .describe('With `PUT`: keys of chapters that the book does not have; nothing of them was kept'),
  })
  .meta({ id: 'LearningProgress' });

/** How a reader stands with one quiz. */
export const quizOverviewSchema = z
  .object({
    quizId: z.string(),
    title: z.string().describe('`` when it has none'),
    items: z.int().min(1),
    answered: z.int().min(0).describe('Items that were answered at least once'),
    right: z.int().min(0).describe('Items whose last answer was right'),
    attempts: z.int().min(0),
    lastAttemptAt: moment('The last attempt').nullable(),
  })
  .meta({ id: 'QuizOverview' });

/** How a reader stands with one chapter. */
export const chapterOverviewSchema = z
  .object({
    chapterKey: learningChapterKeySchema,
    title: z.string(),
    permalink: z.string(),
    moduleId: z.string().nullable(),
    weeks: z.array(z.int().min(1).max(60)).describe('Weeks of the course, from `week` of the page; `8–9` is [8, 9]'),
    minutes: z.int().min(0).nullable().describe('Time to work through it, minutes'),
    sections: z
      .int()
      .min(1)
      .describe('Sections that count: those with a heading; a page without headings counts as one'),
    sectionsSeen: z.int().min(0),
    sectionsDone: z.int().min(0),
    share: z.number().min(0).max(1).describe('Share read; 1 when completed'),
    completed: z.boolean().describe('Ticked by the reader, or all sections done'),
    seconds: z.int().min(0),
    lastVisitedAt: moment('The last visit').nullable(),
    quizzes: z.array(quizOverviewSchema),
    reviewsDue: z.int().min(0),
  })
  .meta({ id: 'ChapterOverview' });

/** How a reader stands with a part of the book. */
export const partOverviewSchema = z.object({
  chapterKeys: z.array(z.string()).describe('In reading order'),
  chaptersCompleted: z.int().min(0),
  share: z.number().min(0).max(1).describe('Share of its sections that were read'),
  quizItems: z.int().min(0),
  quizRight: z.int().min(0).describe('Items whose last answer was right'),
});

/** Answer of `GET /learning/overview`: all that the progress page shows. */
export const learningOverviewSchema = z
  .object({
    continueAt: continuePlaceSchema.nullable(),
    chapters: z.array(chapterOverviewSchema).describe('In reading order'),
    modules: z.array(partOverviewSchema.extend({ id: z.string(), title: z.string() })).describe('As the book has them'),
    weeks: z
      .array(partOverviewSchema.extend({ week: z.int().min(1).max(60) }))
      .describe('Weeks that have chapters, ascending; a chapter of two weeks stands in both'),
    total: partOverviewSchema.omit({ chapterKeys: true }),
    reviews: z.object({
      due: z.int().min(0).describe('Cards to be asked now'),
      total: z.int().min(0).describe('Cards of questions that the book has'),
      nextAt: moment('When the next card is due; past when one is').nullable(),
    }),
    bookmarks: z.int().min(0),
    notes: z.int().min(0),
  })
  .meta({ id: 'LearningOverview' });

/** How far a reader is in one section. */
export type SectionProgress = z.infer<typeof sectionProgressSchema>;
/** How far a reader is in one chapter. */
export type ChapterProgress = z.infer<typeof chapterProgressSchema>;
/** What is new about one chapter, read. */
export type ChapterProgressUpdate = z.infer<typeof chapterProgressUpdateSchema>;
/** Body of `PUT /learning/progress`, as it is sent. */
export type LearningProgressUpdate = z.input<typeof learningProgressUpdateSchema>;
/** How far a reader is in the book. */
export type LearningProgress = z.infer<typeof learningProgressSchema>;
/** Where to go on reading. */
export type ContinuePlace = z.infer<typeof continuePlaceSchema>;
/** How a reader stands with one quiz. */
export type QuizOverview = z.infer<typeof quizOverviewSchema>;
/** How a reader stands with one chapter. */
export type ChapterOverview = z.infer<typeof chapterOverviewSchema>;
/** How a reader stands with a part of the book. */
export type PartOverview = z.infer<typeof partOverviewSchema>;
/** All that the progress page shows. */
export type LearningOverview = z.infer<typeof learningOverviewSchema>;
