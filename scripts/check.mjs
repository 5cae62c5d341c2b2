// `npm run check`: everything that can be said about the sources without running the product.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (name) => join('node_modules', '.bin', name);
const node = [process.execPath];
const source = [process.execPath, '--conditions=lectern-source'];

const typed = [
  'packages/contracts',
  'packages/segments',
  'packages/retrieval',
  'packages/docusaurus-plugin',
  'backend',
  'docusaurus',
  'tools',
  'bench',
  'e2e',
];
const steps = [
  ['format and lint', [bin('biome'), 'check', '--diagnostic-level=warn', '.']],
  [
    'lint with types',
    [bin('oxlint'), '--type-aware', '--deny-warnings', 'packages', 'backend', 'docusaurus', 'tools', 'bench', 'e2e'],
  ],
  ...typed
    .filter((path) => existsSync(join(root, path, 'tsconfig.json')))
    .map((path) => [`types: ${path}`, [bin('tsc'), '-p', path]]),
  [
    'boundaries',
    [bin('depcruise'), '--config', '.dependency-cruiser.cjs', 'packages', 'backend/src', 'docusaurus/src'],
  ],
  ['lock', [...node, 'tools/check-lock.mjs']],
  ['structure', [...source, 'tools/structure/check-structure.ts']],
  ['generated documentation', [...source, 'tools/docs/generate.ts', '--check']],
  ['the book', [...source, 'tools/book-lint/lint.ts']],
  ['diagrams', [...source, 'tools/diagrams/draw.ts', '--check']],
];

const failed = [];
for (const [name, [command, ...args]] of steps) {
  const started = Date.now();
  const result = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
  const good = result.status === 0;
  console.log(`${good ? '✓' : '✗'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (!good) {
    failed.push(name);
    process.stdout.write(`${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}\n`);
  }
}
console.log(failed.length === 0 ? 'check: all good' : `check: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
