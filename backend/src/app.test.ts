import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { problemSchema } from '@lectern/contracts';
import type { FastifyInstance, InjectOptions } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testApp } from './app.fixture.ts';
import { ConflictError, RateLimitError } from './config/app-error.ts';
import { requireIdentity } from './middleware/session.ts';

const open: FastifyInstance[] = [];
const start = async (variables: Record<string, string> = {}) => {
  const app = await testApp(variables, addTestRoutes);
  open.push(app);
  return app;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((app) => app.close()));
});

/** Routes that stand for features. */
function addTestRoutes(app: FastifyInstance): void {
  const api = app.withTypeProvider<ZodTypeProvider>();
  const body = z.strictObject({ question: z.string().min(1).max(20), scope: z.object({ id: z.string() }).optional() });
  api.post('/api/v1/echo', { schema: { body } }, async (request, reply) => {
    const identity = requireIdentity(request, reply);
    return { question: request.body.question, identity: identity.id };
  });
  api.get(
    '/api/v1/find',
    { schema: { querystring: z.strictObject({ limit: z.coerce.number().max(5) }) } },
    async () => ({}),
  );
  api.get('/api/v1/items/:id', async () => ({}));
  api.delete('/api/v1/items/:id', async () => ({}));
  api.get('/api/v1/crash', async () => {
    throw new Error('password=hunter2 at /secret/place');
  });
  api.get('/api/v1/full', async () => {
    throw new Error('write failed', { cause: Object.assign(new Error('no space'), { code: 'ENOSPC' }) });
  });
  api.get('/api/v1/no-database', async () => {
    throw Object.assign(new Error('closed'), { code: 'CONNECTION_CLOSED' });
  });
  api.get('/api/v1/conflict', async () => {
    throw new ConflictError('SOURCE_CHANGED', { sourceHash: 'new' });
  });
  api.get('/api/v1/wait', async () => {
    throw new RateLimitError('RATE_LIMITED', { retryAfterSeconds: 1.2 });
  });
  api.get(
    '/api/v1/wrong-answer',
    { schema: { response: { 200: z.object({ n: z.number() }) } } },
    async (_request, reply) => reply.send(JSON.parse('{"n":"text"}')),
  );
}

async function problemOf(app: FastifyInstance, options: InjectOptions) {
  const response = await app.inject(options);
  expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  const problem = problemSchema.parse(response.json());
  expect(problem.status).toBe(response.statusCode);
  expect(problem.requestId).toBe(response.headers['x-request-id']);
  return { problem, headers: response.headers };
}

const post = (payload: string, headers: Record<string, string> = {}): InjectOptions => ({
  method: 'POST',
  url: '/api/v1/echo',
  headers: { 'content-type': 'application/json', ...headers },
  payload,
});

