/**
 * The manifest `lectern/book.json`: the one source of truth about a book, made by the Docusaurus plugin and read by the server.
 * Ids live only inside (chapter key, sourceHash); hashes are what may be stored.
 */
import { z } from 'zod';

/** Version of the manifest's schema; a server refuses every other. */
export const BOOK_SCHEMA_VERSION = 1;
/** Version of the segment hash; a change makes every stored hash foreign. */
export const SEGMENT_HASH_VERSION = 1;

/** Writing direction of a locale. */
export const directionSchema = z.enum(['ltr', 'rtl']);

/** One language in which the book is built. */
export const localeSchema = z
  .object({
    code: z.string().min(2).max(35).describe('BCP 47 tag, e.g. `en`, `ur`'),
    label: z.string().describe('Endonym, e.g. `اردو`'),
    direction: directionSchema,
  })
  .meta({ id: 'BookLocale' });

/** What the reader needs to have at hand for a chapter. */
export const hardwareSchema = z.enum(['laptop', 'rtx', 'jetson', 'robot']);
/** Difficulty of a chapter or level of a reader. */
export const levelSchema = z.enum(['none', 'beginner', 'intermediate', 'advanced']);

/** Kind of a segment: what block of the page the text is. */
export const segmentKindSchema = z.enum([
  'paragraph',
  'heading',
  'tableCell',
  'listItem',
  'admonitionTitle',
  'imageAlt',
  'attribute',
  'frontMatter',
  'linkTitle',
  'footnote',
  'jsxText',
  'quiz',
]);

/** What a placeholder stands for. */
export const placeholderTypeSchema = z.enum([
  'code',
  'math',
  'image',
  'link',
  'emphasis',
  'strong',
  'break',
  'url',
  'component',
  'footnote',
]);

/** Something in a segment that is carried over untouched: an atom `<x1/>` or a pair `<g2>…</g2>`. */
export const placeholderSchema = z
  .object({
    id: z
      .string()
      .regex(/^[xg]\d+$/)
      .describe('`x1` for an atom, `g2` for a pair; numbered from 1 in order of appearance'),
    type: placeholderTypeSchema,
    reading: z.string().describe('Its plain text: code; TeX; alt; `` for pairs'),
  })
  .meta({ id: 'Placeholder' });

/** One block of translatable text. */
export const segmentSchema = z
  .object({
    id: z
      .string()
      .min(4)
      .max(24)
      .describe(
        'First 8 base64url characters of the hash, `-2`, `-3` … for repeats, prefixed by 4 characters for partials; valid only inside (chapter key, sourceHash)',
      ),
    kind: segmentKindSchema,
    text: z.string().max(20_000).describe('Engine-neutral text: XML-escaped, with `<x1/>` and `<g2>…</g2>`'),
    plain: z
      .string()
      .max(20_000)
      .describe(
        'Text with readings put in, unescaped, NFC, blanks collapsed; all offsets are over this, in UTF-16 units',
      ),
    hash: z.string().length(43).describe('SHA-256 over kind, canonical text and placeholder signatures, base64url'),
    placeholders: z.array(placeholderSchema),
    cell: z
      .string()
      .regex(/^\S*t\d+\.\d+\.\d+$/)
      .max(40)
      .optional()
      .describe('Place of a tableCell, `t1.2.3`: table of the page, row, column, each from 1; row 1 is the header'),
    source: z.string().length(43).optional().describe('Hash of the segment that this one translates'),
  })
  .meta({ id: 'Segment' });

/** A code block of a section. */
export const codeBlockSchema = z
  .object({
    id: z.string().describe('Stable inside the chapter version'),
    lang: z.string().describe('Info string’s language, `` when none'),
    file: z.string().optional().describe('`title=` of the block: path of the example'),
    badge: z.enum(['ci', 'ros-ci', 'docker-ci', 'static', 'gpu']).optional().describe('How the block is checked'),
    text: z.string().max(50_000),
    afterSegmentId: z.string().describe('Id of the segment that the block follows; `` at the section’s start'),
  })
  .meta({ id: 'CodeBlock' });

