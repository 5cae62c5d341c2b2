/** Looks at the built pages: are the manifest's passages marked in them? */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Book, SegmentKind } from '@lectern/contracts';

/** A page on which passages have no mark. */
export interface UnmarkedPage {
  permalink: string;
  /** Segments that should have an element and have none. */
  missing: number;
  /** Segments that should have one. */
  total: number;
}

/** Kinds that never or not always have an element of their own in the page. */
const WITHOUT_ELEMENT: ReadonlySet<SegmentKind> = new Set(['frontMatter', 'attribute', 'linkTitle', 'quiz']);

/** The built file of a page: hosts differ in how they write folders. */
function readBuiltPage(outDir: string, path: string): string | undefined {
  const bare = path.replace(/\/$/, '');
  const files = [join(bare, 'index.html'), `${bare}.html`].map((file) => join(outDir, file));
  const file = files.find((candidate) => existsSync(candidate));
  return file === undefined ? undefined : readFileSync(file, 'utf8');
}

/** Ids of the marks of a page; the build drops quotes where HTML allows it. */
function markedIds(html: string): Set<string> {
  const marks = html.matchAll(/ data-seg=(?:"([^"]+)"|([^\s>"]+))/g);
  return new Set([...marks].map(([, quoted, bare]) => quoted ?? bare ?? ''));
}

/**
 * Lists the pages with passages that a citation could not highlight. Something in the site then stands between Markdown
 * and page: a theme loaded after ours, components that the site replaced, elements that drop what they are given.
 */
export function findUnmarkedPages(book: Book, outDir: string, baseUrl: string): UnmarkedPage[] {
  return book.chapters.flatMap((chapter) => {
    const html = readBuiltPage(outDir, chapter.permalink.slice(baseUrl.length));
    if (html === undefined) return [];
    const marked = markedIds(html);
    const segments = chapter.sections.flatMap((section) => section.segments);
    const expected = segments.filter(({ kind }) => !WITHOUT_ELEMENT.has(kind));
    const missing = expected.filter(({ id }) => !marked.has(id)).length;
    return missing === 0 ? [] : [{ permalink: chapter.permalink, missing, total: expected.length }];
  });
}

/** One warning for all pages; `undefined` when there is nothing to say. */
export function describeUnmarkedPages(pages: readonly UnmarkedPage[]): string | undefined {
  if (pages.length === 0) return undefined;
  const lines = pages.slice(0, 5).map(({ permalink, missing, total }) => `  - ${permalink}: ${missing} of ${total}`);
  const more = pages.length > 5 ? [`  … and ${pages.length - 5} more pages`] : [];
  return [
    '[lectern] Some passages have no mark in their page; citations of them open the section, not the passage.',
    ...lines,
    ...more,
    'Is another theme loaded after Lectern, or does src/theme/MDXComponents leave out what @theme-original/MDXComponents holds?',
  ].join('\n');
}
