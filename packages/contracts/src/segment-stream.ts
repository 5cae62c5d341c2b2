/** What translation and personalization have in common: replaced segments, sent as they come. */
import { z } from 'zod';
import { problemSchema } from './errors.ts';

/** Most segments that a page reports as visible; they are done first. */
export const MAX_VISIBLE_SEGMENTS = 100;

/** Where a replaced text comes from. */
export const segmentOriginSchema = z.enum(['memory', 'provider', 'author', 'source']);
/** How far a replaced text can be trusted. outdated: made by an engine, model or glossary that is no longer the one in use; still served. */
export const segmentStatusSchema = z.enum(['machine', 'reviewed', 'locked', 'outdated']);

/** First event: which version of which chapter the segments belong to. */
export const segmentMetaEventSchema = z.object({
  streamId: z.uuid().describe('Ids of the events are `<streamId>.<seq>`, seq from 1 without gaps'),
  chapterId: z.string().describe('Chapter key'),
  sourceHash: z.string().describe('Events for another version are dropped by the page'),
  language: z.string().describe('BCP 47 tag of the texts'),
  direction: z.enum(['ltr', 'rtl']),
  total: z
    .int()
    .min(0)
    .describe('Segments of the chapter that have words to translate, those of its quizzes included; repeats count'),
  ready: z.int().min(0).describe('Of these, the ones that come from the memory at once'),
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

/**
 * Why a segment stays in the source language. untranslated: nothing has it, or nothing may be spent; changed: it had a
 * translation until it was edited; failed: no engine gave one that can be shown, tried again later.
 */
export const segmentLeftReasonSchema = z.enum(['untranslated', 'changed', 'failed']);

/** A segment that stays in the source language. */
export const segmentLeftSchema = z
  .object({ id: z.string().min(1).max(24), reason: segmentLeftReasonSchema })
  .meta({ id: 'SegmentLeft' });

/** Why more could not be done: no engine is set up, the money for it is spent, or the engines fail. */
export const segmentNoticeSchema = z.enum(['keyless', 'budget_spent', 'provider_failed']);

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
  left: z.array(segmentLeftSchema).describe('The others, in reading order'),
  notice: segmentNoticeSchema.optional(),
  receipt: receiptSchema.optional().describe('For admins'),
});

/** Payload schema of each event of such a stream, by event name. Order: `meta`; `segment` and `note`; then one `done` or `error`, always last. */
export const SEGMENT_EVENT_SCHEMAS = {
  meta: segmentMetaEventSchema,
  segment: segmentEventSchema,
  note: noteEventSchema,
  done: segmentDoneEventSchema,
  error: z.object({ problem: problemSchema }),
} as const;

/** Name of an event of a stream of segments. */
export type SegmentEventName = keyof typeof SEGMENT_EVENT_SCHEMAS;
/** One event of a stream of segments. */
export type SegmentEvent = {
  [Name in SegmentEventName]: { event: Name; data: z.infer<(typeof SEGMENT_EVENT_SCHEMAS)[Name]> };
}[SegmentEventName];
/** A segment that stays in the source language, and why. */
export type SegmentLeft = z.infer<typeof segmentLeftSchema>;
/** Why a segment stays in the source language. */
export type SegmentLeftReason = z.infer<typeof segmentLeftReasonSchema>;
/** Why more could not be done. */
export type SegmentStreamNotice = z.infer<typeof segmentNoticeSchema>;
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
