/** Bookmarks, notes and highlights: anchored by hashes, found again after the chapter was edited. */
import { z } from 'zod';
import { learningChapterKeySchema, learningSectionIdSchema, STORABLE_TEXT } from './learning.ts';
import { paginatedSchema, paginationParamsSchema } from './pagination.ts';

/** Longest note, characters. */
export const MAX_NOTE_CHARS = 10_000;
/** Longest text that a note quotes, UTF-16 units. */
export const MAX_QUOTE_CHARS = 4000;
/** Most notes and highlights of one reader. */
export const MAX_NOTES = 5000;
/** Most bookmarks of one reader. */
export const MAX_BOOKMARKS = 2000;

const hash = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be a hash of 43 characters');
const locale = z.string().regex(/^[A-Za-z0-9-]{2,35}$/, 'must be a language tag such as en or ur');
const text = (maximum: number) => z.string().max(maximum).regex(STORABLE_TEXT, 'must not have a NUL character');
const moment = (what: string) => z.iso.datetime().describe(`${what}, UTC`);
const offset = z.int().min(0).max(20_000);

/** A place in a chapter, by hashes: segment ids change with every edit. */
export const anchorSchema = z
  .strictObject({
    chapterKey: learningChapterKeySchema,
    sectionId: learningSectionIdSchema,
    locale: locale.optional().describe('Edition whose segment it is, BCP 47; left out: the book’s default locale'),
    hash: hash.nullable().describe('Hash of the segment; null: the section itself'),
    previousHash: hash
      .nullable()
      .default(null)
      .describe('Hash of the segment before it in the chapter; null: the first'),
    nextHash: hash.nullable().default(null).describe('Hash of the segment after it in the chapter; null: the last'),
  })
  .meta({ id: 'Anchor' });

/** A place as the page knows it: a segment of the version that it shows. The server makes the anchor of it. */
export const segmentReferenceSchema = z
  .strictObject({
    chapterKey: learningChapterKeySchema,
    sourceHash: z.string().min(1).max(64).describe('Version of the chapter that the page shows'),
    locale: locale.optional().describe('Edition that the page shows, BCP 47; left out: the book’s default locale'),
    segmentId: z.string().min(1).max(24),
  })
  .meta({ id: 'SegmentReference' });

/** Where something is put: a segment of the page, a section, or an anchor that was made before. */
export const placedAtSchema = z.union([segmentReferenceSchema, anchorSchema]).meta({ id: 'PlacedAt' });

/** A range of a segment’s plain text, [start, end), UTF-16 units. */
export const textRangeSchema = z
  .strictObject({ start: offset, end: offset })
  .refine(({ start, end }) => start < end, { path: ['end'], message: 'has to be after start' })
  .meta({ id: 'TextRange' });

/** Where an anchor is now. Segment ids are those of `sourceHash`. */
export const placeSchema = z
  .object({
    locale: z.string().describe('Edition whose segment it is'),
    sourceHash: z.string().describe('Version of the chapter to which segmentId belongs'),
    sectionId: learningSectionIdSchema,
    segmentId: z.string().nullable().describe('null: the section itself'),
    range: z
      .object({ start: z.int().min(0), end: z.int().min(0) })
      .nullable()
      .describe('In the segment’s plain text, [start, end), UTF-16 units; null: the whole segment'),
    foundBy: z
      .enum(['hash', 'neighbours', 'quote', 'similarity'])
      .describe(
        'hash: unchanged; neighbours: edited between unchanged ones; quote: its words stand there; similarity: about its words',
      ),
    similarity: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .describe(
        '1 − words to add, drop or replace ÷ words of the quote, over the best run of words there; null: nothing was quoted',
      ),
    permalink: z.string(),
  })
  .meta({ id: 'Place' });

const foundShape = {
  place: placeSchema.nullable().describe('Where it is now; null: orphaned'),
  orphaned: z.boolean().describe('Its place is gone from the book; quote and section remain'),
  chapterTitle: z.string().describe('`` when the book has the chapter no more'),
  sectionTitle: z.string().describe('Of its place, or of the section where it was; `` when that is gone'),
  permalink: z.string().nullable().describe('The nearest that is left of it: place, section, chapter; null: none'),
};

