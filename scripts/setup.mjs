// Makes a checkout ready to run: dependencies by the lock, workspace packages compiled for the site.
// Runs on whatever Node ≥ 20 is there, before anything is installed: no dependency, no TypeScript.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashFiles, sha256 } from './content-hash.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const MIN_NODE_MAJOR = 20;
/** Free space that an installation and the book's build need, bytes. */
const NEEDED_BYTES = 2.5e9;

function fail(message) {
  console.error(`\nlectern: ${message}\n`);
  process.exit(1);
}

function step(label, work) {
  const started = Date.now();
  process.stdout.write(`• ${label} …\n`);
  work();
  console.log(`  done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

function checkMachine() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < MIN_NODE_MAJOR) {
    fail(
      `Node ${process.versions.node} is too old: install Node ${MIN_NODE_MAJOR} or newer (https://nodejs.org), then run the command again.`,
    );
  }
}

function checkDisk() {
  const { bavail, bsize } = statfsSync(root);
  const free = bavail * bsize;
  if (free < NEEDED_BYTES) {
    fail(
      `only ${(free / 1e9).toFixed(1)} GB are free here, and the installation needs ${NEEDED_BYTES / 1e9} GB: free some space, then run the command again.`,
    );
  }
}

/** How npm is called: npm names its own script to what it runs; without it, from the PATH. */
function npmCommand() {
  const script = process.env.npm_execpath;
  return script && /npm-cli\.js$/.test(script) ? [process.execPath, [script]] : ['npm', []];
}

function explain(output) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|network/i.test(output)) {
    return 'the package registry could not be reached: check the network or the proxy, then run the command again.';
  }
  if (/ENOSPC/.test(output)) return 'the disk is full: free some space, then run the command again.';
  if (/EACCES|EPERM|EROFS/.test(output))
    return 'this folder cannot be written to: change its owner or move the checkout, then run the command again.';
  if (/EUSAGE|in sync/.test(output))
    return 'package.json and package-lock.json do not fit together: run `git checkout package-lock.json package.json`, or `npm install` after an edit.';
  return 'npm could not install the dependencies; its own words stand above.';
}

function installDependencies() {
  const [command, prefix] = npmCommand();
  const result = spawnSync(command, [...prefix, 'ci', '--loglevel=error', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'pipe'],
    encoding: 'utf8',
    shell: command === 'npm' && process.platform === 'win32',
  });
  if (result.error)
    fail(
      result.error.code === 'ENOENT'
        ? 'npm was not found: install Node with npm (https://nodejs.org).'
        : result.error.message,
    );
  if (result.status !== 0) {
    process.stderr.write(result.stderr);
    fail(explain(result.stderr));
  }
}

/** Compiles the packages that the site loads; the server runs their sources as they are. */
function compilePackages() {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  for (const name of ['contracts', 'segments', 'docusaurus-plugin']) {
    const directory = join(root, 'packages', name);
    const commands = [[tsc, '-p', 'tsconfig.build.json']];
    if (existsSync(join(directory, 'scripts', 'copy-assets.mjs'))) commands.push([join('scripts', 'copy-assets.mjs')]);
    for (const command of commands) {
      const result = spawnSync(process.execPath, command, { cwd: directory, stdio: 'inherit' });
      if (result.status !== 0) fail(`packages/${name} could not be compiled; the compiler's words stand above.`);
    }
  }
}

/** Does the work only when what it is made from has changed since the last time. */
function whenChanged(name, stamp, current, work) {
  const file = join(root, 'node_modules', '.lectern', name);
  if (existsSync(file) && readFileSync(file, 'utf8') === current && stamp.every((path) => existsSync(join(root, path))))
    return;
  step(...work);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, current);
}

checkMachine();
const lock = sha256(readFileSync(join(root, 'package-lock.json')));
whenChanged('installed', ['node_modules/.bin'], lock, [
  'Installing dependencies (first time: one to three minutes)',
  () => {
    checkDisk();
    installDependencies();
  },
]);
const sources = hashFiles(root, [
  'packages/contracts',
  'packages/segments',
  'packages/docusaurus-plugin',
  'tsconfig.base.json',
]);
whenChanged(
  'compiled',
  ['packages/contracts/dist', 'packages/segments/dist', 'packages/docusaurus-plugin/dist'],
  `${lock} ${sources}`,
  ['Compiling the packages that the site uses', compilePackages],
);
