import { problemSchema } from '@lectern/contracts';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { postEcho, testApps } from './app-routes.fixture.ts';

const apps = testApps();
const start = (variables?: Record<string, string>) => apps.start(variables);
afterEach(() => apps.closeAll());

async function problemOf(app: FastifyInstance, options: InjectOptions) {
  const response = await app.inject(options);
  expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  const problem = problemSchema.parse(response.json());
  expect(problem.status).toBe(response.statusCode);
  expect(problem.requestId).toBe(response.headers['x-request-id']);
  return { problem, headers: response.headers };
}

describe('errors', () => {
  it.each([
    ['an unknown address', { url: '/api/v1/nothing' }, 404, 'ROUTE_NOT_FOUND'],
    ['an unknown page for a program', { url: '/nothing' }, 404, 'ROUTE_NOT_FOUND'],
    ['broken JSON', postEcho('{"question": '), 400, 'MALFORMED_BODY'],
    ['an empty body', postEcho(''), 400, 'MALFORMED_BODY'],
    ['a forbidden key', postEcho('{"__proto__": {"admin": true}, "question": "x"}'), 400, 'MALFORMED_BODY'],
    ['a body that is not an object', postEcho('"text"'), 400, 'VALIDATION_FAILED'],
    ['another content type', postEcho('question=x', { 'content-type': 'text/plain' }), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [
      'a form',
      postEcho('question=x', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['an oversized body', postEcho(`{"question": "${'x'.repeat(2000)}"}`), 413, 'BODY_TOO_LARGE'],
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
    const { problem } = await problemOf(app, postEcho('{"question": "", "scope": {}, "extra": 1, "more": 2}'));
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
    const { problem } = await problemOf(app, postEcho(`{"question": "${'x'.repeat(2000)}"}`));
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