/** What stands under one heading. */
export const sectionSchema = z
  .object({
    id: z.string().describe('Anchor; `` for what stands before the first heading. The same in all locales'),
    headingPath: z.array(z.string()).describe('Headings from the chapter title down to this one, plain text'),
    permalink: z.string().describe('Path with base URL and anchor'),
    segments: z.array(segmentSchema),
    code: z.array(codeBlockSchema),
  })
  .meta({ id: 'Section' });

/** One choice of a quiz item. */
export const quizChoiceSchema = z.object({
  id: z.string().min(1).max(40),
  text: z.string().min(1).max(1000),
  correct: z.boolean(),
  why: z.string().min(1).max(2000).describe('Why this choice is right or wrong'),
});

/** One question of a quiz. Ids are permanent. */
export const quizItemSchema = z
  .object({
    id: z.string().min(1).max(60),
    kind: z.enum(['single', 'multiple', 'number']),
    prompt: z.string().min(1).max(2000),
    choices: z.array(quizChoiceSchema).default([]).describe('For single and multiple'),
    answer: z
      .object({
        value: z.number(),
        tolerance: z.number().nonnegative(),
        unit: z.string(),
        why: z.string().min(1).max(2000),
      })
      .optional()
      .describe('For number: the value is right within ± tolerance, in unit'),
    sectionId: z.string().describe('Section that teaches the answer'),
  })
  .meta({ id: 'QuizItem' });

/** A quiz: what `<Quiz src>` points to. */
export const quizSchema = z
  .object({
    id: z.string().min(1).max(60),
    title: z.string().max(200).optional(),
    items: z.array(quizItemSchema).min(1).max(50),
  })
  .meta({ id: 'Quiz' });

/** One page of the book in one locale. */
export const chapterSchema = z
  .object({
    key: z.string().min(1).max(300).describe('`<instance>/<version>/<docId>`, e.g. `default/current/sensors`'),
    id: z
      .string()
      .min(1)
      .max(200)
      .describe('Docusaurus doc id; with `key` a chapter is found by either where unambiguous'),
    locale: z.string(),
    latest: z
      .boolean()
      .optional()
      .describe('In its instance’s latest version: what `book` and `module` scopes search by default; absent: yes'),
    answers: z
      .boolean()
      .optional()
      .describe('false: answers are not made from it, by the option `book.sources`; absent: they are'),
    order: z.int().min(0).describe('Position in reading order, from 0'),
    title: z.string().max(500),
    description: z.string().max(1000).optional(),
    permalink: z.string(),
    sourcePath: z.string().describe('Path of the file relative to the site'),
    sourceHash: z
      .string()
      .length(43)
      .describe('SHA-256 of all that the page shows (file, partials, quizzes), base64url'),
    module: z.string().optional().describe('Id of a module'),
    week: z.string().max(20).optional().describe('Week or weeks of the course, e.g. `2`, `8–9`'),
    minutes: z.int().min(0).optional().describe('Time to work through the chapter, minutes'),
    level: levelSchema.optional(),
    hardware: z.array(hardwareSchema),
    tags: z.array(z.string()),
    objectives: z.array(z.string()),
    prerequisites: z.array(z.string()).describe('Chapter ids'),
    suggestedQuestions: z
      .array(z.string().max(300))
      .max(6)
      .default([])
      .describe('Front matter `questions`: shown in the empty Ask panel'),
    translationOf: z.object({ key: z.string(), sourceHash: z.string() }).optional(),
    sections: z.array(sectionSchema),
    quizzes: z.array(quizSchema),
  })
  .meta({ id: 'Chapter' });

/** One term of the glossary. */
export const glossaryTermSchema = z
  .object({
    term: z.string().min(1).max(120),
    definition: z.string().min(1).max(2000),
    aliases: z.array(z.string().max(120)).default([]).describe('Other spellings, abbreviations; also met in questions'),
    urdu: z.string().max(200).optional().describe('Urdu gloss'),
    roman: z.array(z.string().max(200)).default([]).describe('Roman Urdu spellings met in questions'),
    policy: z.enum(['keep', 'transliterate', 'translate']).default('keep'),
    chapter: z.string().optional().describe('Chapter id of the first use'),
  })
  .meta({ id: 'GlossaryTerm' });

