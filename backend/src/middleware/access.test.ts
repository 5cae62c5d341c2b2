import type { Role } from '@lectern/contracts';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../config/app-error.ts';
import { registerAccess } from './access.ts';
import type { RouteAccess } from './route-config.ts';
import { registerSession } from './session.ts';

let app: FastifyInstance;
afterEach(() => app.close());

const ACCESSES: Record<string, RouteAccess> = {
  public: 'public',
  own: 'own',
  account: 'account',
  author: { roles: ['author', 'admin'] },
  admin: { roles: ['admin'] },
};

/** An app whose accounts are told by a cookie that names their role. */
async function start() {
  app = Fastify();
  await registerSession(app, {
    key: Buffer.alloc(32, 7),
    secure: false,
    accounts: async ({ cookie }) => {
      const role = (['reader', 'author', 'admin'] satisfies Role[]).find((name) => cookie === `role=${name}`);
      if (role === undefined) return null;
      const identity = { id: 'a', kind: 'account', role, sessionId: 's', emailVerified: true, signedInAt: 0 } as const;
      return { identity, cookies: ['prolonged=1'] };
    },
  });
  registerAccess(app);
  app.setErrorHandler((error, _request, reply) =>
    reply
      .code(error instanceof AppError ? error.status : 500)
      .send({ code: error instanceof AppError ? error.code : '' }),
  );
  for (const [name, access] of Object.entries(ACCESSES)) {
    app.post(`/api/v1/${name}`, { config: { access } }, async (request) => ({ kind: request.identity?.kind ?? null }));
  }
}

const asked = async (name: string, role?: string) =>
  app.inject({ method: 'POST', url: `/api/v1/${name}`, ...(role ? { headers: { cookie: `role=${role}` } } : {}) });

describe('what a route declares', () => {
  it.each([
    ['public', 200, 200, 200, 200],
    ['own', 200, 200, 200, 200],
    ['account', 401, 200, 200, 200],
    ['author', 401, 403, 200, 200],
    ['admin', 401, 403, 403, 200],
  ])('%s answers nobody %i, a reader %i, an author %i, an admin %i', async (name, ...expected) => {
    await start();
    const statuses = [];
    for (const role of [undefined, 'reader', 'author', 'admin']) statuses.push((await asked(name, role)).statusCode);
    expect(statuses).toEqual(expected);
  });

  it('is held before the body is read, so that what nobody sent is not parsed', async () => {
    await start();
    const response = await app.inject({
      method: 'POST',
      url: '/api/v1/account',
      headers: { 'content-type': 'application/json' },
      payload: '{not json',
    });
    expect(response.statusCode).toBe(401);
  });

  it('passes the cookie that prolongs a session', async () => {
    await start();
    const response = await asked('account', 'reader');
    expect(response.json()).toEqual({ kind: 'account' });
    expect(response.headers['set-cookie']).toBe('prolonged=1');
  });
});
