// Content hashes decide what is current: file times change with every clone and checkout.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Folders that hold results, never sources. */
const RESULTS = new Set([
  'katex', // copied into static/ by the site's configuration

  'node_modules',
  'dist',
  'build',
  'build-next',
  'build-previous',
  '.docusaurus',
  '.git',
  '.venv',
  '__pycache__',
]);

/** What the site's build writes from the translation memory, which is the source. */
const EDITION = /[\\/]i18n[\\/][^\\/]+[\\/](?:lectern\.map\.json|docusaurus-plugin-content-docs[\\/]current)$/;

/** SHA-256 of bytes or text, hexadecimal. */
export function sha256(data) {
  return createHash('sha256').update(data).digest('hex');
}

function* files(path) {
  if (EDITION.test(path)) return;
  if (!statSync(path).isDirectory()) {
    yield path;
    return;
  }
  for (const name of readdirSync(path).sort()) if (!RESULTS.has(name)) yield* files(join(path, name));
}

/** One hash over the names and contents of all sources below `paths` (relative to `root`). */
export function hashFiles(root, paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of files(join(root, path)))
      hash.update(`${file.slice(root.length)}\0${sha256(readFileSync(file))}\n`);
  }
  return hash.digest('hex');
}
