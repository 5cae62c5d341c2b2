/** Reads chapters from disk: their front matter, their body and its syntax tree. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Root } from 'mdast';
import remarkDirective from 'remark-directive';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { parse as parseYaml } from 'yaml';

/** One chapter as it stands on disk. */
export interface ChapterSource {
  /** Absolute path. */
  file: string;
  /** Path relative to the docs folder, with `/`. */
  relative: string;
  text: string;
  frontMatter: Readonly<Record<string, unknown>>;
  tree: Root;
}

const parser = unified()
  .use(remarkParse)
  .use(remarkFrontmatter)
  .use(remarkMdx)
  .use(remarkGfm)
  .use(remarkMath)
  .use(remarkDirective);

function readFrontMatter(tree: Root): Readonly<Record<string, unknown>> {
  const [first] = tree.children;
  if (first?.type !== 'yaml') return {};
  const value: unknown = parseYaml(first.value);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** Parses a chapter's text. @throws VFileMessage where it is no MDX, YAMLParseError where the front matter is no YAML */
export function parseChapter(file: string, relative: string, text: string): ChapterSource {
  const tree = parser.parse(text);
  return { file, relative, text, tree, frontMatter: readFrontMatter(tree) };
}

/** Paths of all chapters below the docs folder, sorted. */
export function listChapters(docs: string): string[] {
  return readdirSync(docs, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.mdx?$/.test(file))
    .map((file) => file.split(path.sep).join('/'))
    .sort();
}

/** Reads one chapter. */
export function readChapter(docs: string, relative: string): ChapterSource {
  const file = path.join(docs, relative);
  return parseChapter(file, relative, readFileSync(file, 'utf8'));
}
