/** Builds the fixture sites for tests: real Docusaurus, real bundler, the plugin as it is published. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Book, bookSchema, type Chapter, type SiteCsp, siteCspSchema } from '@lectern/contracts';

const packages = fileURLToPath(new URL('../../', import.meta.url));
const require = createRequire(import.meta.url);

/** A site that was built. */
export interface BuiltSite {
  folder: string;
  book: Book;
  csp: SiteCsp;
}

function run(script: string, parameters: readonly string[], directory: string): void {
  const env = { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '' };
  const result = spawnSync(process.execPath, [script, ...parameters], { cwd: directory, encoding: 'utf8', env });
  if (result.status !== 0) throw new Error(`${script} ${parameters.join(' ')}\n${result.stdout}${result.stderr}`);
}

/** Compiles the plugin and the packages that it uses. Types are checked elsewhere. */
export function compilePackages(): void {
  const tsc = join(packages, '..', 'node_modules', 'typescript', 'bin', 'tsc');
  for (const name of ['contracts', 'segments', 'docusaurus-plugin']) {
    run(tsc, ['-p', 'tsconfig.build.json', '--noCheck'], join(packages, name));
  }
  const plugin = join(packages, 'docusaurus-plugin');
  run(join(plugin, 'scripts', 'copy-assets.mjs'), [], plugin);
}

/** Builds a fixture into a new folder of the system's temporary one. */
export function buildSite(name: string, parameters: readonly string[] = []): BuiltSite {
  const folder = join(mkdtempSync(join(tmpdir(), 'lectern-site-')), 'build');
  const cli = require.resolve('@docusaurus/core/bin/docusaurus.mjs');
  const site = join(packages, 'docusaurus-plugin', 'fixtures', name);
  run(cli, ['build', '--out-dir', folder, ...parameters], site);
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, 'lectern', file), 'utf8'));
  return { folder, book: bookSchema.parse(read('book.json')), csp: siteCspSchema.parse(read('csp.json')) };
}

/** HTML of a chapter's page. */
export function readPage({ folder, book }: BuiltSite, chapter: Chapter): string {
  const path = chapter.permalink.slice(book.baseUrl.length);
  const files = [join(path, 'index.html'), `${path}.html`].map((file) => join(folder, file));
  const file = files.find((candidate) => existsSync(candidate));
  if (file === undefined) throw new Error(`No page for ${chapter.permalink}`);
  return readFileSync(file, 'utf8');
}

/** HTML of every page, the error pages too. */
export function readAllPages({ folder }: BuiltSite): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const pages = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.html'));
  return pages.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}
