/** What the tools take and give. */
import { MAX_QUESTION_CHARS } from '@lectern/contracts';
import { z } from 'zod';

/** Most characters of a section or chapter in one answer; the rest by `offset`. */
export const MAX_READ_CHARS = 16_000;
/** Most chapters in one list. */
export const MAX_LISTED_CHAPTERS = 100;

const locale = z
  .string()
  .max(35)
  .optional()
  .describe('Language of the book, BCP 47, e.g. `en`; default: the book’s own');
const chapter = z.string().describe('Key of the chapter');
const url = z.string().describe('Address of the page');

/** `list_chapters` takes. */
export const listChaptersInput = z.strictObject({
  module: z.string().min(1).max(200).optional().describe('Id of a module: its chapters alone'),
  locale,
  limit: z.int().min(1).max(MAX_LISTED_CHAPTERS).default(50).describe('Most chapters'),
  cursor: z.string().max(20).optional().describe('`nextCursor` of the list before'),
});

/** `list_chapters` gives. */
export const listChaptersOutput = z.object({
  title: z.string().describe('Title of the book'),
  modules: z.array(z.object({ id: z.string(), title: z.string() })),
  chapters: z.array(
    z.object({
      chapter,
      title: z.string(),
      url,
      module: z.string().optional(),
      week: z.string().optional(),
      minutes: z.int().optional().describe('Time to work through it, minutes'),
      level: z.string().optional(),
      description: z.string().optional(),
    }),
  ),
  nextCursor: z.string().optional().describe('Given when there are more'),
});

/** `search_book` takes. */
export const searchBookInput = z.strictObject({
  query: z.string().trim().min(1).max(300).describe('What is looked for, in a few words'),
  locale,
  limit: z.int().min(1).max(20).default(8).describe('Most hits'),
});

/** `search_book` gives. */
export const searchBookOutput = z.object({
  hits: z.array(
    z.object({
      section: z.string().describe('`<chapter>#<section id>`, for read_section'),
      headings: z.array(z.string()).describe('From the title of the chapter down to the section'),
      url,
      snippet: z.string(),
    }),
  ),
});

/** `read_section` takes. */
export const readSectionInput = z.strictObject({
  section: z
    .string()
    .min(1)
    .max(500)
    .describe('`<chapter>#<section id>` as search_book and read_section give it; a chapter alone: the whole chapter'),
  locale,
  offset: z.int().min(0).default(0).describe('Where to go on: `nextOffset` of the part before'),
});

/** `read_section` gives. */
export const readSectionOutput = z.object({
  chapter,
  title: z.string().describe('Title of the chapter'),
  headings: z.array(z.string()),
  url,
  locale: z.string(),
  text: z.string().describe('Markdown'),
  nextOffset: z.int().optional().describe('Given when there is more text'),
  sections: z
    .array(z.object({ section: z.string(), title: z.string(), url }))
    .optional()
    .describe('Sections of the chapter, when a chapter was read'),
});

/** `ask_book` takes. */
export const askBookInput = z.strictObject({
  question: z.string().min(1).max(MAX_QUESTION_CHARS).describe('The question, in words'),
  within: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe(
      'Answer from here alone: `<chapter>`, `<chapter>#<section id>` or `module:<id>`; default: the whole book',
    ),
  locale,
});

/** `ask_book` gives. */
export const askBookOutput = z.object({
  mode: z.enum(['llm', 'extractive', 'refusal']).describe('extractive: quotes of the book; refusal: it has no answer'),
  notice: z.string().optional().describe('Why the answer is not what it could be'),
  writer: z.object({ provider: z.string(), model: z.string() }).optional().describe('The model, with mode llm'),
  answer: z.string().describe('Markdown; `[n]` stands for a citation'),
  citations: z.array(
    z.object({ marker: z.int(), headings: z.array(z.string()), section: z.string(), url, quote: z.string() }),
  ),
  unsupported: z.array(z.string()).describe('Sentences of the answer that no passage supports'),
  nearest: z.array(z.object({ section: z.string(), url })).describe('With a refusal: sections that come nearest'),
  suggestions: z.array(z.string()).describe('Questions to ask next'),
});
