/** What translation and personalization have in common: replaced segments, sent as they come. */
import { z } from 'zod';

/** Most segments that a page reports as visible; they are done first. */
export const MAX_VISIBLE_SEGMENTS = 100;

/** Where a replaced text comes from. */
export const segmentOriginSchema = z.enum(['memory', 'provider', 'author', 'source']);
/** How far a replaced text can be trusted. outdated: its source has changed since. */
export const segmentStatusSchema = z.enum(['machine', 'reviewed', 'locked', 'outdated']);

/** First event: which version of which chapter the segments belong to. */
export const segmentMetaEventSchema = z.object({
  chapterId: z.string().describe('Chapter key'),
  sourceHash: z.string().describe('Events for another version are dropped by the page'),
  language: z.string().describe('BCP 47 tag of the texts'),
  direction: z.enum(['ltr', 'rtl']),
  total: z.int().min(0).describe('Segments of the chapter'),
});

/** One replaced segment. */
export const segmentEventSchema = z
  .object({
    id: z.string().min(1).max(24).describe('Segment id, valid inside (chapter, sourceHash)'),
    text: z.string().max(20_000).describe('Engine-neutral text with the source’s placeholders'),
    origin: segmentOriginSchema,
    status: segmentStatusSchema,
  })
  .meta({ id: 'SegmentReplacement' });

/** A note to be shown after a segment. */
export const noteEventSchema = z
  .object({
    afterSegmentId: z.string().min(1).max(24),
    markdown: z.string().max(4000).describe('Safe Markdown subset'),
  })
  .meta({ id: 'SegmentNote' });

/** What a run cost. */
export const receiptSchema = z
  .object({
    segmentsFromMemory: z.int().min(0),
    segmentsFromProvider: z.int().min(0),
    characters: z.int().min(0).describe('Characters sent to a provider'),
    costUsd: z.number().min(0).describe('USD'),
  })
  .meta({ id: 'Receipt' });

/** Last event of a good stream. */
export const segmentDoneEventSchema = z.object({
  coverage: z
    .number()
    .min(0)
    .max(1)
    .describe('Share of the chapter’s segments that are replaced')
    .meta({ example: 0.97 }),
  receipt: receiptSchema.optional().describe('For admins'),
});

/** Where a replaced text comes from. */
export type SegmentOrigin = z.infer<typeof segmentOriginSchema>;
/** How far a replaced text can be trusted. */
export type SegmentStatus = z.infer<typeof segmentStatusSchema>;
/** One replaced segment: see {@link segmentEventSchema}. */
export type SegmentReplacement = z.infer<typeof segmentEventSchema>;
/** A note after a segment: see {@link noteEventSchema}. */
export type SegmentNote = z.infer<typeof noteEventSchema>;
/** What a run cost: see {@link receiptSchema}. */
export type Receipt = z.infer<typeof receiptSchema>;
