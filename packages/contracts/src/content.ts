/** The book as the API shows it: outline, chapter, search. */
import { z } from 'zod';
import { bookOptionsSchema, chapterSchema, localeSchema } from './book.ts';

/** A chapter in the outline: all but its text. */
export const chapterSummarySchema = chapterSchema
  .omit({ sections: true, quizzes: true })
  .extend({
    sections: z.array(z.object({ id: z.string(), title: z.string(), depth: z.int().min(0), permalink: z.string() })),
  })
  .meta({ id: 'ChapterSummary' });

/** Answer of `GET /book`. */
export const bookResponseSchema = z
  .object({
    title: z.string(),
    defaultLocale: z.string(),
    locales: z.array(localeSchema),
    modules: z.array(z.object({ id: z.string(), title: z.string(), order: z.int() })),
    options: bookOptionsSchema,
    indexVersion: z.int().min(0).describe('Version of the index that answers now'),
    chapters: z.array(chapterSummarySchema),
  })
  .meta({ id: 'BookResponse' });

/** Parameters of `GET /book/chapters/:id`. */
export const chapterParamsSchema = z.strictObject({
  id: z.string().min(1).max(300).describe('Chapter key (URL-encoded), or id where one chapter only has it'),
});
/** Query of `GET /book/chapters/:id`. */
export const chapterQuerySchema = z.strictObject({
  locale: z.string().max(35).optional().describe('Locale of the chapter, BCP 47; default: the book’s'),
});

/** Query of `GET /search`. */
export const searchQuerySchema = z.strictObject({
  q: z.string().min(1).max(300).describe('What is looked for'),
  locale: z.string().max(35).optional(),
  limit: z.coerce.number().int().min(1).max(20).default(8),
});

/** One hit of a search. */
export const searchHitSchema = z
  .object({
    chapterId: z.string().describe('Chapter key'),
    chapterTitle: z.string(),
    headingPath: z.array(z.string()),
    url: z.string(),
    snippet: z.string().describe('Plain text around the best place'),
    highlights: z
      .array(z.tuple([z.int().min(0), z.int().min(0)]))
      .describe('Ranges in snippet to mark, [start, end), UTF-16 units'),
    score: z.number(),
  })
  .meta({ id: 'SearchHit' });

/** Answer of `GET /search`. */
export const searchResponseSchema = z
  .object({ query: z.string(), hits: z.array(searchHitSchema) })
  .meta({ id: 'SearchResponse' });

/** Answer of `GET /book`: see {@link bookResponseSchema}. */
export type BookResponse = z.infer<typeof bookResponseSchema>;
/** A chapter in the outline. */
export type ChapterSummary = z.infer<typeof chapterSummarySchema>;
/** One hit of a search. */
export type SearchHit = z.infer<typeof searchHitSchema>;
/** Answer of `GET /search`. */
export type SearchResponse = z.infer<typeof searchResponseSchema>;
