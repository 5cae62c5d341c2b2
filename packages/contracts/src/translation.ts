/** Chapters in the reader's language. */
import { z } from 'zod';
import { directionSchema } from './book.ts';
import { MAX_SELECTION_CHARS } from './chat.ts';
import {
  MAX_VISIBLE_SEGMENTS,
  segmentDoneEventSchema,
  segmentEventSchema,
  segmentLeftSchema,
  segmentMetaEventSchema,
  segmentNoticeSchema,
} from './segment-stream.ts';

/** What is known of one language. */
export interface LanguageDefinition {
  /** The language's name in itself. */
  readonly label: string;
  /** The language's name in English. */
  readonly english: string;
  readonly direction: 'ltr' | 'rtl';
}

/** The languages that a chapter can be translated to, by BCP 47 tag. `pt` is Brazilian Portuguese, `zh` is Chinese in simplified characters. */
export const SUPPORTED_LANGUAGES = {
  en: { label: 'English', english: 'English', direction: 'ltr' },
  ur: { label: 'اردو', english: 'Urdu', direction: 'rtl' },
  es: { label: 'Español', english: 'Spanish', direction: 'ltr' },
  fr: { label: 'Français', english: 'French', direction: 'ltr' },
  de: { label: 'Deutsch', english: 'German', direction: 'ltr' },
  zh: { label: '简体中文', english: 'Chinese (simplified)', direction: 'ltr' },
  ja: { label: '日本語', english: 'Japanese', direction: 'ltr' },
  pt: { label: 'Português (Brasil)', english: 'Portuguese (Brazil)', direction: 'ltr' },
  ru: { label: 'Русский', english: 'Russian', direction: 'ltr' },
  ar: { label: 'العربية', english: 'Arabic', direction: 'rtl' },
  hi: { label: 'हिन्दी', english: 'Hindi', direction: 'ltr' },
  bn: { label: 'বাংলা', english: 'Bengali', direction: 'ltr' },
  id: { label: 'Bahasa Indonesia', english: 'Indonesian', direction: 'ltr' },
  ko: { label: '한국어', english: 'Korean', direction: 'ltr' },
  it: { label: 'Italiano', english: 'Italian', direction: 'ltr' },
} as const satisfies Readonly<Record<string, LanguageDefinition>>;

/** Tag of a language that a chapter can be translated to. */
export const supportedLanguageSchema = z
  .enum(['en', 'ur', 'es', 'fr', 'de', 'zh', 'ja', 'pt', 'ru', 'ar', 'hi', 'bn', 'id', 'ko', 'it'])
  .describe('BCP 47 tag')
  .meta({ id: 'SupportedLanguage', example: 'ur' });

/** Answer of `GET /translate/languages`. */
export const languagesResponseSchema = z
  .object({
    source: z.string().describe('Language that the book is written in'),
    onDemand: z.boolean().describe('Whether what is missing is translated when a reader asks for it'),
    languages: z.array(
      z.object({
        code: supportedLanguageSchema,
        label: z.string().describe('Endonym'),
        direction: directionSchema,
        edition: z.boolean().describe('Whether the site has a whole edition in it'),
        coverage: z
          .number()
          .min(0)
          .max(1)
          .describe('Share of the book’s segments in the memory; 1 for the source language')
          .meta({ example: 0.42 }),
      }),
    ),
  })
  .meta({ id: 'LanguagesResponse' });

const chapterVersion = {
  chapterId: z.string().min(1).max(300).describe('Chapter key or id').meta({ example: 'sensors' }),
  sourceHash: z.string().min(1).max(64).describe('The version of the chapter that the page shows'),
};

/** Body of `POST /translate`. The text is the server's own: only ids travel. */
export const translateRequestSchema = z
  .strictObject({
    ...chapterVersion,
    language: supportedLanguageSchema,
    visible: z
      .array(z.string().min(1).max(24))
      .max(MAX_VISIBLE_SEGMENTS)
      .default([])
      .describe('Segments on the screen: done first'),
  })
  .meta({ id: 'TranslateRequest' });

