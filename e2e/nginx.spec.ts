/** The book behind a real nginx with docusaurus/nginx.conf: what readers get is what our own server gives them, or stricter. */
import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { problemSchema, webSocketTicketSchema } from '@lectern/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compressSite } from '../backend/src/middleware/site-compression.ts';
import { type OpenAiServer, startOpenAiServer, TEST_API_KEY } from '../backend/test/openai-server/openai-server.ts';
import { type NginxServer, nginxPath, startNginx } from '../tools/containers/nginx-server.ts';
import { chromiumPath, launchBrowser, openPage } from './browser.ts';
import { halves } from './halved-answer.ts';
import { bookIsBuilt, freePort, type LecternServer, startServer } from './lectern-server.ts';
import { MODEL, PROVIDER } from './model-server.ts';

if (nginxPath === undefined)
  console.warn('nginx is not installed: its tests are skipped (apt-get install nginx-light).');

/** What belongs to one answer or one connection, not to a page. */
const OWN_TO_ANSWERS = [
  'accept-ranges',
  'connection',
  'content-length',
  'date',
  'etag',
  'keep-alive',
  'last-modified',
  'server',
];
const CHAPTER = '/book/foundations/sensors';

describe.skipIf(nginxPath === undefined || !bookIsBuilt())('nginx', () => {
  let site: string;
  let provider: OpenAiServer;
  let server: LecternServer;
  let nginx: NginxServer;

  beforeAll(async () => {
    // A copy: compressed ahead as the image has it, while others read the built book.
    site = await mkdtemp(join(tmpdir(), 'lectern-nginx-site-'));
    await cp('docusaurus/build', site, { recursive: true });
    expect((await compressSite(site)).fault).toBeNull();
    provider = await startOpenAiServer();
    const port = await freePort();
    server = await startServer({
      publicUrl: `http://127.0.0.1:${port}`,
      env: {
        SITE_DIR: site,
        TRUSTED_PROXIES: 'loopback',
        LLM_PROVIDER: 'compatible',
        LLM_PROVIDER_NAME: PROVIDER,
        LLM_BASE_URL: provider.baseUrl,
        LLM_API_KEY: TEST_API_KEY,
        LLM_MODEL: MODEL,
        PRICES_FILE: fileURLToPath(new URL('provider-prices.json', import.meta.url)),
      },
    });
    nginx = await startNginx({ siteDir: site, port, api: `127.0.0.1:${server.port}` });
  });
  afterAll(async () => {
    await nginx?.close();
    await server?.close();
    await provider?.close();
    if (site !== undefined) await rm(site, { recursive: true, force: true });
  });

  const get = (path: string, headers: Record<string, string> = {}) => fetch(`${nginx.origin}${path}`, { headers });

  async function pageHeaders(origin: string, path: string): Promise<Record<string, string>> {
    const response = await fetch(`${origin}${path}`, {
      headers: { accept: 'text/html', 'x-request-id': 'a-request-of-this-test' },
    });
    await response.arrayBuffer();
    const kept = [...response.headers].filter(([name]) => !OWN_TO_ANSWERS.includes(name));
    return Object.fromEntries(kept.map(([name, value]) => [name, name === 'vary' ? value.toLowerCase() : value]));
  }

  test.each(['/', CHAPTER, '/book/no-such-chapter', '/ur/no-such-page'])(
    '%s has the headers of our own server',
    async (path) => {
      const own = await pageHeaders(server.origin, path);
      const byNginx = await pageHeaders(nginx.origin, path);
      expect(own['content-security-policy']).toMatch(/script-src 'self' 'sha256-/);
      // nginx says for its 404 pages too that they differ by encoding.
      expect(byNginx).toMatchObject(own);
    },
  );

  test('files with a hash in their name are kept for ever, pages are asked for again', async () => {
    const [style = ''] = (await readdir(join(site, 'assets/css'))).filter((name) => name.endsWith('.css'));
    const asset = await get(`/assets/css/${style}`);
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const page = await get(CHAPTER);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const again = await get(CHAPTER, { 'if-none-match': page.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
    expect((await get('/assets/css/gone.0123abcd.css')).headers.get('cache-control')).toBe('no-store');
  });

  test('what was compressed ahead is sent as it lies there, to who takes it', async () => {
    const plain = await readFile(join(site, CHAPTER, 'index.html'));
    const response = await get(CHAPTER, { 'accept-encoding': 'gzip' });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(Number(response.headers.get('content-length'))).toBe(
      (await stat(join(site, CHAPTER, 'index.html.gz'))).size,
    );
    expect(Buffer.from(await response.arrayBuffer())).toEqual(plain);
    expect(gunzipSync(await readFile(join(site, CHAPTER, 'index.html.gz')))).toEqual(plain);
    expect((await get(CHAPTER, { 'accept-encoding': 'identity' })).headers.get('content-encoding')).toBeNull();
  });

  test('addresses that do not exist get the 404 page in the language of the address', async () => {
    for (const [path, language] of [
      ['/no/such/page', 'en'],
      ['/ur/book/no-such-chapter', 'ur'],
      ['/.lectern-build', 'en'],
      // For the operator's own network, not for readers.
      ['/metrics', 'en'],
    ]) {
      const response = await get(path ?? '');
      expect([path, response.status]).toEqual([path, 404]);
      expect(await response.text()).toContain(`<html lang=${language} `);
    }
  });

  test('events of an answer arrive while the model still writes', async () => {
    const { answer, letGo } = halves();
    provider.script({ answer });
    const response = await fetch(`${nginx.origin}/api/v1/chat`, {
      method: 'POST',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
      body: JSON.stringify({ question: 'What is the error of a depth camera?', scope: { type: 'book' } }),
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const readUntil = async (mark: RegExp): Promise<string> => {
      let text = '';
      for (;;) {
        const piece = await reader?.read();
        if (piece === undefined || piece.done) return text;
        text += piece.value;
        if (mark.test(text)) return text;
      }
    };
    const first = await readUntil(/event: delta\n.*\n\n/s);
    expect(first).toContain('event: meta');
    expect(first).toContain('event: delta');
    expect(first).not.toContain('event: done');
    letGo();
    expect(await readUntil(/event: done\n.*\n\n/s)).toContain('event: done');
    provider.script({});
  });

  test('a WebSocket passes', async () => {
    const ticket = await fetch(`${nginx.origin}/api/v1/chat/ws-ticket`, { method: 'POST' });
    const query = webSocketTicketSchema.parse(await ticket.json()).ticket;
    const socket = new WebSocket(`${nginx.origin.replace('http', 'ws')}/api/v1/chat/ws?ticket=${query}`);
    const requestId = randomUUID();
    const reply = await new Promise<string>((resolve, reject) => {
      socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'ping', requestId })));
      socket.addEventListener('message', ({ data }) => resolve(String(data)));
      socket.addEventListener('error', () => reject(new Error('the socket failed')));
      socket.addEventListener('close', ({ code }) => reject(new Error(`the socket was closed with ${code}`)));
    });
    socket.close();
    expect(JSON.parse(reply)).toMatchObject({ requestId });
  });

  test('a body above the limit is refused in the shape of the API, and one below reaches it', async () => {
    const post = (body: string) =>
      fetch(`${nginx.origin}/api/v1/chat`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const large = await post(JSON.stringify({ question: 'a'.repeat(300_000) }));
    expect(large.status).toBe(413);
    expect(problemSchema.parse(await large.json()).code).toBe('BODY_TOO_LARGE');
    const fitting = await post(JSON.stringify({ question: 'a'.repeat(200_000) }));
    expect(problemSchema.parse(await fitting.json()).code).toBe('VALIDATION_FAILED');
  });

  test('the API’s own pages are passed on with their own headers, once', async () => {
    for (const path of ['/health', '/health/live', '/openapi.json', '/api/v1/book']) {
      const direct = await pageHeaders(server.origin, path);
      expect([path, await pageHeaders(nginx.origin, path)]).toEqual([path, direct]);
    }
    expect((await get('/docs')).status).toBe(200);
    expect((await get('/mcp')).headers.get('content-type')).toContain('json');
  });

  test('the log holds the id of a request and who asked, neither the query nor what a stranger claims', async () => {
    const id = 'seen-in-the-log-of-nginx';
    const response = await get('/api/v1/search?q=private+words', {
      'x-request-id': id,
      'x-forwarded-for': '203.0.113.9',
    });
    await response.text();
    expect(response.headers.get('x-request-id')).toBe(id);
    await expect.poll(() => nginx.log()).toContain(id);
    const line = nginx
      .log()
      .split('\n')
      .find((entry) => entry.includes(id));
    expect(line).toContain('"path":"/api/v1/search"');
    expect(line).toContain('"address":"127.0.0.1"');
    expect(nginx.log()).not.toContain('private');
  });

  test.skipIf(chromiumPath === undefined)('a chapter shows without a fault in a browser', async () => {
    const browser = await launchBrowser();
    const { page, faults, close } = await openPage(browser, nginx.origin);
    const response = await page.goto(CHAPTER, { waitUntil: 'networkidle' });
    expect(response?.status()).toBe(200);
    expect(faults).toEqual({ console: [], exceptions: [], foreignRequests: [] });
    await close();
    await browser.close();
  });

  test('without the API the book is still there, and the API’s absence is told in its own shape', async () => {
    await server.kill();
    expect((await get(CHAPTER)).status).toBe(200);
    const away = await get('/api/v1/book');
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '5']);
    expect(problemSchema.parse(await away.json()).code).toBe('OVERLOADED');
  });
});
