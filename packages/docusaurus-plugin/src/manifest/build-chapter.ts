/** A doc's file → a chapter of the manifest. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadContext } from '@docusaurus/types';
import type { Chapter, Section, Segment } from '@lectern/contracts';
import { type ExtractedSegment, extractPage, hashText, type PageSection, type PartialFile } from '@lectern/segments';
import type { ResolvedLecternOptions } from '../options.ts';
import { applyTrailingSlash } from '../page-path.ts';
import { findPartialPath } from '../remark/partial-path.ts';
import { readChapterFacts } from './chapter-facts.ts';
import { chapterKey, type LoadedDoc } from './loaded-docs.ts';
import type { PageCache } from './page-cache.ts';
import { loadQuiz } from './quiz-file.ts';
import { fileFormat, siteGrammar } from './site-grammar.ts';
import { isInside, readMarkdown, resolveSpecifier, sitePath } from './source-files.ts';

const SITE_ALIAS = '@site/';
/** Longest description that the contract takes. */
const MAX_DESCRIPTION = 1000;
const MAX_TITLE = 500;

/** Absolute path of a doc's file. */
export function docPath(context: LoadContext, { metadata }: LoadedDoc): string {
  return join(context.siteDir, metadata.source.slice(SITE_ALIAS.length));
}

/** Whether a locale other than the default shows the default locale's file, because there is no translation. */
export function isUntranslated(context: LoadContext, doc: LoadedDoc): boolean {
  const { currentLocale, defaultLocale } = context.i18n;
  if (currentLocale === defaultLocale) return false;
  const { contentPathLocalized } = doc.version;
  return contentPathLocalized === undefined || !isInside(docPath(context, doc), [contentPathLocalized]);
}

/** SHA-256 of what the page shows; the same on machines that check out other line ends. */
function hashSources(texts: readonly string[]): string {
  return hashText(JSON.stringify(texts.map((text) => text.replace(/\r\n?/g, '\n'))));
}

/**
 * Finds a partial. Files outside the content folders are compiled by Docusaurus' fallback loader, which takes no remark
 * plugins: their text has no marks in the page and is left out of the manifest.
 */
function partialLoader(
  context: LoadContext,
  doc: LoadedDoc,
): (specifier: string, importer: string) => PartialFile | undefined {
  const { contentPath, contentPathLocalized } = doc.version;
  const folders = contentPathLocalized === undefined ? [contentPath] : [contentPath, contentPathLocalized];
  return (specifier, importer) => {
    const path = resolveSpecifier(context, specifier, importer);
    if (path === undefined || !isInside(path, folders) || !existsSync(path)) return undefined;
    const partialPath = findPartialPath(path);
    const own = partialPath === undefined ? {} : { partialPath };
    return { source: readMarkdown(context, path), path, format: fileFormat(context, path, {}), ...own };
  };
}

/** Hash of the segment that one of an edition translates. */
type FindSource = (hash: string) => string | undefined;

function toSegment(
  { id, kind, text, plain, hash, placeholders, cell }: ExtractedSegment,
  findSource: FindSource,
): Segment {
  const source = findSource(hash);
  return {
    id,
    kind,
    text,
    plain,
    hash,
    placeholders,
    ...(cell === undefined ? {} : { cell }),
    ...(source === undefined ? {} : { source }),
  };
}

/** Adds to each section the headings above it and its address. */
function toSections(
  sections: readonly PageSection[],
  title: string,
  permalink: string,
  findSource: FindSource,
): Section[] {
  const above: PageSection[] = [];
  const filled = sections.filter(({ id, segments, code }) => id !== '' || segments.length > 0 || code.length > 0);
  return filled.map((section) => {
    while ((above.at(-1)?.depth ?? 0) >= section.depth) above.pop();
    if (section.id !== '') above.push(section);
    return {
      id: section.id,
      headingPath: [title, ...above.map((heading) => heading.title)],
      permalink: section.id === '' ? permalink : `${permalink}#${section.id}`,
      segments: section.segments.map((segment) => toSegment(segment, findSource)),
      code: section.code,
    };
  });
}

/** What chapters are built with: the site, its options, the pages parsed before. */
export interface ChapterTools {
  context: LoadContext;
  options: ResolvedLecternOptions;
  cache: PageCache;
  /** Finds what a segment of an edition translates, by the path of its file in the locale's folder. */
  editionSource: (path: string, hash: string) => string | undefined;
}

/** A page with its quizzes, and the hash of all that it is made of. */
function readPage({ context, options, cache }: ChapterTools, doc: LoadedDoc, path: string) {
  const source = readMarkdown(context, path);
  const page = cache.read(context, path, source, () =>
    extractPage(source, {
      ...siteGrammar(context, doc.instance, options),
      path,
      format: fileFormat(context, path, doc.metadata.frontMatter),
      loadPartial: partialLoader(context, doc),
    }),
  );
  const quizzes = page.quizSources.map((quiz) => loadQuiz(context, quiz));
  const texts = [source, ...page.partials.map((partial) => partial.source), ...quizzes.map((quiz) => quiz.text)];
  return { page, quizzes: quizzes.map(({ quiz }) => quiz), sourceHash: hashSources(texts) };
}

/** What the segments of an edition's file translate; nothing for a file of the default locale. */
function sourcesOf({ context, editionSource }: ChapterTools, path: string): FindSource {
  const { localizationDir, i18n } = context;
  if (i18n.currentLocale === i18n.defaultLocale || !isInside(path, [localizationDir])) return () => undefined;
  const file = path.slice(localizationDir.length + 1).replaceAll('\\', '/');
  return (hash) => editionSource(file, hash);
}

/**
 * Builds the chapter of a doc.
 * @throws SegmentParseError when the file cannot be parsed; Error when a quiz is not valid
 */
export function buildChapter(tools: ChapterTools, doc: LoadedDoc, order: number): Chapter {
  const { metadata, version } = doc;
  const path = docPath(tools.context, doc);
  const { page, quizzes, sourceHash } = readPage(tools, doc, path);
  const { baseUrl, trailingSlash } = tools.context.siteConfig;
  const permalink = applyTrailingSlash(metadata.permalink, baseUrl, trailingSlash);
  // Docusaurus' own title of a page without one in front matter is the heading's Markdown, comments and all.
  const named = metadata.frontMatter.title === undefined ? page.title || metadata.title : metadata.title;
  const title = named.slice(0, MAX_TITLE);
  const description = metadata.description.slice(0, MAX_DESCRIPTION);
  return {
    key: chapterKey(doc),
    id: metadata.id,
    locale: tools.context.i18n.currentLocale,
    latest: version.isLast,
    order,
    title,
    ...(description === '' ? {} : { description }),
    permalink,
    sourcePath: sitePath(tools.context, path),
    sourceHash,
    ...readChapterFacts(metadata.frontMatter),
    tags: metadata.tags.map((tag) => tag.label),
    sections: toSections(page.sections, title, permalink, sourcesOf(tools, path)),
    quizzes,
  };
}
