/** Who a reader is to a server on another origin: bearers in the place of cookies. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  type FakeServer,
  type FakeWindow,
  fakeServer,
  fakeWindow,
  sendJson,
  siteWithApiAt,
} from '../features/account/account.fixture.ts';

type Identity = typeof import('./site-identity.ts');
let server: FakeServer;
let page: FakeWindow;
let status = 200;
let expiresAt = '';

async function loadPage(): Promise<Identity> {
  vi.resetModules();
  const { configureSite } = await import('./site-settings.ts');
  configureSite(siteWithApiAt(server.origin));
  return import('./site-identity.ts');
}

beforeEach(async () => {
  status = 200;
  expiresAt = new Date(Date.now() + 60_000).toISOString();
  server = await fakeServer((_request, response) =>
    sendJson(response, status, { identityId: 'i', token: 'anonymous-token', expiresAt }),
  );
  page = fakeWindow('https://pages.example');
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await server.close();
});

test('on one origin nothing is sent, asked or kept: there is a cookie', async () => {
  page = fakeWindow(server.origin);
  const identity = await loadPage();
  await identity.ensureIdentity();
  identity.keepSessionToken('secret');
  expect(identity.identityHeaders()).toEqual({});
  expect(server.requests).toEqual([]);
  expect([page.localStorage.length, page.sessionStorage.length]).toEqual([0, 0]);
});

test('an anonymous identity is asked for once, and serves the next pages', async () => {
  const identity = await loadPage();
  expect(identity.identityHeaders()).toEqual({});
  await Promise.all([identity.ensureIdentity(), identity.ensureIdentity()]);
  expect(identity.identityHeaders()).toEqual({ authorization: 'Bearer anonymous-token' });
  const next = await loadPage();
  await next.ensureIdentity();
  expect(next.identityHeaders()).toEqual({ authorization: 'Bearer anonymous-token' });
  expect(server.requests).toEqual(['POST /api/v1/identity/anonymous']);
});

test('an identity that has ended is not sent, and a new one is asked for', async () => {
  expiresAt = new Date(Date.now() - 1000).toISOString();
  const identity = await loadPage();
  await identity.ensureIdentity();
  expect(identity.identityHeaders()).toEqual({});
  await identity.ensureIdentity();
  expect(server.requests).toHaveLength(2);
});

test('a server that gives none holds up nothing', async () => {
  status = 503;
  const identity = await loadPage();
  await identity.ensureIdentity();
  expect(identity.identityHeaders()).toEqual({});
});

test('the bearer of an account stays in its tab, and takes the anonymous one’s place', async () => {
  const identity = await loadPage();
  await identity.ensureIdentity();
  identity.keepSessionToken('session-token');
  expect(identity.identityHeaders()).toEqual({ authorization: 'Bearer session-token' });
  expect(page.localStorage.length).toBe(0);
  expect((await loadPage()).hasSessionToken()).toBe(true);
  const next = await loadPage();
  next.keepSessionToken(null);
  expect(next.identityHeaders()).toEqual({});
  expect(page.sessionStorage.length).toBe(0);
});

test('works where the browser forbids storage, for as long as the page', async () => {
  vi.stubGlobal('window', { location: new URL('https://pages.example') });
  const identity = await loadPage();
  await identity.ensureIdentity();
  expect(identity.identityHeaders()).toEqual({ authorization: 'Bearer anonymous-token' });
});
