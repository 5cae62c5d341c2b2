// `npm run dev`: the site with hot reload at 3000, the API at 8000 behind its proxy.
// The site's dev server writes the manifest on every edit; the API takes it up by itself.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const site = join(root, 'docusaurus');
const apiPort = process.env.PORT ?? '8000';
const sitePort = process.env.SITE_PORT ?? '3000';
const manifest = join(site, '.docusaurus', 'lectern-book.json');
mkdirSync(dirname(manifest), { recursive: true });

// A setting of the site; the API refuses what it does not know.
const { SITE_PORT: _sitePort, ...apiEnvironment } = process.env;

const children = new Set();
let stopping = false;

function stop(code) {
  if (stopping) return;
  stopping = true;
  process.exitCode = code;
  for (const child of children) child.kill('SIGTERM');
}

function start(name, args, options) {
  const child = spawn(process.execPath, args, { stdio: 'inherit', ...options });
  children.add(child);
  child.on('exit', (code) => {
    children.delete(child);
    if (!stopping) console.error(`\nlectern: ${name} has stopped (${code ?? 'by a signal'})`);
    stop(code ?? 0);
  });
}

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop(0));

start(
  'the compiler',
  [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'],
  {
    cwd: join(root, 'packages/docusaurus-plugin'),
    stdio: ['ignore', 'ignore', 'inherit'],
  },
);
start(
  'the site',
  [join(root, 'node_modules/@docusaurus/core/bin/docusaurus.mjs'), 'start', '--port', sitePort, '--no-open'],
  {
    cwd: site,
    env: { ...process.env, LECTERN_API_PROXY: `http://127.0.0.1:${apiPort}` },
  },
);

console.log(existsSync(manifest) ? '• The API starts on the last manifest' : '• The API waits for the first manifest');
start('the API', ['--conditions=lectern-source', join(root, 'backend/src/main.ts')], {
  cwd: root,
  env: {
    ...apiEnvironment,
    PORT: apiPort,
    BOOK_MANIFEST: manifest,
    BOOK_WATCH: 'true',
    CORS_ORIGINS: process.env.CORS_ORIGINS ?? `http://localhost:${sitePort}`,
  },
});
console.log(`• Site: http://localhost:${sitePort}   API: http://localhost:${apiPort}`);
