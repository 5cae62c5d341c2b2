/** What a reader tells about themself, so that chapters and answers can be adapted. */
import { z } from 'zod';
import { hardwareSchema, levelSchema } from './book.ts';

/** A reader's profile. All of it is optional to give; `none` means no experience. */
export const userProfileSchema = z
  .strictObject({
    software: levelSchema.describe('Experience with programming'),
    hardware: levelSchema.describe('Experience with electronics and computers’ hardware'),
    robotics: levelSchema.describe('Experience with robots'),
    owned: z
      .array(hardwareSchema)
      .max(4)
      .describe('Hardware at hand')
      .meta({ example: ['laptop', 'jetson'] }),
    goals: z
      .array(z.string().min(1).max(200))
      .max(5)
      .describe('What the reader wants to reach, in their own words')
      .meta({ example: ['Build a walking robot'] }),
    interests: z
      .array(z.string().min(1).max(80))
      .max(10)
      .describe('Topics')
      .meta({ example: ['perception'] }),
    languages: z
      .array(z.string().min(2).max(35))
      .max(5)
      .describe('Languages the reader reads, BCP 47, preferred first')
      .meta({ example: ['ur', 'en'] }),
  })
  .meta({ id: 'UserProfile' });

/** Answer of `GET /me/profile`. */
export const profileResponseSchema = z
  .object({
    profile: userProfileSchema.nullable().describe('null: nothing told yet'),
    updatedAt: z.iso.datetime().nullable().describe('UTC'),
  })
  .meta({ id: 'ProfileResponse' });

/** A reader's profile: see {@link userProfileSchema}. */
export type UserProfile = z.infer<typeof userProfileSchema>;
/** Answer of `GET /me/profile`. */
export type ProfileResponse = z.infer<typeof profileResponseSchema>;
