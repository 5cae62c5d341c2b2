// Starts the product as a reader of the README would (`npm start`), waits until it is ready, looks at the book, asks it
// a question, and stops it. For clean machines of every kind: Node ≥ 20 and npm are all that it needs.
// Usage: node tools/workflows/start-and-ask.mjs [port]
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const port = process.argv[2] ?? '8765';
const origin = `http://127.0.0.1:${port}`;
/** An installation and a build from nothing, on a slow machine. */
const READY_MS = 20 * 60_000;
const REQUEST_MS = 30_000;
const QUESTION = 'Why does an accelerometer at rest read +9.81 m/s²?';
const windows = process.platform === 'win32';
const dataDir = mkdtempSync(join(tmpdir(), 'lectern-start-'));

const server = spawn('npm', ['start'], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
  // npm is a script on Windows; elsewhere a group of its own lets us end npm and the server together.
  shell: windows,
  detached: !windows,
  env: { ...process.env, PORT: port, DATA_DIR: dataDir, LOG_FILE: 'false' },
});
let ended = false;
server.once('exit', () => {
  ended = true;
});

const request = (path, init) => fetch(`${origin}${path}`, { ...init, signal: AbortSignal.timeout(REQUEST_MS) });

async function untilReady() {
  const started = Date.now();
  while (Date.now() - started < READY_MS) {
    if (ended) throw new Error('npm start ended by itself; its own words stand above.');
    const ready = await request('/health/ready').catch(() => undefined);
    if (ready?.ok) return Math.round((Date.now() - started) / 1000);
    await delay(1000);
  }
  throw new Error(`not ready after ${READY_MS / 60_000} minutes`);
}

async function look() {
  const page = await request('/');
  const html = await page.text();
  if (page.status !== 200 || !html.includes('<html')) throw new Error(`the book's first page answers ${page.status}`);
  const answer = await request('/api/v1/chat', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: `http://localhost:${port}` },
    body: JSON.stringify({ question: QUESTION, scope: { type: 'book' } }),
  });
  const { mode, text, citations } = await answer.json();
  if (answer.status !== 200 || mode !== 'extractive' || citations.length === 0) {
    throw new Error(`the question was answered with ${answer.status}, mode ${mode}`);
  }
  return { mode, citations: citations.length, text };
}

async function stop() {
  if (ended || server.pid === undefined) return;
  if (windows) spawnSync('taskkill', ['/pid', String(server.pid), '/t', '/f'], { stdio: 'ignore' });
  else process.kill(-server.pid, 'SIGTERM');
  for (let waited = 0; !ended && waited < 30; waited += 1) await delay(1000);
}

try {
  const seconds = await untilReady();
  const { mode, citations, text } = await look();
  console.log(`\nReady after ${seconds} s. "${QUESTION}" was answered (${mode}, ${citations} citations):\n${text}`);
} catch (error) {
  console.error(`\nstart-and-ask: ${error.message}`);
  process.exitCode = 1;
} finally {
  await stop();
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
}