const quoteInput = text(MAX_QUOTE_CHARS)
  .default('')
  .describe('The marked text, as it was; with a segment of the page the server takes it from there');

/** A bookmark to be set. */
export const bookmarkCreateSchema = z
  .strictObject({ anchor: placedAtSchema, quote: quoteInput, label: text(200).default('') })
  .meta({ id: 'BookmarkCreate' });

/** Change of a bookmark. */
export const bookmarkPatchSchema = z.strictObject({ label: text(200) }).meta({ id: 'BookmarkPatch' });

/** A bookmark. */
export const bookmarkSchema = z
  .object({
    id: z.uuid(),
    anchor: anchorSchema,
    quote: z.string(),
    label: z.string(),
    ...foundShape,
    createdAt: moment('When it was set'),
  })
  .meta({ id: 'Bookmark' });

/** Answer of `GET /learning/bookmarks`, newest first. */
export const bookmarkPageSchema = paginatedSchema(bookmarkSchema, 'BookmarkPage');

/** Colours of highlights. */
export const noteColorSchema = z.enum(['yellow', 'green', 'blue', 'pink']);

/** A note to be written; a highlight is a note without text. */
export const noteCreateSchema = z
  .strictObject({
    id: z.uuid().optional().describe('Made by the page, so that a repeated request makes no second note'),
    anchor: placedAtSchema,
    range: textRangeSchema.nullable().default(null).describe('Marked text; null: the whole segment or section'),
    quote: quoteInput,
    text: text(MAX_NOTE_CHARS).default('').describe('`` for a highlight'),
    color: noteColorSchema.default('yellow'),
  })
  .meta({ id: 'NoteCreate' });

/** Change of a note. */
export const notePatchSchema = z
  .strictObject({
    updatedAt: z.iso.datetime().describe('Of the note as it was read; when it has changed since: 409 NOTE_CHANGED'),
    text: text(MAX_NOTE_CHARS).optional(),
    color: noteColorSchema.optional(),
  })
  .meta({ id: 'NotePatch' });

/** A note or highlight. */
export const noteSchema = z
  .object({
    id: z.uuid(),
    anchor: anchorSchema,
    range: z.object({ start: offset, end: offset }).nullable().describe('As it was marked; see place for now'),
    quote: z.string(),
    text: z.string(),
    color: noteColorSchema,
    ...foundShape,
    createdAt: moment('When it was written'),
    updatedAt: moment('When it was changed'),
  })
  .meta({ id: 'Note' });

/** Answer of `GET /learning/notes`, newest first. */
export const notePageSchema = paginatedSchema(noteSchema, 'NotePage');

/** Query of `GET /learning/notes` and `GET /learning/bookmarks`. */
export const anchoredListQuerySchema = z.strictObject({
  ...paginationParamsSchema.shape,
  chapterKey: learningChapterKeySchema.optional().describe('Of this chapter alone'),
  locale: locale.optional().describe('Locale of titles and links, BCP 47; default: the book’s'),
});

/** A place in a chapter: see {@link anchorSchema}. */
export type Anchor = z.infer<typeof anchorSchema>;
/** A segment of the page. */
export type SegmentReference = z.infer<typeof segmentReferenceSchema>;
/** A range of a segment’s plain text. */
export type TextRange = z.infer<typeof textRangeSchema>;
/** Where an anchor is now. */
export type Place = z.infer<typeof placeSchema>;
/** A bookmark. */
export type Bookmark = z.infer<typeof bookmarkSchema>;
/** A bookmark to be set, as it is sent. */
export type BookmarkCreate = z.input<typeof bookmarkCreateSchema>;
/** A note or highlight. */
export type Note = z.infer<typeof noteSchema>;
/** A note to be written, as it is sent. */
export type NoteCreate = z.input<typeof noteCreateSchema>;
/** Change of a note. */
export type NotePatch = z.infer<typeof notePatchSchema>;
