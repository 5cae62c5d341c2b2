/**
 * The shipped template: an empty data directory of PGlite with the extension `vector`, so that the first start need
 * not run initdb (seconds). It holds none of our tables, so migrations don't change it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the shipped templates. */
export const TEMPLATE_DIRECTORY = fileURLToPath(new URL('../../template/', import.meta.url));

/** The versions that a template has to be made with: other ones may lay their files out otherwise. */
export function readEngineVersions(): { pglite: string; vector: string } {
  return { pglite: readVersion('@electric-sql/pglite'), vector: readVersion('@electric-sql/pglite-pgvector') };
}

/** File name of the template that fits the given versions. */
export function templateName(versions: { pglite: string; vector: string }): string {
  return `pglite-${versions.pglite}-vector-${versions.vector}.tgz`;
}

/** The template that fits the installed versions, or undefined: then initdb does the work. */
export function findTemplate(folder: string = TEMPLATE_DIRECTORY): string | undefined {
  if (!existsSync(folder)) return undefined;
  const name = templateName(readEngineVersions());
  return readdirSync(folder).includes(name) ? join(folder, name) : undefined;
}

/** A package's version; its package.json may not be exported, so it is looked for above its entry. */
function readVersion(name: string): string {
  const entry = createRequire(import.meta.url).resolve(name);
  for (let folder = dirname(entry); folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, 'package.json');
    if (!existsSync(path)) continue;
    const description: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof description !== 'object' || description === null) continue;
    if ('name' in description && description.name === name && 'version' in description) {
      return String(description.version);
    }
  }
  throw new Error(`The version of ${name} can't be found`);
}
