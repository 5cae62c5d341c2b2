/**
 * Writes the pages that are made from sources; with `--check` only says which are out of date (exit code 1).
 *
 *     node --conditions=lectern-source tools/docs/generate.ts [--check]
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorsPage } from './errors-page.ts';
import { schemasPage } from './schemas-page.ts';
import { configurationPage, envExample, siteEnvExample } from './settings-pages.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Text of every generated file, by its path from the root. */
export const GENERATED: Readonly<Record<string, () => string>> = {
  '.env.example': envExample,
  'docusaurus/.env.local.example': siteEnvExample,
  'docs/configuration.md': configurationPage,
  'docs/errors.md': errorsPage,
  'docs/schemas.md': schemasPage,
};

/** Paths of the generated files that differ from what their sources say. */
export function findStale(root: string = ROOT): string[] {
  return Object.entries(GENERATED)
    .filter(([path, make]) => readOrEmpty(join(root, path)) !== make())
    .map(([path]) => path);
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function writeStale(): void {
  const stale = findStale();
  for (const path of stale) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), GENERATED[path]?.() ?? '');
    console.log(`wrote ${path}`);
  }
  if (stale.length === 0) console.log('generated documentation is current');
}

if (import.meta.main) {
  if (process.argv.includes('--check')) {
    const stale = findStale();
    for (const path of stale) console.error(`${path} is out of date: run npm run docs`);
    process.exitCode = stale.length > 0 ? 1 : 0;
  } else {
    writeStale();
  }
}
