import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { testApps } from './app-routes.fixture.ts';

const apps = testApps();
const start = (variables?: Record<string, string>) => apps.start(variables);
afterEach(() => apps.closeAll());

describe('the site', () => {
  const page = { accept: 'text/html,application/xhtml+xml' };
  const buildSite = (files: Record<string, string>) => {
    const directory = mkdtempSync(join(tmpdir(), 'lectern-site-'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(directory, name, '..'), { recursive: true });
      writeFileSync(join(directory, name), text);
    }
    return directory;
  };
  const hash = 'sha256-9kGmM6zd8qAlD0qDy2TE2cO6wq0Eo1vDQ1yJYzrS4yQ=';
  const site = () =>
    buildSite({
      'index.html': '<h1>Book</h1>',
      '404.html': 'no such page',
      'ur/404.html': 'صفحہ نہیں ملا',
      'sensors/index.html': 'sensors',
      'sim/cart/index.html': 'simulation',
      'assets/js/main.0123abcd.js': 'plain',
      'assets/js/main.0123abcd.js.br': 'compressed',
      'img/logo.svg': '<svg/>',
      'sensors.md': '# سینسر',
      'llms.txt': '# کتاب',
      'lectern/csp.json': JSON.stringify({ schemaVersion: 1, scriptHashes: [hash], wasmPaths: ['/sim/'] }),
    });

  it('serves pages fresh, with the hashes of their scripts', async () => {
    const app = await start({ SITE_DIR: site() });
    for (const url of ['/', '/sensors/', '/sensors', '/sensors?ask=x']) {
      const response = await app.inject({ url, headers: page });
      expect(response.statusCode).toBe(200);
      expect(response.headers['cache-control']).toBe('no-cache');
      expect(response.headers['content-security-policy']).toContain(`script-src 'self' '${hash}'`);
      expect(response.headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe|upgrade-insecure/);
    }
  });

  it('lets simulation frames alone compile WebAssembly', async () => {
    const app = await start({ SITE_DIR: site() });
    expect((await app.inject('/sim/cart/')).headers['content-security-policy']).toContain("'wasm-unsafe-eval'");
    expect((await app.inject('/sensors/')).headers['content-security-policy']).not.toContain('wasm-unsafe-eval');
  });

  it('lets hashed assets be kept for ever, and sends the compressed file', async () => {
    const app = await start({ SITE_DIR: site() });
    const asset = await app.inject({ url: '/assets/js/main.0123abcd.js', headers: { 'accept-encoding': 'gzip, br' } });
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect([asset.headers['content-encoding'], asset.body]).toEqual(['br', 'compressed']);
    expect((await app.inject('/assets/js/main.0123abcd.js')).body).toBe('plain');
    expect((await app.inject('/img/logo.svg')).headers['cache-control']).toBe('no-cache');
  });

  it('sends what language models read as text in UTF-8, fresh, and not as a page', async () => {
    const app = await start({ SITE_DIR: site() });
    for (const [url, type, text] of [
      ['/sensors.md', 'text/markdown; charset=utf-8', '# سینسر'],
      ['/llms.txt', 'text/plain; charset=utf-8', '# کتاب'],
    ] as const) {
      const response = await app.inject({ url });
      expect([response.headers['content-type']?.toLowerCase(), response.body]).toEqual([type, text]);
      expect(response.headers).toMatchObject({ 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' });
    }
  });

  it('has its own page for what is not there, in the language of the address', async () => {
    const app = await start({ SITE_DIR: site() });
    const missing = await app.inject({ url: '/nothing', headers: page });
    expect([missing.statusCode, missing.body]).toEqual([404, 'no such page']);
    expect(missing.headers['content-security-policy']).toContain(hash);
    expect((await app.inject({ url: '/ur/nothing', headers: page })).body).toBe('صفحہ نہیں ملا');
    expect((await app.inject({ url: '/api/v1/nothing', headers: page })).headers['content-type']).toContain('problem');
  });

  it('lies below its base URL', async () => {
    const directory = buildSite({
      'index.html': 'docs home',
      'lectern/csp.json': JSON.stringify({ schemaVersion: 1, scriptHashes: [], baseUrl: '/docs-site/' }),
    });
    const app = await start({ SITE_DIR: directory });
    expect((await app.inject('/')).headers.location).toBe('/docs-site/');
    expect((await app.inject('/docs-site/')).body).toBe('docs home');
  });

  it('never leaves its directory', async () => {
    const app = await start({ SITE_DIR: site() });
    for (const url of ['/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/..%2f..%2fetc%2fpasswd', '/.git/config']) {
      const response = await app.inject({ url });
      expect(response.statusCode).toBeGreaterThanOrEqual(400);
      expect(response.body).not.toContain('root:');
    }
  });

  it('says how to build the book when there is none', async () => {
    const app = await start({ SITE_DIR: join(tmpdir(), 'lectern-no-such-site') });
    const response = await app.inject({ url: '/', headers: page });
    expect(response.statusCode).toBe(503);
    expect(response.body).toContain('npm start');
  });
});
