/** Chapters adapted to a reader's profile. */
import { z } from 'zod';
import { MAX_VISIBLE_SEGMENTS, noteEventSchema, segmentDoneEventSchema, segmentEventSchema } from './segment-stream.ts';

/** Body of `POST /personalize`. The profile is the reader's stored one; the text is the server's own. */
export const personalizeRequestSchema = z
  .strictObject({
    chapterId: z.string().min(1).max(300).describe('Chapter key or id').meta({ example: 'sensors' }),
    sourceHash: z.string().min(1).max(64).describe('The version of the chapter that the page shows'),
    locale: z.string().max(35).optional().describe('The reader’s locale, BCP 47; left out: the source language'),
    visible: z
      .array(z.string().min(1).max(24))
      .max(MAX_VISIBLE_SEGMENTS)
      .default([])
      .describe('Segments on the screen: done first'),
  })
  .meta({ id: 'PersonalizeRequest' });

/** Answer of `POST /personalize`: the stream folded. */
export const personalizeResponseSchema = z
  .object({
    chapterId: z.string().describe('Chapter key'),
    sourceHash: z.string(),
    profileSummary: z.string().describe('The profile that was used, in one sentence for the reader'),
    segments: z.array(segmentEventSchema),
    notes: z.array(noteEventSchema),
    collapsed: z.array(z.string()).describe('Ids of segments that this reader can skip'),
    ...segmentDoneEventSchema.shape,
  })
  .meta({ id: 'PersonalizeResponse' });

/** Body of `POST /personalize`: see {@link personalizeRequestSchema}. */
export type PersonalizeRequest = z.infer<typeof personalizeRequestSchema>;
/** Answer of `POST /personalize`: see {@link personalizeResponseSchema}. */
export type PersonalizeResponse = z.infer<typeof personalizeResponseSchema>;
