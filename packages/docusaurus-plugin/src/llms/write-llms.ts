/** Writes the pages as Markdown, `llms.txt` and `llms-full.txt` into the built site of one locale. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LoadContext } from '@docusaurus/types';
import type { Chapter, Quiz } from '@lectern/contracts';
import type { PartialFile } from '@lectern/segments';
import { docPath } from '../manifest/build-chapter.ts';
import { chapterKey, type LoadedDoc } from '../manifest/loaded-docs.ts';
import { loadQuiz } from '../manifest/quiz-file.ts';
import { fileFormat, siteGrammar } from '../manifest/site-grammar.ts';
import { readMarkdown, resolveSpecifier } from '../manifest/source-files.ts';
import type { ResolvedLecternOptions } from '../options.ts';
import { normalizePagePath } from '../page-path.ts';
import { type LlmsPage, llmsFull, llmsIndex, withTitle } from './llms-texts.ts';
import { pageMarkdown } from './page-markdown.ts';
import { type LinkSite, resolveSiteLink } from './site-links.ts';

/** What the files are made of. */
export interface LlmsInput {
  context: LoadContext;
  options: ResolvedLecternOptions;
  docs: readonly LoadedDoc[];
  /** Chapters of all pages of the locale, those that are not translated too. */
  chapters: readonly Chapter[];
  title: string;
  modules: readonly { id: string; title: string }[];
}

/**
 * Writes the files. One that is there already is the author's own (from `static/`) and stays.
 * @throws SegmentParseError when a page is not valid
 */
export function writeLlms(input: LlmsInput, outDir: string): void {
  const { llms } = input.options;
  if (!llms.pages && !llms.index && !llms.full) return;
  const { context } = input;
  const pages = readPages(input);
  if (llms.pages) for (const page of pages) writePage(context, outDir, page);
  const book = {
    title: input.title,
    summary: context.siteConfig.tagline,
    modules: input.modules,
    pages,
    hasPages: llms.pages,
  };
  if (llms.index) writeNew(join(outDir, 'llms.txt'), llmsIndex(book));
  if (llms.full) writeNew(join(outDir, 'llms-full.txt'), llmsFull(book));
}

interface SitePage extends LlmsPage {
  /** Path below the output folder, without an extension. */
  file: string;
  markdownPath: string;
}

function readPages({ context, options, docs, chapters }: LlmsInput): SitePage[] {
  const byKey = new Map(chapters.map((chapter) => [chapter.key, chapter]));
  const { siteConfig, baseUrl, siteDir } = context;
  const permalinks = docs.flatMap((doc): [string, string][] => {
    const chapter = byKey.get(chapterKey(doc));
    return chapter === undefined ? [] : [[docPath(context, doc), chapter.permalink]];
  });
  const site: LinkSite = { url: siteConfig.url, baseUrl, siteDir, permalinks: new Map(permalinks) };
  return docs.flatMap((doc) => {
    const chapter = byKey.get(chapterKey(doc));
    if (chapter === undefined) return [];
    const file = normalizePagePath(chapter.permalink).slice(baseUrl.length) || 'index';
    const markdownPath = `${baseUrl}${file.split('/').map(encodeURIComponent).join('/')}.md`;
    const url = new URL(chapter.permalink, site.url).href;
    const markdownUrl = options.llms.pages ? new URL(markdownPath, site.url).href : url;
    const markdown = withTitle(chapter, url, readBody(context, options, doc, chapter, site));
    return [{ chapter, url, markdownUrl, markdown, file, markdownPath }];
  });
}

function readBody(
  context: LoadContext,
  options: ResolvedLecternOptions,
  doc: LoadedDoc,
  { permalink }: Chapter,
  site: LinkSite,
): string {
  const path = docPath(context, doc);
  return pageMarkdown(readMarkdown(context, path), {
    ...siteGrammar(context, doc.instance, options),
    path,
    format: fileFormat(context, path, doc.metadata.frontMatter),
    loadPartial: (specifier, importer) => readPartial(context, specifier, importer),
    resolveLink: (url, importer) => resolveSiteLink(site, permalink, url, importer),
    quizText: (src, importer) => quizMarkdown(loadQuiz(context, { src, importer }).quiz),
  });
}

/** Any file of the site: what the page shows is here, also where the manifest cannot have it. */
function readPartial(context: LoadContext, specifier: string, importer: string): PartialFile | undefined {
  const path = resolveSpecifier(context, specifier, importer);
  if (path === undefined || !existsSync(path)) return undefined;
  return { source: readMarkdown(context, path), path, format: fileFormat(context, path, {}) };
}

/** A quiz's questions and choices; which are right is for the page to tell. */
function quizMarkdown({ title, items }: Quiz): string {
  const questions = items.map(({ prompt, choices }, index) =>
    [`${index + 1}. ${prompt}`, ...choices.map(({ text }) => `   - ${text}`)].join('\n'),
  );
  return [`**${title ?? 'Quiz'}**`, ...questions].join('\n\n');
}

function writePage(context: LoadContext, outDir: string, { file, markdown, markdownPath }: SitePage): void {
  if (!writeNew(join(outDir, `${file}.md`), markdown)) return;
  const link = `<link rel="alternate" type="text/markdown" href="${markdownPath}">`;
  const name = file === 'index' ? '' : file;
  // As the site's trailingSlash has it: `x/index.html` or `x.html`.
  const page = [join(outDir, name, 'index.html'), join(outDir, `${name}.html`)].find((path) => existsSync(path));
  if (page === undefined) {
    console.warn(`[lectern] ${context.siteConfig.title}: there is no page beside ${file}.md.`);
    return;
  }
  writeFileSync(
    page,
    readFileSync(page, 'utf8').replace(/<\/head>/i, () => `${link}</head>`),
  );
}

/** @returns false when there is such a file */
function writeNew(path: string, text: string): boolean {
  if (existsSync(path)) return false;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return true;
}
