/** Which files are partials, told from the path alone, alike for the remark plugin and the manifest. */
import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const CONFIG_FILES = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map((extension) => `docusaurus.config.${extension}`);
const roots = new Map<string, string | undefined>();

/** The nearest directory above that holds one of the files; remembered, since every page of a folder asks. */
function nearestWith(directory: string, files: readonly string[]): string | undefined {
  const key = `${files[0]}\0${directory}`;
  if (roots.has(key)) return roots.get(key);
  const parent = dirname(directory);
  const here = files.some((file) => existsSync(join(directory, file)));
  const found = here ? directory : parent === directory ? undefined : nearestWith(parent, files);
  roots.set(key, found);
  return found;
}

/**
 * Path of a partial relative to the site, `undefined` for a page. As in Docusaurus, a partial's name or one of its
 * folders begins with `_`. The site is the folder with the configuration: the remark plugin is told nothing else.
 */
export function findPartialPath(file: string): string | undefined {
  const directory = dirname(file);
  const root = nearestWith(directory, CONFIG_FILES) ?? nearestWith(directory, ['package.json']) ?? directory;
  const parts = relative(root, file).split(sep);
  return parts.some((part) => part.startsWith('_')) ? parts.join('/') : undefined;
}
