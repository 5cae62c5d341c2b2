/** The plugin's options: what a site may set, with defaults and clear errors. */
import { bookOptionsSchema } from '@lectern/contracts';
import { z } from 'zod';

const moduleSchema = z.strictObject({
  id: z.string().min(1).describe('Named by front matter `module`'),
  title: z.string().min(1).max(200),
  weeks: z
    .string()
    .max(20)
    .optional()
    .describe('Weeks of the course that it takes, e.g. `1–2`: the map of the reader’s progress has them all'),
});

const optionsSchema = z.strictObject({
  id: z.literal('default').default('default').describe('Docusaurus’ plugin id: there is one Lectern per site'),
  api: z
    .strictObject({
      origin: z
        .string()
        .regex(/^(?:https?:\/\/[^/]+)?$/, 'must be an origin like `https://api.example`, or empty for the site’s own')
        .default('')
        .describe('Origin of the server; empty: the site’s own'),
      basePath: z
        .string()
        .regex(/^\/.*[^/]$/, 'must begin with `/` and not end with one')
        .default('/api/v1'),
      devTarget: z
        .string()
        .regex(/^https?:\/\/[^/]+$/, 'must be an origin like `http://localhost:8000`')
        .optional()
        .describe('`docusaurus start` passes requests under `/api` on to this origin'),
    })
    .prefault({}),
  book: bookOptionsSchema
    .extend({ title: z.string().max(300).default('').describe('Title of the book; empty: the site’s') })
    .strict()
    .prefault({}),
  modules: z
    .array(moduleSchema)
    .optional()
    .describe('Modules in order; by default the sidebar’s first-level categories'),
  glossary: z.string().min(1).optional().describe('YAML or JSON file, relative to the site: a list of terms'),
  features: z
    .strictObject({
      chat: z.boolean().default(true),
      search: z.boolean().default(true),
      selection: z.boolean().default(true),
      quiz: z.boolean().default(true),
      learning: z
        .boolean()
        .default(true)
        .describe('Progress, bookmarks, notes and reviews, and the reader’s pages under `learn/`'),
      translation: z.boolean().default(true).describe('Chapters in the reader’s language'),
      glossary: z
        .boolean()
        .default(true)
        .describe('Terms of the glossary explained where they stand, the first time in each section'),
      accounts: z.boolean().default(true).describe('Sign-in, sign-up and the reader’s own pages under `account/`'),
    })
    .prefault({}),
  editions: z
    .strictObject({
      write: z
        .boolean()
        .default(true)
        .describe('Writes the docs of a locale from `i18n/memory/<locale>.jsonl`, where there is one'),
      coverage: z
        .number()
        .min(0)
        .max(1)
        .default(0.95)
        .describe(
          'Share of a page’s segments that must be in the memory; a page with less is shown in the source language',
        ),
    })
    .prefault({}),
  llms: z
    .strictObject({
      pages: z.boolean().default(true).describe('A `.md` beside every page'),
      index: z.boolean().default(true).describe('`llms.txt`'),
      full: z.boolean().default(true).describe('`llms-full.txt`'),
    })
    .prefault({}),
  marks: z
    .enum(['check', 'ignore'])
    .default('check')
    .describe('`check`: the build fails when no Markdown rule marks its pages'),
  opaqueComponents: z
    .array(z.string())
    .default([])
    .describe('Components whose content is no text (they need a string, or draw something)'),
  elementAttributes: z
    .array(z.string().regex(/^[\w.]+\.[\w-]+$/, 'must be `Component.attribute`'))
    .default([])
    .describe('Attributes that their component shows as content, `Component.attribute`'),
});

/** What a site writes. */
export type LecternOptions = z.input<typeof optionsSchema>;
/** The options with all defaults. */
export type ResolvedLecternOptions = z.output<typeof optionsSchema>;

/**
 * Checks a site's options and fills in the defaults.
 * @throws Error that lists each fault with its path
 */
export function resolveOptions(options: unknown): ResolvedLecternOptions {
  const result = optionsSchema.safeParse(options ?? {});
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `  - ${issue.path.join('.') || '(options)'}: ${issue.message}`);
  throw new Error(`@lectern/docusaurus-plugin: the options are not valid.\n${faults.join('\n')}`);
}
