/** The app with routes that stand for features, and requests to them. */
import type { FastifyInstance, InjectOptions } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { testApp } from './app.fixture.ts';
import { ConflictError, RateLimitError } from './config/app-error.ts';
import { requireIdentity } from './middleware/session.ts';

/** Starts apps and closes them all. */
export interface TestApps {
  start(variables?: Record<string, string>): Promise<FastifyInstance>;
  closeAll(): Promise<void>;
}

/** Apps of one test file; close them after each test. */
export function testApps(): TestApps {
  const open: FastifyInstance[] = [];
  return {
    async start(variables = {}) {
      const app = await testApp(variables, addTestRoutes);
      open.push(app);
      return app;
    },
    async closeAll() {
      await Promise.all(open.splice(0).map((app) => app.close()));
    },
  };
}

/** A question to the test route that stores something. */
export function postEcho(payload: string, headers: Record<string, string> = {}): InjectOptions {
  return {
    method: 'POST',
    url: '/api/v1/echo',
    headers: { 'content-type': 'application/json', ...headers },
    payload,
  };
}

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
