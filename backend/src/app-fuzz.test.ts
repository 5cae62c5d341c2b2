import { problemSchema } from '@lectern/contracts';
import fc from 'fast-check';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApps } from './app-routes.fixture.ts';

const apps = testApps();
let app: FastifyInstance;
beforeAll(async () => {
  app = await apps.start({ RATE_LIMIT_PER_MINUTE: '0', RATE_LIMIT_ASK_PER_MINUTE: '0' });
});
afterAll(() => apps.closeAll());

/** Same inputs in every run. */
const RUNS = { seed: 20_261_121, numRuns: 150 };
/** Faults of the request, or a book that is not there; never the server's own fault. */
const HARMLESS = new Set([200, 400, 403, 404, 405, 413, 414, 415, 422, 503]);

async function expectHarmless(options: InjectOptions): Promise<void> {
  const response = await app.inject(options);
  expect([...HARMLESS]).toContain(response.statusCode);
  if (response.statusCode >= 400) {
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(problemSchema.safeParse(response.json()).success).toBe(true);
  }
}

const json = { 'content-type': 'application/json' };
const question = fc.record(
  {
    question: fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', ' ', '\u202e', '\u0000', '🙂'.repeat(2001)),
    ),
    scope: fc.oneof(
      fc.jsonValue(),
      fc.record({ type: fc.constantFrom('book', 'chapter', 'section', 'selection'), id: fc.string() }),
    ),
    sessionId: fc.oneof(fc.uuid(), fc.string()),
    locale: fc.string(),
  },
  { requiredKeys: [] },
);

/** Opening databases and building apps takes long on a machine that does much else. */
const STARTS_MS = 120_000;

describe('whatever is sent', { timeout: STARTS_MS }, () => {
  it('as a JSON body gets an answer or a problem', async () => {
    const bodies = fc.oneof(question, fc.jsonValue());
    const url = fc.constantFrom('/api/v1/chat', '/api/v1/echo', '/api/v1/nothing');
    await fc.assert(
      fc.asyncProperty(url, bodies, (address, body) =>
        expectHarmless({ method: 'POST', url: address, headers: json, payload: JSON.stringify(body) ?? '' }),
      ),
      RUNS,
    );
  });

  it('as bytes gets a problem', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom('application/json', 'text/html', 'x'),
        (bytes, type) =>
          expectHarmless({
            method: 'POST',
            url: '/api/v1/echo',
            headers: { 'content-type': type },
            payload: Buffer.from(bytes),
          }),
      ),
      RUNS,
    );
  });

  it('as an address gets an answer or a problem', async () => {
    const step = fc.oneof(
      fc.webSegment(),
      fc.constantFrom('..', '%2e%2e', '%00', '%', '%ff', 'x'.repeat(3000), 'book', 'chapters'),
    );
    const prefix = fc.constantFrom('/', '/api/v1/', '/api/v1/book/chapters/', '/health/', '/docs/');
    await fc.assert(
      fc.asyncProperty(prefix, fc.array(step, { maxLength: 4 }), fc.webQueryParameters(), (start, steps, query) =>
        expectHarmless({ url: `${start}${steps.join('/')}?${query}` }),
      ),
      RUNS,
    );
  });

  it('as cookies and ids gets an answer', async () => {
    const header = fc.string({
      unit: fc.constantFrom('a', 'b', '0', '9', '=', ';', ',', '.', ' ', '%', '"', '-', '_'),
      maxLength: 120,
    });
    await fc.assert(
      fc.asyncProperty(header, header, (cookie, id) =>
        expectHarmless({
          method: 'POST',
          url: '/api/v1/echo',
          headers: { ...json, cookie: `lectern-id=${cookie}`, origin: 'http://localhost:8000', 'x-request-id': id },
          payload: '{"question":"x"}',
        }),
      ),
      RUNS,
    );
  });
});