/** Answer of `POST /translate`: the stream folded. */
export const translateResponseSchema = z
  .object({
    chapterId: z.string().describe('Chapter key'),
    sourceHash: z.string(),
    language: supportedLanguageSchema,
    direction: directionSchema,
    total: segmentMetaEventSchema.shape.total,
    segments: z.array(segmentEventSchema),
    ...segmentDoneEventSchema.shape,
  })
  .meta({ id: 'TranslateResponse' });

/** Body of `POST /translate/selection`: selected text of a chapter in its source language, as in the scope of a question. */
export const translateSelectionRequestSchema = z
  .strictObject({
    ...chapterVersion,
    segmentIds: z
      .array(z.string().min(1).max(24))
      .min(1)
      .max(60)
      .describe('Segments that the selection touches, in reading order'),
    text: z.string().min(1).max(MAX_SELECTION_CHARS).describe('The selected text, as in the page'),
    language: supportedLanguageSchema.describe('Language to translate to'),
  })
  .meta({ id: 'TranslateSelectionRequest' });

/** Answer of `POST /translate/selection`: the segments that the selection touches, whole. */
export const translateSelectionResponseSchema = z
  .object({
    chapterId: z.string().describe('Chapter key'),
    sourceHash: z.string(),
    language: supportedLanguageSchema,
    direction: directionSchema,
    segments: z.array(
      segmentEventSchema.extend({ plain: z.string().describe('The translation as it reads, placeholders read out') }),
    ),
    left: z.array(segmentLeftSchema),
    notice: segmentNoticeSchema.optional(),
  })
  .meta({ id: 'TranslateSelectionResponse' });

/** Query of `GET /translate/titles`. */
export const translateTitlesQuerySchema = z.strictObject({ language: supportedLanguageSchema });

/** Answer of `GET /translate/titles`: what sidebar, breadcrumbs, previous/next and lists of chapters show, from the memory. */
export const translateTitlesResponseSchema = z
  .object({
    language: supportedLanguageSchema,
    direction: directionSchema,
    chapters: z
      .array(
        z.object({
          chapterId: z.string().describe('Chapter key'),
          permalink: z.string(),
          title: z.string().optional(),
          description: z.string().optional(),
        }),
      )
      .describe('In reading order; what has no translation is left out'),
    modules: z.array(z.object({ id: z.string(), title: z.string() })).describe('Those that have a translation'),
    labels: z
      .record(z.string(), z.string())
      .describe('Translations by source text: titles, short labels of chapters and modules, as plain text'),
  })
  .meta({ id: 'TranslateTitlesResponse' });

/** Body of `POST /translate/reports`: a reader's word that a translation is wrong. */
export const translationReportSchema = z
  .strictObject({
    ...chapterVersion,
    segmentId: z.string().min(1).max(24),
    language: supportedLanguageSchema,
    reason: z.string().min(1).max(1000).describe('What is wrong, in the reader’s words'),
  })
  .meta({ id: 'TranslationReport' });

/** Tag of a supported language. */
export type SupportedLanguage = z.infer<typeof supportedLanguageSchema>;
/** Answer of `GET /translate/languages`. */
export type LanguagesResponse = z.infer<typeof languagesResponseSchema>;
/** Body of `POST /translate`: see {@link translateRequestSchema}. */
export type TranslateRequest = z.infer<typeof translateRequestSchema>;
/** Answer of `POST /translate`: see {@link translateResponseSchema}. */
export type TranslateResponse = z.infer<typeof translateResponseSchema>;
/** Body of `POST /translate/selection`: see {@link translateSelectionRequestSchema}. */
export type TranslateSelectionRequest = z.infer<typeof translateSelectionRequestSchema>;
/** Answer of `POST /translate/selection`: see {@link translateSelectionResponseSchema}. */
export type TranslateSelectionResponse = z.infer<typeof translateSelectionResponseSchema>;
/** Answer of `GET /translate/titles`: see {@link translateTitlesResponseSchema}. */
export type TranslateTitlesResponse = z.infer<typeof translateTitlesResponseSchema>;
/** A report about a translation. */
export type TranslationReport = z.infer<typeof translationReportSchema>;
