/** Writes the manifest into the built site. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Book, bookSchema } from '@lectern/contracts';
import { mergeBooks } from './merge-books.ts';

/** Folder of the plugin's files in a built site. */
export const OUTPUT_FOLDER = 'lectern';

/** What of a site tells where its locales are built; part of Docusaurus' context. */
export interface LocaleContext {
  i18n: {
    currentLocale: string;
    defaultLocale: string;
    localeConfigs: Readonly<Record<string, { path?: string } | undefined>>;
  };
}

/**
 * Root of the whole site's output. A locale that is built beside others goes into a folder of its own below the default
 * locale's; one that is built alone (`--locale ur`) is the root itself.
 */
export function siteOutputRoot(context: LocaleContext, outDir: string): string {
  const { currentLocale, defaultLocale, localeConfigs } = context.i18n;
  if (currentLocale === defaultLocale) return outDir;
  const folders = [currentLocale, localeConfigs[currentLocale]?.path];
  const parent = dirname(outDir);
  // The default locale is built first and leaves its manifest there: without one this locale is alone.
  const isBelow = folders.includes(basename(outDir)) && existsSync(join(parent, OUTPUT_FOLDER, 'book.json'));
  return isBelow ? parent : outDir;
}

/**
 * Checks a manifest against the contract.
 * @throws Error that lists the first faults
 */
export function checkBook(book: Book): Book {
  const result = bookSchema.safeParse(book);
  if (result.success) return book;
  const faults = result.error.issues.slice(0, 10).map((issue) => {
    const chapter = typeof issue.path[1] === 'number' ? book.chapters[issue.path[1]] : undefined;
    return `  - ${chapter === undefined ? '' : `${chapter.sourcePath}: `}${issue.path.join('.')}: ${issue.message}`;
  });
  throw new Error(`Lectern's manifest is not valid:\n${faults.join('\n')}`);
}

/** The manifest that another locale's build left; `undefined` when there is none that can be used. */
function readBook(path: string): Book | undefined {
  if (!existsSync(path)) return undefined;
  const result = bookSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  return result.success ? result.data : undefined;
}

/**
 * Writes `lectern/book.json` at the site's root, together with the locales that are there already.
 * @throws Error when the manifest does not keep the contract
 */
export function writeBook(root: string, own: Book): void {
  const path = join(root, OUTPUT_FOLDER, 'book.json');
  const book = checkBook(mergeBooks(readBook(path), own));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(book));
}
