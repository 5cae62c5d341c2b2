// Builds the book when its sources have changed, beside the served one, and switches at the end:
// a build that fails or is killed leaves the site that was there.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashFiles } from './content-hash.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const site = join(root, 'docusaurus');
const built = join(site, 'build');
const next = join(site, 'build-next');
const previous = join(site, 'build-previous');
const stamp = join(built, '.lectern-build');

const sources = hashFiles(root, [
  'docusaurus',
  'packages/contracts/src',
  'packages/segments/src',
  'packages/docusaurus-plugin/src',
  'package-lock.json',
]);
if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources && !process.argv.includes('--force')) {
  console.log('• The book is current');
  process.exit(0);
}

console.log('• Building the book (about half a minute) …');
const started = Date.now();
rmSync(next, { recursive: true, force: true });
const cli = join(root, 'node_modules', '@docusaurus', 'core', 'bin', 'docusaurus.mjs');
const result = spawnSync(process.execPath, [cli, 'build', '--out-dir', next], {
  cwd: site,
  stdio: ['ignore', 'pipe', 'pipe'],
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  env: { ...process.env, NODE_ENV: 'production' },
});
if (result.status !== 0) {
  process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  rmSync(next, { recursive: true, force: true });
  console.error(
    '\nlectern: the book could not be built; the reason stands above. The site that was there is untouched.\n',
  );
  process.exit(1);
}
writeFileSync(join(next, '.lectern-build'), sources);
rmSync(previous, { recursive: true, force: true });
if (existsSync(built)) renameSync(built, previous);
renameSync(next, built);
rmSync(previous, { recursive: true, force: true });
console.log(`  done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
