import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AccountsTests, openAccountsTests, type Reader } from './auth.fixture.ts';
import { OIDC_CLIENT, type OidcProvider, startOidcProvider } from './oidc-provider.fixture.ts';

const CALLBACK = 'http://localhost:8000/api/auth/callback/oidc';
const USERS: Readonly<Record<string, object>> = {
  ada: {
    email: 'Ada@uni.example',
    email_verified: true,
    name: 'Ada\u202e Lovelace',
    picture: 'https://uni.example/a.png',
  },
  eve: { email: 'eve@uni.example', email_verified: false, name: 'Eve' },
  nameless: { email: 'quiet@uni.example', email_verified: true },
  mailless: { name: 'No Mail' },
};

let tests: AccountsTests;
let provider: OidcProvider;
beforeAll(async () => {
  tests = await openAccountsTests();
  provider = await startOidcProvider(CALLBACK, (login) => ({ ...USERS[login] }));
});
afterEach(() => tests.reset());
afterAll(async () => {
  await tests.close();
  await provider.close();
});

const start = (variables: Record<string, string> = {}) =>
  tests.start({
    variables: {
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: OIDC_CLIENT.id,
      OIDC_CLIENT_SECRET: OIDC_CLIENT.secret,
      OIDC_NAME: 'University',
      ...variables,
    },
  });

const ask = { provider: 'oidc', callbackURL: '/book', errorCallbackURL: '/account/sign-in', disableRedirect: true };

/** From the button to the page that the reader came from. */
async function signInWith(reader: Reader, login: string, path = '/api/auth/sign-in/social') {
  const begun = await reader.post(path, ask);
  expect(begun.statusCode, begun.body).toBe(200);
  const back = new URL(await provider.signIn(begun.json().url, login));
  return reader.get(`${back.pathname}${back.search}`);
}

describe('signing in with a university’s account', () => {
  it('makes an account without a password, and knows it again', async () => {
    const { reader } = await start();
    const ada = reader();
    expect((await ada.me())['methods']).toMatchObject({ oidc: 'University', google: false, github: false });
    const done = await signInWith(ada, 'ada');
    expect([done.statusCode, done.headers.location]).toEqual([302, '/book']);
    const first = await ada.me();
    expect(first).toMatchObject({
      kind: 'account',
      email: 'ada@uni.example',
      emailVerified: true,
      hasPassword: false,
      role: 'reader',
      // Made plain: what turns text around is gone.
      name: 'Ada Lovelace',
    });
    const again = reader();
    await signInWith(again, 'ada');
    expect((await again.me())['id']).toBe(first['id']);
  });

  it('keeps neither tokens nor pictures of the other service', async () => {
    const { reader } = await start();
    await signInWith(reader(), 'ada');
    const [row] = await tests.database.sql`
      select u.image, a.access_token, a.refresh_token, a.id_token, a.scope from account a join "user" u on u.id = a.user_id`;
    expect(row).toEqual({ image: null, access_token: null, refresh_token: null, id_token: null, scope: null });
  });

  it('takes over what the reader made before', async () => {
    const moved: string[] = [];
    const { reader } = await tests.start({
      variables: {
        OIDC_ISSUER: provider.issuer,
        OIDC_CLIENT_ID: OIDC_CLIENT.id,
        OIDC_CLIENT_SECRET: OIDC_CLIENT.secret,
      },
      owned: [
        {
          name: 'things',
          move: async (_db, from, to) => void moved.push(from, to),
          export: async function* () {},
          erase: async () => undefined,
        },
      ],
    });
    const ada = reader();
    const { token, identityId } = (await ada.post('/api/v1/identity/anonymous')).json();
    const begun = await ada.post('/api/auth/sign-in/social', ask);
    const back = new URL(await provider.signIn(begun.json().url, 'ada'));
    await ada.get(`${back.pathname}${back.search}`, { authorization: `Bearer ${token}` });
    expect(moved).toEqual([identityId, (await ada.me())['id']]);
  });

  it('does not open an account that has the same address: its owner connects the two', async () => {
    const { reader, account } = await start();
    const owner = await account('ada@uni.example');
    const stranger = reader();
    const refused = await signInWith(stranger, 'ada');
    expect([refused.statusCode, refused.headers.location]).toEqual([302, '/account/sign-in?error=account_not_linked']);
    expect(await stranger.me()).toMatchObject({ kind: 'nobody' });
    expect((await signInWith(owner, 'ada', '/api/auth/link-social')).headers.location).toBe('/book');
    await signInWith(stranger, 'ada');
    expect((await stranger.me())['id']).toBe((await owner.me())['id']);
    const ways = (await owner.get('/api/auth/list-accounts')).json();
    expect(ways.map(({ providerId }: { providerId: string }) => providerId).sort()).toEqual(['credential', 'oidc']);
  });

  it('leads back with the reason when the other service says nobody’s address', async () => {
    const { reader } = await start();
    const done = await signInWith(reader(), 'mailless');
    expect(done.statusCode).toBe(302);
    expect(done.headers.location).toMatch(/^\/account\/sign-in\?error=/);
  });

  it('takes no address that the other service has not verified', async () => {
    const { reader } = await start();
    const done = await signInWith(reader(), 'eve');
    expect(done.headers.location).toContain('/account/sign-in?error=email_not_verified');
    expect(await tests.database.sql`select id from "user"`).toHaveLength(0);
  });

  it('names who has no name there', async () => {
    const { reader } = await start();
    const quiet = reader();
    await signInWith(quiet, 'nameless');
    expect(await quiet.me()).toMatchObject({ kind: 'account', name: 'Reader' });
  });

  it('is refused in another browser than the one it began in, and a second time', async () => {
    const { reader } = await start();
    const [ada, thief] = [reader(), reader()];
    const begun = await ada.post('/api/auth/sign-in/social', ask);
    const back = new URL(await provider.signIn(begun.json().url, 'ada'));
    const stolen = await thief.get(`${back.pathname}${back.search}`);
    expect(stolen.headers.location).toContain('error=');
    expect(await thief.me()).toMatchObject({ kind: 'nobody' });
    const forged = await ada.get('/api/auth/callback/oidc?code=forged&state=forged');
    expect([forged.statusCode, String(forged.headers.location).includes('error=')]).toEqual([302, true]);
  });

  it('leads to no other site', async () => {
    const { reader } = await start();
    const response = await reader().post('/api/auth/sign-in/social', { ...ask, callbackURL: 'https://evil.example/' });
    expect([response.statusCode, response.json().code]).toEqual([403, 'INVALID_CALLBACK_URL']);
  });
});

