import { problemSchema } from '@lectern/contracts';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { postEcho, testApps } from './app-routes.fixture.ts';

const apps = testApps();
const start = (variables?: Record<string, string>) => apps.start(variables);
afterEach(() => apps.closeAll());

describe('identity', () => {
  const ask = (headers: Record<string, string> = {}) => postEcho('{"question": "x"}', headers);
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
    postEcho('{"question": "x"}', { cookie: 'lectern-id=x', ...(origin === undefined ? {} : { origin }) });
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
    expect((await (await start(published)).inject(postEcho('{"question": "x"}'))).statusCode).toBe(200);
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
