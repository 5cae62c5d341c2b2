/** Rules about front matter and references. */
import path from 'node:path';
import { z } from 'zod';
import type { ChapterSource } from './chapter-source.ts';
import { type BookContext, type FindingSink, pageKind } from './finding.ts';
import { isIsbn } from './isbn.ts';

const DESCRIPTION_LENGTH = 160;
const referenceSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/, 'lower-case letters, digits and - only'),
  authors: z.string().min(1),
  year: z.int().min(1600).max(2100),
  title: z.string().min(1),
  venue: z.string().min(1).optional(),
  doi: z
    .string()
    .regex(/^10\.\d{4,9}\/\S+$/, 'is no DOI')
    .optional(),
  arxiv: z
    .string()
    .regex(/^(?:\d{4}\.\d{4,5}|[a-z-]+\/\d{7})(?:v\d+)?$/, 'is no arXiv id')
    .optional(),
  isbn: z.string().refine(isIsbn, 'is no ISBN: its check digit is wrong').optional(),
  url: z.url().optional(),
  primary: z.boolean().optional(),
});

const frontMatterSchema = z.object({
  id: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'kebab-case'),
  title: z.string().min(1),
  sidebar_position: z.number(),
  description: z.string().min(20).max(DESCRIPTION_LENGTH),
  week: z.string().optional(),
  module: z.string(),
  minutes: z.int().positive().optional(),
  difficulty: z.enum(['none', 'beginner', 'intermediate', 'advanced']).optional(),
  objectives: z.array(z.string().min(8)).max(6),
  prerequisites: z.array(z.string()),
  hardware: z.array(z.enum(['laptop', 'rtx', 'jetson', 'robot'])).min(1),
  tags: z.array(z.string()).min(1),
  ros_distro: z.array(z.enum(['jazzy', 'humble'])),
  tested: z.array(z.enum(['ci', 'ros-ci', 'docker-ci', 'static', 'gpu', 'manual'])),
  questions: z.array(z.string().min(8).max(300)).length(3),
  references: z.array(referenceSchema),
});

type FrontMatter = z.infer<typeof frontMatterSchema>;

/** `front-matter/*`: complete, in range, and in agreement with where the file stands. */
export function checkFrontMatter(chapter: ChapterSource, book: BookContext, sink: FindingSink): void {
  const read = frontMatterSchema.safeParse(chapter.frontMatter);
  if (!read.success) {
    for (const issue of read.error.issues) {
      sink.error('front-matter/shape', 1, `${issue.path.join('.') || 'front matter'}: ${issue.message}`);
    }
    return;
  }
  checkPlace(chapter, read.data, book, sink);
  if (pageKind(chapter) === 'chapter') checkChapterFacts(read.data, sink);
  checkReferences(chapter, read.data, sink);
}

function checkPlace(chapter: ChapterSource, facts: FrontMatter, book: BookContext, sink: FindingSink): void {
  const name = path.posix.basename(chapter.relative).replace(/\.mdx?$/, '');
  const folder = path.posix.dirname(chapter.relative);
  const module = folder === '.' ? 'foundations' : folder;
  if (facts.id !== name) sink.error('front-matter/id', 1, `id is ${facts.id}, the file is ${name}.`);
  if (facts.module !== module) sink.error('front-matter/module', 1, `module is ${facts.module}, not ${module}.`);
  const ids = new Set([...book.chapters.values()].map((other) => other.frontMatter['id']));
  for (const id of facts.prerequisites) {
    if (!ids.has(id)) sink.error('front-matter/prerequisites', 1, `No chapter has the id ${id}.`);
  }
}

function checkChapterFacts(facts: FrontMatter, sink: FindingSink): void {
  for (const key of ['week', 'minutes', 'difficulty'] as const) {
    if (facts[key] === undefined) sink.error('front-matter/shape', 1, `${key} is missing.`);
  }
  if (facts.objectives.length < 3) sink.error('front-matter/objectives', 1, 'At least three objectives.');
  if (facts.tested.length === 0) sink.error('front-matter/shape', 1, 'tested is empty.');
}

/** `references/*`: enough of them, primary ones among them, each with something to find it by. */
function checkReferences(chapter: ChapterSource, { references }: FrontMatter, sink: FindingSink): void {
  const ids = references.map((work) => work.id);
  for (const id of new Set(ids.filter((entry, index) => ids.indexOf(entry) !== index))) {
    sink.error('references/id', 1, `The reference ${id} is there twice.`);
  }
  for (const work of references) {
    if (!work.doi && !work.arxiv && !work.isbn && !work.url) {
      sink.error('references/identifier', 1, `${work.id} needs a doi, arxiv, isbn or url.`);
    }
  }
  if (pageKind(chapter) !== 'chapter') return;
  const lasting = references.filter((work) => work.doi ?? work.arxiv ?? work.isbn);
  if (references.length < 5) sink.error('references/count', 1, `${references.length} references, at least five.`);
  if (references.filter((work) => work.primary).length < 2) {
    sink.error('references/primary', 1, 'At least two references are primary: true.');
  }
  if (lasting.length < 2) sink.error('references/identifier', 1, 'At least two references have a doi, arxiv or isbn.');
}
