/** What a reader tells about themself, so that chapters and answers can be adapted. */
import { z } from 'zod';
import { hardwareSchema, levelSchema } from './book.ts';

/** Languages for code that a reader may name, most used in the field first. */
export const CODE_LANGUAGES = [
  'python',
  'cpp',
  'c',
  'rust',
  'typescript',
  'javascript',
  'java',
  'csharp',
  'go',
  'matlab',
  'julia',
  'bash',
] as const;

/** Most languages that a reader reads. */
export const MAX_READING_LANGUAGES = 5;
/** Most goals, and the longest, characters. */
export const GOAL_LIMITS = { count: 5, chars: 200 } as const;
/** Most interests, and the longest, characters. */
export const INTEREST_LIMITS = { count: 10, chars: 80 } as const;

/** A language for code. */
export const codeLanguageSchema = z.enum(CODE_LANGUAGES).meta({ id: 'CodeLanguage' });

/** BCP 47 (RFC 5646) in its usual case: language, script, region; anything more tells nothing about reading. */
const readingLanguage = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/, 'must be a language tag such as en, ur or zh-Hans');

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it refuses
const LINE = /^[^\u0000-\u001f\u007f]*[^\s\u0000-\u001f\u007f][^\u0000-\u001f\u007f]*$/; // oxlint-disable-line no-control-regex

/** One line without control characters, and with something that can be seen. */
const line = (maximum: number) => z.string().max(maximum).regex(LINE, 'must be one line of text');

/** A reader's profile. All of it is optional to give; `none` means no experience. */
export const userProfileSchema = z
  .strictObject({
    software: levelSchema.default('none').describe('Experience with programming'),
    hardware: levelSchema.default('none').describe('Experience with electronics and computers’ hardware'),
    robotics: levelSchema.default('none').describe('Experience with robots and with AI for them'),
    owned: z
      .array(hardwareSchema)
      .max(hardwareSchema.options.length)
      .default([])
      .describe('Hardware at hand: laptop only, RTX GPU, Jetson, real robot')
      .meta({ example: ['laptop', 'jetson'] }),
    codeLanguages: z
      .array(codeLanguageSchema)
      .max(CODE_LANGUAGES.length)
      .default([])
      .describe('Languages for code that the reader knows')
      .meta({ example: ['python'] }),
    languages: z
      .array(readingLanguage)
      .max(MAX_READING_LANGUAGES)
      .default([])
      .describe('Languages the reader reads, BCP 47, preferred first')
      .meta({ example: ['ur', 'en'] }),
    goals: z
      .array(line(GOAL_LIMITS.chars))
      .max(GOAL_LIMITS.count)
      .default([])
      .describe('What the reader wants to reach, in their own words')
      .meta({ example: ['Build a walking robot'] }),
    interests: z
      .array(line(INTEREST_LIMITS.chars))
      .max(INTEREST_LIMITS.count)
      .default([])
      .describe('Topics')
      .meta({ example: ['perception'] }),
  })
  .meta({ id: 'UserProfile' });

/** Answer of `GET` and `PUT /me/profile`. */
export const profileResponseSchema = z
  .object({
    profile: userProfileSchema.nullable().describe('null: nothing told yet'),
    updatedAt: z.iso.datetime().nullable().describe('UTC'),
  })
  .meta({ id: 'ProfileResponse' });

/** A language for code. */
export type CodeLanguage = z.infer<typeof codeLanguageSchema>;
/** A reader's profile: see {@link userProfileSchema}. */
export type UserProfile = z.infer<typeof userProfileSchema>;
/** Body of `PUT /me/profile`: what is left out counts as not told. */
export type UserProfileInput = z.input<typeof userProfileSchema>;
/** Answer of `GET` and `PUT /me/profile`. */
export type ProfileResponse = z.infer<typeof profileResponseSchema>;
