/** Which pages ask the server who the reader is, and what tabs hear of each other. */
import type { MeResponse } from '@lectern/contracts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  type FakeServer,
  type FakeWindow,
  fakeServer,
  fakeWindow,
  meOf,
  sendJson,
  siteWithApiAt,
} from './account.fixture.ts';

type Store = typeof import('./account.store.ts') & typeof import('./account-start.ts');
let server: FakeServer;
let page: FakeWindow;
let answer: { status: number; body: MeResponse | object };

/** Loads a page anew: its modules begin with it, what the browser keeps stays. */
async function loadPage(): Promise<Store> {
  vi.resetModules();
  const { configureSite } = await import('../../client/site-settings.ts');
  configureSite(siteWithApiAt(server.origin));
  const [store, start] = await Promise.all([import('./account.store.ts'), import('./account-start.ts')]);
  start.startAccount();
  return { ...store, ...start };
}

const stateOf = ({ accountStore }: Store) => accountStore.getSnapshot();
const statusBecomes = (store: Store, status: string) =>
  vi.waitFor(() => expect(stateOf(store).status).toBe(status), { interval: 5 });
/** Lets the client's own chunk load and ask. */
const ask = async () => (await import('./account-client.ts')).refreshAccount();

beforeEach(async () => {
  answer = { status: 200, body: meOf() };
  server = await fakeServer((_request, response) => sendJson(response, answer.status, answer.body));
  page = fakeWindow(server.origin);
});
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  await server.close();
});

test('a reader who never signed in causes no request', async () => {
  const store = await loadPage();
  store.startAccount();
  expect(stateOf(store)).toMatchObject({ status: 'anonymous', me: null });
  // The chunk that asks is there, and was not asked.
  await import('./account-client.ts');
  expect(server.requests).toEqual([]);
});

test('who signed in lately is greeted at once, and the server is asked once', async () => {
  await loadPage();
  await ask();
  expect(server.requests).toEqual(['GET /api/v1/me']);
  const store = await loadPage();
  expect(stateOf(store)).toMatchObject({ status: 'hinted', name: 'Ada', me: null });
  store.startAccount();
  await statusBecomes(store, 'account');
  expect(server.requests).toEqual(['GET /api/v1/me', 'GET /api/v1/me']);
  expect(page.localStorage.length).toBe(1);
});

test('after the session has ended the next page is anonymous, and asks no more', async () => {
  await loadPage();
  await ask();
  answer.body = meOf({ kind: 'nobody', id: null, name: null });
  await statusBecomes(await loadPage(), 'anonymous');
  const before = server.requests.length;
  expect(stateOf(await loadPage()).status).toBe('anonymous');
  expect(server.requests).toHaveLength(before);
});

test('a server that is down signs nobody out', async () => {
  await loadPage();
  await ask();
  answer = { status: 503, body: {} };
  const store = await loadPage();
  await ask();
  expect(stateOf(store)).toMatchObject({ status: 'hinted', name: 'Ada' });
});

test('a tab follows what another does', async () => {
  const store = await loadPage();
  page.localStorage.setItem('lectern.account', 'Ada');
  page.storageChanged('lectern.account');
  expect(stateOf(store)).toMatchObject({ status: 'hinted', name: 'Ada' });
  await statusBecomes(store, 'account');
  page.localStorage.removeItem('lectern.account');
  page.storageChanged('lectern.account');
  expect(stateOf(store)).toMatchObject({ status: 'anonymous', name: '', me: null });
  page.storageChanged('something.else');
  expect(stateOf(store).status).toBe('anonymous');
});

test('where the server has no accounts nothing is offered for a day', async () => {
  await loadPage();
  const methods = { password: false, signUp: false, google: false, github: false, oidc: null, passkey: false };
  answer.body = meOf({ kind: 'nobody', id: null, name: null, methods });
  await ask();
  expect(stateOf(await loadPage()).status).toBe('off');
  vi.useFakeTimers({ now: Date.now() + 25 * 60 * 60 * 1000, toFake: ['Date'] });
  expect(stateOf(await loadPage()).status).toBe('anonymous');
});

test('works where the browser forbids storage', async () => {
  vi.stubGlobal('window', { location: new URL(server.origin), addEventListener: () => undefined });
  const store = await loadPage();
  expect(stateOf(store).status).toBe('anonymous');
  await ask();
  expect(stateOf(store).status).toBe('account');
});
