// `npm test`: the checks, then every test that needs no service; closes with one line of counts.
// Browser tests run where there is a Chromium and say so where there is none.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const results = join(root, 'node_modules', '.lectern', 'test-results.json');
const run = (command, args) =>
  spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;

const chromium = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));
console.log(
  chromium === undefined
    ? 'No Chromium here: the browser tests are skipped (install it, or name it in CHROMIUM_PATH).'
    : `Browser tests use ${chromium}.`,
);

const checked = run(process.execPath, [join('scripts', 'check.mjs')]);
// The browser tests and the end-to-end tests read the built book.
const built = run(process.execPath, [join('scripts', 'build-book.mjs')]);

mkdirSync(dirname(results), { recursive: true });
rmSync(results, { force: true });
const extra = process.argv.slice(2);
const tested = run(join('node_modules', '.bin', 'vitest'), [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${results}`,
  ...extra,
]);

const counts = existsSync(results)
  ? JSON.parse(readFileSync(results, 'utf8'))
  : { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0 };
// A check that fails counts as one failed test: the closing line is what CI reads.
const failed =
  counts.numFailedTests + (checked ? 0 : 1) + (built ? 0 : 1) + (tested || counts.numFailedTests > 0 ? 0 : 1);
console.log(`${counts.numPassedTests} passed, ${failed} failed, ${counts.numPendingTests} skipped`);
process.exitCode = failed === 0 && counts.numPassedTests > 0 ? 0 : 1;
