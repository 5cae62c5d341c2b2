/** The files that a chapter is made of. */
import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { LoadContext } from '@docusaurus/types';

/** What of a site is needed to find its files. */
export type SiteFolder = Pick<LoadContext, 'siteDir'>;

/** Reads a Markdown file as the bundler's loader would hand it to the parser: after the site's own preprocessor. */
export function readMarkdown(context: LoadContext, path: string): string {
  const fileContent = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  return context.siteConfig.markdown.preprocessor?.({ filePath: path, fileContent }) ?? fileContent;
}

/** Absolute path of what a module specifier in `importer` names: relative, `@site/…`, or absolute. `undefined`: a package. */
export function resolveSpecifier(context: SiteFolder, specifier: string, importer: string): string | undefined {
  if (specifier.startsWith('@site/')) return join(context.siteDir, specifier.slice('@site/'.length));
  if (specifier.startsWith('.')) return resolve(dirname(importer), specifier);
  return isAbsolute(specifier) ? specifier : undefined;
}

/** Path relative to the site with `/`, for the manifest and for messages. */
export function sitePath(context: SiteFolder, path: string): string {
  return relative(context.siteDir, path).split(sep).join('/');
}

/** Whether a path lies in one of the folders. */
export function isInside(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path.startsWith(folder.endsWith(sep) ? folder : folder + sep));
}
