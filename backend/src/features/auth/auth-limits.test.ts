import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AccountsApp, type AccountsTests, openAccountsTests, PASSWORD } from './auth.fixture.ts';

let tests: AccountsTests;
beforeAll(async () => {
  tests = await openAccountsTests();
});
afterEach(() => tests.reset());
afterAll(() => tests.close());

const ADA = 'ada@example.org';
const NO_LIMITS = {
  RATE_LIMIT_SIGN_IN_PER_MINUTE: '0',
  RATE_LIMIT_SIGN_IN_PER_ACCOUNT: '0',
  PROOF_AFTER_SIGN_UPS_PER_HOUR: '0',
};

const signIn = async ({ app }: AccountsApp, remoteAddress: string, email: string, more: object = {}) =>
  app.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    remoteAddress,
    payload: { email, password: 'not the password', ...more },
  });

const solve = async ({ app }: AccountsApp): Promise<string> => {
  const challenge = (await app.inject({ method: 'POST', url: '/api/v1/chat/challenge' })).json();
  const solution = await solveChallenge({ challenge, deriveKey });
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
};

describe('attempts to sign in', () => {
  it('are limited by address, whatever accounts they are for', async () => {
    const accounts = await tests.start({ variables: { ...NO_LIMITS, RATE_LIMIT_SIGN_IN_PER_MINUTE: '3' } });
    const statuses = [];
    for (const name of ['a', 'b', 'c', 'd'])
      statuses.push((await signIn(accounts, '192.0.2.7', `${name}@example.org`)).statusCode);
    expect(statuses).toEqual([401, 401, 401, 429]);
    const refused = await signIn(accounts, '192.0.2.7', ADA);
    expect(refused.json()).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await signIn(accounts, '192.0.2.8', ADA)).statusCode).toBe(401);
  });

  it('count an IPv6 network of 64 bits as one address', async () => {
    const accounts = await tests.start({ variables: { ...NO_LIMITS, RATE_LIMIT_SIGN_IN_PER_MINUTE: '1' } });
    expect((await signIn(accounts, '2001:db8:1:2::1', ADA)).statusCode).toBe(401);
    expect((await signIn(accounts, '2001:db8:1:2:ffff::9', ADA)).statusCode).toBe(429);
    expect((await signIn(accounts, '2001:db8:1:3::1', ADA)).statusCode).toBe(401);
  });

  it('believe no address that the client says it has', async () => {
    const { app } = await tests.start({ variables: { ...NO_LIMITS, RATE_LIMIT_SIGN_IN_PER_MINUTE: '1' } });
    const from = (forwarded: string) =>
      app.inject({
        method: 'POST',
        url: '/api/auth/sign-in/email',
        headers: { 'x-forwarded-for': forwarded },
        payload: { email: ADA, password: 'not the password' },
      });
    expect((await from('192.0.2.1')).statusCode).toBe(401);
    expect((await from('192.0.2.2')).statusCode).toBe(429);
  });

  it('of many addresses on one account need a proof of work, known or not; its owner still gets in with one', async () => {
    const accounts = await tests.start({ variables: { ...NO_LIMITS, RATE_LIMIT_SIGN_IN_PER_ACCOUNT: '3' } });
    await accounts.account(ADA);
    for (const email of [ADA, 'nobody@example.org']) {
      const codes = [];
      for (let attempt = 0; attempt < 4; attempt += 1)
        codes.push((await signIn(accounts, `192.0.2.${attempt}`, email)).json().code);
      expect(codes.at(-1), email).toBe('PROOF_REQUIRED');
    }
    const proof = await solve(accounts);
    const owner = await signIn(accounts, '198.51.100.1', ADA, { password: PASSWORD, proof });
    expect(owner.statusCode, owner.body).toBe(200);
    const again = await signIn(accounts, '198.51.100.1', ADA, { password: PASSWORD, proof });
    expect(again.json().code).toBe('PROOF_REQUIRED');
  });

  it('end at ten times the limit of an account, with a proof too', async () => {
    const accounts = await tests.start({ variables: { ...NO_LIMITS, RATE_LIMIT_SIGN_IN_PER_ACCOUNT: '1' } });
    for (let attempt = 0; attempt < 10; attempt += 1) await signIn(accounts, '192.0.2.1', ADA);
    const refused = await signIn(accounts, '192.0.2.1', ADA, { proof: await solve(accounts) });
    expect(refused.json().code).toBe('RATE_LIMITED');
  });
});

describe('new accounts', () => {
  it('need a proof of work above a rate of one address', async () => {
    const accounts = await tests.start({ variables: { ...NO_LIMITS, PROOF_AFTER_SIGN_UPS_PER_HOUR: '2' } });
    const signUp = (email: string, proof?: string) =>
      accounts
        .reader()
        .post('/api/auth/sign-up/email', { email, name: 'Ada', password: PASSWORD, ...(proof && { proof }) });
    expect((await signUp('a@example.org')).statusCode).toBe(200);
    expect((await signUp('b@example.org')).statusCode).toBe(200);
    const refused = await signUp('c@example.org');
    expect([refused.statusCode, refused.json().code]).toEqual([429, 'PROOF_REQUIRED']);
    expect((await signUp('c@example.org', 'made up')).json().code).toBe('PROOF_REQUIRED');
    const taken = await signUp('c@example.org', await solve(accounts));
    expect(taken.statusCode, taken.body).toBe(200);
  });
});

describe('mails to one address', () => {
  it('are limited, whoever asks for them, whether or not it has an account', async () => {
    const accounts = await tests.start({ variables: { ...NO_LIMITS, RATE_LIMIT_SIGN_IN_PER_ACCOUNT: '10' } });
    await accounts.account(ADA);
    for (const email of [ADA, 'nobody@example.org']) {
      const statuses = [];
      for (let attempt = 0; attempt < 3; attempt += 1) {
        const body = { email, redirectTo: '/account/reset' };
        statuses.push((await accounts.reader().post('/api/auth/request-password-reset', body)).statusCode);
      }
      // The sign-up of the one has mailed it once already.
      expect(statuses.at(-1), email).toBe(429);
    }
  });
});

describe('the time of an answer', () => {
  it('tells nothing: sign-up and reset wait until known and unknown take the same', async () => {
    const waits: number[] = [];
    const accounts = await tests.start({ variables: NO_LIMITS, wait: async (ms) => void waits.push(ms) });
    await accounts.account(ADA);
    waits.length = 0;
    for (const email of [ADA, 'nobody@example.org']) {
      await accounts.reader().post('/api/auth/request-password-reset', { email, redirectTo: '/' });
      await accounts.reader().post('/api/auth/sign-up/email', { email, name: 'Ada', password: PASSWORD });
    }
    expect(waits).toEqual([500, 500, 500, 500]);
  });
});
