import { anonymousIdentityResponseSchema } from '@lectern/contracts';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { postEcho, testApps } from '../../app-routes.fixture.ts';
import { IDENTITY_MAX_AGE_SECONDS } from '../../middleware/cookie-signer.ts';

const apps = testApps();
afterEach(() => apps.closeAll());

const askForBearer = async (app: FastifyInstance, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url: '/api/v1/identity/anonymous', headers });

describe('POST /api/v1/identity/anonymous', () => {
  it('gives a reader on another site a bearer under which things are stored, without a cookie', async () => {
    const app = await apps.start();
    const response = await askForBearer(app);
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({ 'cache-control': 'no-store' });
    expect(response.headers['set-cookie']).toBeUndefined();
    const { identityId, token } = anonymousIdentityResponseSchema.parse(response.json());
    const stored = await app.inject(postEcho('{"question":"hi"}', { authorization: `Bearer ${token}` }));
    expect(stored.json()).toEqual({ question: 'hi', identity: identityId });
    expect(stored.headers['set-cookie']).toBeUndefined();
  });

  it('gives the same reader a new bearer when the old one is shown', async () => {
    const app = await apps.start();
    const first = (await askForBearer(app)).json();
    const second = (await askForBearer(app, { authorization: `Bearer ${first.token}` })).json();
    expect(second.identityId).toBe(first.identityId);
  });

  it('asks for no Origin, since a bearer is not sent by a browser on its own', async () => {
    const app = await apps.start({ LECTERN_ENV: 'test', CORS_ORIGINS: 'https://pages.example' });
    const { token } = (await askForBearer(app, { origin: 'https://pages.example' })).json();
    const stored = await app.inject(
      postEcho('{"question":"hi"}', { authorization: `Bearer ${token}`, origin: 'https://pages.example' }),
    );
    expect(stored.statusCode).toBe(200);
    expect(stored.headers['access-control-allow-origin']).toBe('https://pages.example');
  });

  it('refuses a bearer that is nobody’s where something would be stored, and reads without it', async () => {
    const app = await apps.start();
    const forged = `Bearer 3f2b8f6e-4a51-4c39-9d0a-5b1c2d3e4f50.1800000000.${'A'.repeat(43)}`;
    const refused = await app.inject(postEcho('{"question":"hi"}', { authorization: forged }));
    expect([refused.statusCode, refused.json().code]).toEqual([401, 'AUTHENTICATION_REQUIRED']);
    expect((await askForBearer(app, { authorization: forged })).statusCode).toBe(401);
    const read = await app.inject({ url: '/api/v1/find?limit=1', headers: { authorization: forged } });
    expect(read.statusCode).toBe(200);
  });

  it('keeps cookie and bearer apart: neither is taken for the other', async () => {
    const app = await apps.start();
    const { token } = (await askForBearer(app)).json();
    const asCookie = await app.inject(
      postEcho('{"question":"hi"}', { cookie: `lectern-id=${token}`, origin: 'http://localhost:8000' }),
    );
    // A new reader: the cookie said nothing.
    expect(String(asCookie.headers['set-cookie'])).toContain(`Max-Age=${IDENTITY_MAX_AGE_SECONDS}`);
    const cookie = /lectern-id=([^;]+)/.exec(String(asCookie.headers['set-cookie']))?.[1];
    const asBearer = await app.inject(postEcho('{"question":"hi"}', { authorization: `Bearer ${cookie}` }));
    expect(asBearer.statusCode).toBe(401);
  });
});