describe('a provider that is away', () => {
  it('keeps nobody from signing in with a password, and works once it is back', async () => {
    let isAway = true;
    const discovery = createServer(async (_request, response) => {
      if (isAway) return void response.writeHead(503).end();
      const found = await fetch(`${provider.issuer}/.well-known/openid-configuration`);
      response.setHeader('content-type', 'application/json').end(await found.text());
    });
    await new Promise<void>((resolve) => discovery.listen(0, '127.0.0.1', resolve));
    const address = discovery.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    try {
      const { account, reader } = await start({ OIDC_ISSUER: `http://127.0.0.1:${port}` });
      expect(await (await account('owner@example.org')).me()).toMatchObject({ kind: 'account' });
      const refused = await reader().post('/api/auth/sign-in/social', ask);
      expect([refused.statusCode, refused.json().code]).toEqual([404, 'PROVIDER_NOT_FOUND']);
      isAway = false;
      expect((await signInWith(reader(), 'ada')).headers.location).toBe('/book');
    } finally {
      discovery.closeAllConnections();
      discovery.close();
    }
  });

  it('that was never set up is not there', async () => {
    const { reader } = await tests.start();
    const response = await reader().post('/api/auth/sign-in/social', { ...ask, provider: 'github' });
    expect(response.statusCode).toBe(404);
  });
});

describe('Google and GitHub', () => {
  it.each([
    ['google', 'https://accounts.google.com/o/oauth2/v2/auth'],
    ['github', 'https://github.com/login/oauth/authorize'],
  ])('are there when their settings are: %s', async (name, address) => {
    const upper = name.toUpperCase();
    const { reader } = await tests.start({
      variables: { [`${upper}_CLIENT_ID`]: 'client-id', [`${upper}_CLIENT_SECRET`]: 'client-secret' },
    });
    expect((await reader().me())['methods']).toMatchObject({ [name]: true });
    const url = new URL((await reader().post('/api/auth/sign-in/social', { ...ask, provider: name })).json().url);
    expect(`${url.origin}${url.pathname}`).toBe(address);
    expect(url.searchParams.get('redirect_uri')).toBe(`http://localhost:8000/api/auth/callback/${name}`);
    expect(url.searchParams.get('state')).toBeTruthy();
  });
});