describe('errors', () => {
  it.each([
    ['an unknown address', { url: '/api/v1/nothing' }, 404, 'ROUTE_NOT_FOUND'],
    ['an unknown page for a program', { url: '/nothing' }, 404, 'ROUTE_NOT_FOUND'],
    ['broken JSON', post('{"question": '), 400, 'MALFORMED_BODY'],
    ['an empty body', post(''), 400, 'MALFORMED_BODY'],
    ['a forbidden key', post('{"__proto__": {"admin": true}, "question": "x"}'), 400, 'MALFORMED_BODY'],
    ['a body that is not an object', post('"text"'), 400, 'VALIDATION_FAILED'],
    ['another content type', post('question=x', { 'content-type': 'text/plain' }), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [
      'a form',
      post('question=x', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['an oversized body', post(`{"question": "${'x'.repeat(2000)}"}`), 413, 'BODY_TOO_LARGE'],
    ['a body-less POST', { method: 'POST', url: '/api/v1/echo' }, 400, 'VALIDATION_FAILED'],
    ['a bad percent-encoding', { url: '/api/v1/items/%E0%A4%A' }, 400, 'MALFORMED_REQUEST'],
    ['a full disk', { url: '/api/v1/full' }, 507, 'STORAGE_FULL'],
    ['a database that is away', { url: '/api/v1/no-database' }, 503, 'DATABASE_UNAVAILABLE'],
    ['a book that is not indexed yet', { url: '/api/v1/book' }, 503, 'INDEX_NOT_READY'],
    ['an answer that breaks its contract', { url: '/api/v1/wrong-answer' }, 500, 'INTERNAL'],
  ] as [string, InjectOptions, number, string][])('answers %s with a problem', async (_name, request, status, code) => {
    const app = await start({ BODY_LIMIT_KB: '1' });
    const { problem } = await problemOf(app, request);
    expect([problem.status, problem.code]).toEqual([status, code]);
  });

  it('lists every faulty field with its path', async () => {
    const app = await start();
    const { problem } = await problemOf(app, post('{"question": "", "scope": {}, "extra": 1, "more": 2}'));
    expect(problem.errors?.map((fault) => fault.path)).toEqual(['question', 'scope.id', 'extra', 'more']);
    expect(problem.errors?.every((fault) => fault.message.length > 3)).toBe(true);
  });

  it('names faulty query parameters as such', async () => {
    const { problem } = await problemOf(await start(), { url: '/api/v1/find?limit=9' });
    expect(problem.errors?.[0]?.path).toBe('query.limit');
  });

  it('answers a wrong method with 405 and the allowed ones', async () => {
    const { problem, headers } = await problemOf(await start(), { method: 'PUT', url: '/api/v1/items/7?x=1' });
    expect(problem.code).toBe('METHOD_NOT_ALLOWED');
    expect(headers.allow).toBe('DELETE, GET, HEAD');
  });

  it('hides the text of internal errors', async () => {
    const { problem } = await problemOf(await start(), { url: '/api/v1/crash' });
    expect(problem.code).toBe('INTERNAL');
    expect(JSON.stringify(problem)).not.toMatch(/hunter2|secret|stack/);
  });

  it('sends Retry-After in whole seconds, rounded up', async () => {
    const { problem, headers } = await problemOf(await start(), { url: '/api/v1/wait' });
    expect(headers['retry-after']).toBe('2');
    expect(problem.retryAfterSeconds).toBe(2);
  });

  it('carries the current source hash of a changed chapter', async () => {
    const { problem } = await problemOf(await start(), { url: '/api/v1/conflict' });
    expect(problem.sourceHash).toBe('new');
  });

  it('says how large a body may be', async () => {
    const app = await start({ BODY_LIMIT_KB: '1' });
    const { problem } = await problemOf(app, post(`{"question": "${'x'.repeat(2000)}"}`));
    expect(problem.detail).toContain('1 kB');
  });
});

describe('request ids', () => {
  it.each([
    ['abcd-1234.X_z', true],
    ['short', false],
    ['evil\tid-with-tab', false],
    ['x'.repeat(65), false],
    ['<script>alert(1)</script>', false],
  ])('takes %j from the client: %s', async (given, taken) => {
    const response = await (await start()).inject({ url: '/health/live', headers: { 'x-request-id': given } });
    const id = response.headers['x-request-id'];
    expect(id === given).toBe(taken);
    expect(id).toMatch(/^[\w.-]{8,64}$/);
  });
});

describe('identity', () => {
  const ask = (headers: Record<string, string> = {}) => post('{"question": "x"}', headers);
  const origin = 'http://localhost:8000';

  it('is made by the first request that stores something, and kept by its cookie', async () => {
    const app = await start();
    expect((await app.inject('/health')).headers['set-cookie']).toBeUndefined();
    const first = await app.inject(ask());
    const cookie = String(first.headers['set-cookie']);
    expect(cookie).toMatch(/^lectern-id=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/);
    const second = await app.inject(ask({ cookie: cookie.split(';')[0] ?? '', origin }));
    expect(second.json().identity).toBe(first.json().identity);
    expect(second.headers['set-cookie']).toBeUndefined();
  });

  it('is bound to the host behind https', async () => {
    const app = await start({ PUBLIC_URL: 'https://book.example' });
    const cookie = String((await app.inject(ask())).headers['set-cookie']);
    expect(cookie).toMatch(/^__Host-lectern-id=.*; Secure/);
    expect(cookie).not.toContain('Domain');
  });

  it('treats a forged cookie as none and gives a new identity', async () => {
    const app = await start();
    const forged = 'lectern-id=6f0e2a7e-55a8-4f0e-9c53-0a4c1b2d3e4f.1760000000.AAAA';
    const response = await app.inject(ask({ cookie: forged, origin }));
    expect(response.statusCode).toBe(200);
    expect(response.json().identity).not.toContain('6f0e2a7e');
    expect(response.headers['set-cookie']).toBeDefined();
  });
});

describe('origins', () => {
  const withCookie = (origin?: string) =>
    post('{"question": "x"}', { cookie: 'lectern-id=x', ...(origin === undefined ? {} : { origin }) });
  const published = {
    LECTERN_ENV: 'production',
    LECTERN_SECRET: 'kJ8s0dfj3L2mNf9aQw7xZr5tYu1iOp6h',
    PUBLIC_URL: 'https://book.example',
    CORS_ORIGINS: 'https://docs.example',
  };

  it.each([
    ['https://book.example', 200],
    ['https://docs.example', 200],
    ['https://evil.example', 403],
    ['http://localhost:8000', 403],
    ['null', 403],
    [undefined, 403],
  ])('answers an unsafe request with a cookie from %s with %d', async (origin, status) => {
    expect((await (await start(published)).inject(withCookie(origin))).statusCode).toBe(status);
  });

  it('lets the development proxy through outside of production', async () => {
    expect((await (await start()).inject(withCookie('http://localhost:3000'))).statusCode).toBe(200);
    expect((await (await start()).inject(withCookie('https://evil.example'))).statusCode).toBe(403);
  });

  it('needs no origin without a cookie', async () => {
    expect((await (await start(published)).inject(post('{"question": "x"}'))).statusCode).toBe(200);
  });

  it('lets configured origins read answers, and no others', async () => {
    const app = await start(published);
    const from = (origin: string) => app.inject({ url: '/health/live', headers: { origin } });
    expect((await from('https://docs.example')).headers['access-control-allow-origin']).toBe('https://docs.example');
    expect((await from('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('rate limits', () => {
  it('answers 429 with the time to wait, per address, and spares probes and pages', async () => {
    const app = await start({ RATE_LIMIT_PER_MINUTE: '2' });
    const from = (remoteAddress: string, url = '/api/v1/items/1') => app.inject({ url, remoteAddress });
    expect((await from('192.0.2.1')).statusCode).toBe(200);
    expect((await from('192.0.2.1')).statusCode).toBe(200);
    const refused = await from('192.0.2.1');
    expect(refused.statusCode).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(problemSchema.parse(refused.json()).code).toBe('RATE_LIMITED');
    expect((await from('192.0.2.2')).statusCode).toBe(200);
    expect((await from('192.0.2.1', '/health/live')).statusCode).toBe(200);
    expect((await from('192.0.2.1', '/page')).statusCode).toBe(404);
  });

  it('counts an IPv6 network as one', async () => {
    const app = await start({ RATE_LIMIT_PER_MINUTE: '1' });
    const from = (remoteAddress: string) => app.inject({ url: '/api/v1/items/1', remoteAddress });
    expect((await from('2001:db8:1:2::1')).statusCode).toBe(200);
    expect((await from('2001:db8:1:2:ffff::9')).statusCode).toBe(429);
    expect((await from('2001:db8:1:3::1')).statusCode).toBe(200);
  });

  it('counts unknown addresses of the API too', async () => {
    const app = await start({ RATE_LIMIT_PER_MINUTE: '1' });
    expect((await app.inject('/api/v1/guess1')).statusCode).toBe(404);
    expect((await app.inject('/api/v1/guess2')).statusCode).toBe(429);
  });

  it('can be turned off', async () => {
    const app = await start({ RATE_LIMIT_PER_MINUTE: '0' });
    for (let count = 0; count < 5; count += 1) expect((await app.inject('/api/v1/items/1')).statusCode).toBe(200);
  });

  it('ignores X-Forwarded-For of strangers and heeds that of trusted proxies', async () => {
    const from = (app: FastifyInstance, forwarded: string) =>
      app.inject({ url: '/api/v1/items/1', headers: { 'x-forwarded-for': forwarded } });
    const direct = await start({ RATE_LIMIT_PER_MINUTE: '1' });
    expect((await from(direct, '192.0.2.1')).statusCode).toBe(200);
    expect((await from(direct, '192.0.2.2')).statusCode).toBe(429);
    const proxied = await start({ RATE_LIMIT_PER_MINUTE: '1', TRUSTED_PROXIES: 'loopback' });
    expect((await from(proxied, '192.0.2.1')).statusCode).toBe(200);
    expect((await from(proxied, '192.0.2.2')).statusCode).toBe(200);
  });
});

describe('headers', () => {
  it('forbid everything for answers of the API, and HSTS only behind https', async () => {
    const plain = await (await start()).inject('/health/live');
    expect(plain.headers['content-security-policy']).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(plain.headers['x-content-type-options']).toBe('nosniff');
    expect(plain.headers['strict-transport-security']).toBeUndefined();
    const secure = await (await start({ PUBLIC_URL: 'https://book.example' })).inject('/health/live');
    expect(secure.headers['strict-transport-security']).toBe('max-age=31536000');
  });
});

describe('metrics', () => {
  it('answer this machine only, without a token', async () => {
    const app = await start();
    await app.inject('/api/v1/items/7');
    const local = await app.inject('/metrics');
    expect(local.statusCode).toBe(200);
    expect(local.body).toContain('route="/api/v1/items/:id",status="200"');
    expect((await app.inject({ url: '/metrics', remoteAddress: '192.0.2.1' })).statusCode).toBe(403);
    expect((await app.inject({ url: '/metrics', headers: { 'x-forwarded-for': '127.0.0.1' } })).statusCode).toBe(403);
  });

  it('answer the token from anywhere, and nothing else', async () => {
    const app = await start({ METRICS_TOKEN: 'a-token-for-prometheus' });
    const ask = (authorization: string) =>
      app.inject({ url: '/metrics', remoteAddress: '192.0.2.1', headers: { authorization } });
    expect((await ask('Bearer a-token-for-prometheus')).statusCode).toBe(200);
    expect((await ask('Bearer wrong')).statusCode).toBe(401);
    expect((await app.inject('/metrics')).statusCode).toBe(401);
  });
});

describe('the API reference', () => {
  it('is complete and calls no third party', async () => {
    const app = await start();
    const document = (await app.inject('/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toContain('/api/v1/echo');
    expect(document.paths['/api/v1/echo'].post.responses.default.content).toHaveProperty(['application/problem+json']);
    const page = await app.inject('/docs/');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.body).not.toMatch(/(src|href)="https?:/);
    expect((await app.inject('/docs/static/swagger-initializer.js')).body).toContain('"validatorUrl":null');
    expect((await app.inject('/docs/static/swagger-ui-bundle.js')).statusCode).toBe(200);
  });

  it('can be switched off', async () => {
    const app = await start({ FEATURE_API_REFERENCE: 'false' });
    expect((await app.inject('/openapi.json')).statusCode).toBe(404);
    expect((await app.inject('/docs')).statusCode).toBe(404);
  });
});

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