/** What a book's author chooses. */
export const bookOptionsSchema = z
  .object({
    name: z.string().max(80).default('').describe('What the assistant is called; empty: no name'),
    tone: z.string().max(500).default(''),
    greeting: z.string().max(300).default(''),
    refusal: z
      .string()
      .max(300)
      .default('')
      .describe('Text when the book does not cover a question; empty: the catalogue’s'),
    suggestedQuestions: z.array(z.string().max(300)).max(6).default([]),
    allowedModels: z
      .array(z.string().min(1).max(120))
      .max(20)
      .optional()
      .describe('Models that may write about this book, by name; left out or empty: all that the server has'),
    sources: z
      .array(z.string().min(1).max(300))
      .max(50)
      .optional()
      .describe(
        'What answers are made from: globs over chapter keys, doc ids or `module:<id>`, with `!` to take out; left out or empty: the whole book. Chapters that are left out carry `answers: false`',
      ),
  })
  .meta({ id: 'BookOptions' });

/** A memory of translations that the site ships: JSON Lines of memory entries. */
export const shippedMemorySchema = z
  .object({
    language: z.string().min(2).max(35).describe('BCP 47 tag'),
    path: z
      .string()
      .max(200)
      .regex(/^memory\/[A-Za-z0-9-]+\.jsonl$/)
      .describe('Where it lies, seen from the manifest: `memory/ur.jsonl`'),
    hash: z
      .string()
      .length(43)
      .describe('SHA-256 of the file’s bytes, base64url: a file is imported once for each hash'),
    entries: z.int().min(0),
  })
  .meta({ id: 'ShippedMemory' });

/** The manifest. */
export const bookSchema = z
  .object({
    schemaVersion: z.literal(BOOK_SCHEMA_VERSION),
    hashVersion: z.literal(SEGMENT_HASH_VERSION),
    title: z.string().max(300),
    url: z.string().describe('Site’s origin, e.g. `https://book.example`'),
    baseUrl: z.string().startsWith('/').endsWith('/'),
    trailingSlash: z.boolean().optional(),
    defaultLocale: z.string(),
    locales: z.array(localeSchema).min(1),
    modules: z.array(z.object({ id: z.string(), title: z.string(), order: z.int() })),
    options: bookOptionsSchema,
    glossary: z.array(glossaryTermSchema),
    memory: z.array(shippedMemorySchema).max(50).optional().describe('Translations that the site ships, by language'),
    generatedAt: z.iso.datetime(),
    chapters: z.array(chapterSchema),
  })
  .meta({ id: 'Book' });

/** The manifest: see {@link bookSchema}. */
export type Book = z.infer<typeof bookSchema>;
/** One page of the book: see {@link chapterSchema}. */
export type Chapter = z.infer<typeof chapterSchema>;
/** What stands under one heading: see {@link sectionSchema}. */
export type Section = z.infer<typeof sectionSchema>;
/** One block of translatable text: see {@link segmentSchema}. */
export type Segment = z.infer<typeof segmentSchema>;
/** Kind of a segment: see {@link segmentKindSchema}. */
export type SegmentKind = z.infer<typeof segmentKindSchema>;
/** Something carried over untouched: see {@link placeholderSchema}. */
export type Placeholder = z.infer<typeof placeholderSchema>;
/** What a placeholder stands for: see {@link placeholderTypeSchema}. */
export type PlaceholderType = z.infer<typeof placeholderTypeSchema>;
/** A code block: see {@link codeBlockSchema}. */
export type CodeBlock = z.infer<typeof codeBlockSchema>;
/** A quiz: see {@link quizSchema}. */
export type Quiz = z.infer<typeof quizSchema>;
/** One question of a quiz: see {@link quizItemSchema}. */
export type QuizItem = z.infer<typeof quizItemSchema>;
/** A term of the glossary: see {@link glossaryTermSchema}. */
export type GlossaryTerm = z.infer<typeof glossaryTermSchema>;
/** What a book's author chooses: see {@link bookOptionsSchema}. */
export type BookOptions = z.infer<typeof bookOptionsSchema>;
/** A memory of translations that the site ships: see {@link shippedMemorySchema}. */
export type ShippedMemory = z.infer<typeof shippedMemorySchema>;
/** One language of the book: see {@link localeSchema}. */
export type BookLocale = z.infer<typeof localeSchema>;
