/**
 * Prints what a real nginx with docusaurus/nginx.conf answers over a built book and a running API.
 * Usage: `node --conditions=lectern-source tools/containers/nginx-transcript.ts [SITE]`.
 */
import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compressSite } from '../../backend/src/middleware/site-compression.ts';
import { startOpenAiServer, TEST_API_KEY } from '../../backend/test/openai-server/openai-server.ts';
import { freePort, startServer } from '../../e2e/lectern-server.ts';
import { startNginx } from './nginx-server.ts';

/** Pause between two pieces of the model that answers here, so that a buffer in between would show. */
const PACE_MS = 40;

const site = await mkdtemp(join(tmpdir(), 'lectern-transcript-'));
await cp(process.argv[2] ?? 'docusaurus/build', site, { recursive: true });
await compressSite(site);
const provider = await startOpenAiServer({ paceMs: PACE_MS });
const port = await freePort();
const server = await startServer({
  publicUrl: `http://127.0.0.1:${port}`,
  env: {
    SITE_DIR: site,
    TRUSTED_PROXIES: 'loopback',
    MAX_EVENT_LOOP_DELAY_MS: '0',
    LLM_PROVIDER: 'compatible',
    LLM_PROVIDER_NAME: 'example-models',
    LLM_BASE_URL: provider.baseUrl,
    LLM_API_KEY: TEST_API_KEY,
    LLM_MODEL: 'tutor-1',
    PRICES_FILE: fileURLToPath(new URL('../../e2e/provider-prices.json', import.meta.url)),
  },
});
const nginx = await startNginx({ siteDir: site, port, api: `127.0.0.1:${server.port}` });

/** One request by curl, with its headers, and the body's beginning where it is short text. */
function show(...request: string[]): void {
  const path = request.at(-1) ?? '/';
  const options = request.slice(0, -1);
  console.log(`\n$ curl -i ${options.join(' ')} ${path}`);
  const { stdout } = spawnSync('curl', ['-s', '-i', ...options, `${nginx.origin}${path}`], { encoding: 'utf8' });
  const [head = '', body = ''] = stdout.split('\r\n\r\n', 2);
  console.log(head.replaceAll('\r', ''));
  if (body !== '' && /^content-type: (?:application\/(?:problem\+)?json|text\/plain)/im.test(head))
    console.log(`\n${body.slice(0, 300)}`);
}

/** Asks, and tells when each kind of event came. */
async function showStream(): Promise<void> {
  console.log('\n$ POST /api/v1/chat, Accept: text/event-stream');
  const began = performance.now();
  const response = await fetch(`${nginx.origin}/api/v1/chat`, {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
    body: JSON.stringify({ question: 'What is the error of a depth camera?', scope: { type: 'book' } }),
  });
  console.log(`${response.status} ${[...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n')}`);
  const times: number[] = [];
  let text = '';
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    times.push(Math.round(performance.now() - began));
    text += piece;
  }
  const kinds = Array.from(text.matchAll(/^event: (\w+)/gm), (match) => match[1]);
  console.log(`\n${kinds.length} events in ${times.length} pieces: ${kinds.join(' ')}`);
  console.log(`first byte after ${times[0]} ms, last after ${times.at(-1)} ms; pieces at ${times.join(', ')} ms`);
}

try {
  const [style = ''] = (await readdir(join(site, 'assets/css'))).filter((name) => name.endsWith('.css'));
  show('/nginx-health');
  show('-H', 'Accept-Encoding: gzip', '-o', '/dev/null', '-D', '-', '/book/foundations/sensors');
  show('-H', 'Accept-Encoding: gzip', '-o', '/dev/null', '-D', '-', `/assets/css/${style}`);
  show('-o', '/dev/null', '-D', '-', '/ur/book/no-such-chapter');
  show('/health/ready');
  show('/metrics');
  show(
    '-X',
    'POST',
    '-H',
    'Content-Type: application/json',
    '--data-binary',
    `@${join(site, 'lectern/book.json')}`,
    '/api/v1/chat',
  );
  await showStream();
  show(
    '-H',
    'Connection: Upgrade',
    '-H',
    'Upgrade: websocket',
    '-H',
    'Sec-WebSocket-Version: 13',
    '-H',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    '--max-time',
    '2',
    '/api/v1/chat/ws',
  );
  await server.kill();
  show('/api/v1/book');
  console.log(`\nThe log of nginx:\n${nginx.log()}`);
} finally {
  await nginx.close();
  await server.close();
  await provider.close();
  await rm(site, { recursive: true, force: true });
}
