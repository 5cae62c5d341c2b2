import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AccountsTests, openAccountsTests, type Reader } from './auth.fixture.ts';
import { type Authenticator, createAuthenticator } from './authenticator.fixture.ts';

let tests: AccountsTests;
beforeAll(async () => {
  tests = await openAccountsTests();
});
afterEach(() => tests.reset());
afterAll(() => tests.close());

const ADA = 'ada@example.org';
const ORIGIN = 'http://localhost:8000';
const PASSKEY = '/api/auth/passkey';

/** Makes a passkey for the signed-in reader. */
async function register(reader: Reader, authenticator: Authenticator) {
  const options = await reader.get(`${PASSKEY}/generate-register-options`);
  expect(options.statusCode, options.body).toBe(200);
  const response = authenticator.create(options.json().challenge);
  return reader.post(`${PASSKEY}/verify-registration`, { response, name: 'My phone' });
}

async function signInWith(reader: Reader, authenticator: Authenticator) {
  const options = (await reader.get(`${PASSKEY}/generate-authenticate-options`)).json();
  return reader.post(`${PASSKEY}/verify-authentication`, { response: authenticator.get(options.challenge) });
}

describe('a passkey', () => {
  it('is made by who has just signed in, and signs in without a password', async () => {
    const { account, reader } = await tests.start();
    const ada = await account(ADA);
    const phone = createAuthenticator(ORIGIN);
    const made = await register(ada, phone);
    expect(made.statusCode, made.body).toBe(200);
    const other = reader();
    const signedIn = await signInWith(other, phone);
    expect(signedIn.statusCode, signedIn.body).toBe(200);
    expect(await other.me()).toMatchObject({ kind: 'account', email: ADA });
    const listed = (await other.get(`${PASSKEY}/list-user-passkeys`)).json();
    expect(listed).toEqual([expect.objectContaining({ name: 'My phone', deviceType: 'singleDevice' })]);
  });

  it('asks to sign in again when the session is not fresh', async () => {
    const { account } = await tests.start();
    const ada = await account(ADA);
    await tests.database.sql`update session set created_at = now() - interval '6 minutes'`;
    const refused = await ada.get(`${PASSKEY}/generate-register-options`);
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'SESSION_NOT_FRESH']);
  });

  it('of another site’s page is refused', async () => {
    const { account, reader } = await tests.start();
    const ada = await account(ADA);
    expect((await register(ada, createAuthenticator('https://evil.example'))).statusCode).toBe(400);
    const phone = createAuthenticator(ORIGIN);
    await register(ada, phone);
    const options = (await reader().get(`${PASSKEY}/generate-authenticate-options`)).json();
    const response = phone.get(options.challenge);
    // The challenge belongs to the browser that asked for it.
    const stolen = await reader().post(`${PASSKEY}/verify-authentication`, { response });
    expect(stolen.statusCode).toBe(400);
  });

  it('counts as two factors: a device that does not check its owner makes none and signs nobody in', async () => {
    const { account, reader } = await tests.start();
    const ada = await account(ADA);
    const phone = createAuthenticator(ORIGIN);
    const creation = (await ada.get(`${PASSKEY}/generate-register-options`)).json();
    expect(creation.authenticatorSelection).toMatchObject({ userVerification: 'required' });
    const unlocked = { response: phone.create(creation.challenge, { verifies: false }), name: 'No lock' };
    const refused = await ada.post(`${PASSKEY}/verify-registration`, unlocked);
    expect([refused.statusCode, refused.json().code]).toEqual([400, 'USER_NOT_VERIFIED']);
    expect((await ada.get(`${PASSKEY}/list-user-passkeys`)).json()).toEqual([]);

    expect((await register(ada, phone)).statusCode).toBe(200);
    const finder = reader();
    const request = (await finder.get(`${PASSKEY}/generate-authenticate-options`)).json();
    expect(request).toMatchObject({ userVerification: 'required' });
    const found = { response: phone.get(request.challenge, { verifies: false }) };
    const kept = await finder.post(`${PASSKEY}/verify-authentication`, found);
    expect([kept.statusCode, kept.json().code]).toEqual([401, 'USER_NOT_VERIFIED']);
    expect(await finder.me()).toMatchObject({ kind: 'nobody' });
  });

  it('that nobody registered signs nobody in, and a used answer is worth nothing', async () => {
    const { account, reader } = await tests.start();
    const ada = await account(ADA);
    const phone = createAuthenticator(ORIGIN);
    await register(ada, phone);
    const stranger = reader();
    expect((await signInWith(stranger, createAuthenticator(ORIGIN))).statusCode).toBe(401);
    const options = (await stranger.get(`${PASSKEY}/generate-authenticate-options`)).json();
    const response = phone.get(options.challenge);
    const cookies = new Map(stranger.cookies);
    expect((await stranger.post(`${PASSKEY}/verify-authentication`, { response })).statusCode).toBe(200);
    const replayer = reader();
    for (const [name, value] of cookies) replayer.cookies.set(name, value);
    const replayed = await replayer.post(`${PASSKEY}/verify-authentication`, { response });
    expect(replayed.statusCode).toBe(400);
    expect(await replayer.me()).toMatchObject({ kind: 'nobody' });
  });

  it.each([{}, { id: 'x' }, { id: 'x', rawId: 'x', type: 'public-key', response: {}, clientExtensionResults: {} }])(
    'that is %j is refused as what it is, a fault of the page',
    async (response) => {
      const { account } = await tests.start();
      const ada = await account(ADA);
      await ada.get(`${PASSKEY}/generate-register-options`);
      expect((await ada.post(`${PASSKEY}/verify-registration`, { response })).statusCode).toBe(400);
      await ada.get(`${PASSKEY}/generate-authenticate-options`);
      const status = (await ada.post(`${PASSKEY}/verify-authentication`, { response })).statusCode;
      expect([400, 401]).toContain(status);
    },
  );

  it('can be renamed and deleted by its owner alone', async () => {
    const { account, reader } = await tests.start();
    const ada = await account(ADA);
    const eve = await account('eve@example.org');
    const phone = createAuthenticator(ORIGIN);
    await register(ada, phone);
    const [{ id }] = (await ada.get(`${PASSKEY}/list-user-passkeys`)).json();
    expect((await eve.post(`${PASSKEY}/delete-passkey`, { id })).statusCode).toBeGreaterThanOrEqual(400);
    expect((await eve.post(`${PASSKEY}/update-passkey`, { id, name: 'Mine' })).statusCode).toBeGreaterThanOrEqual(400);
    expect((await ada.post(`${PASSKEY}/update-passkey`, { id, name: 'Old phone' })).statusCode).toBe(200);
    expect((await ada.post(`${PASSKEY}/delete-passkey`, { id })).statusCode).toBe(200);
    expect((await signInWith(reader(), phone)).statusCode).toBe(401);
  });
});
