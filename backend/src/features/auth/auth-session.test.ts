import { accountSessionSchema } from '@lectern/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AccountsTests, createReader, linkOf, openAccountsTests, PASSWORD } from './auth.fixture.ts';

let tests: AccountsTests;
beforeAll(async () => {
  tests = await openAccountsTests();
});
afterEach(() => tests.reset());
afterAll(() => tests.close());

const ADA = 'ada@example.org';
const SESSION = 'lectern.session_token';
/** Of the password, by scrypt, as versions before Argon2id made it. */
const EARLIER_HASH = 'scrypt$14$8$1$cJL1j7d0oU-spRTgt2S2kg$9dgq7SjU-Rf26IZY2zQO8yFQintQmBW-rDWeUjbMl4g';

describe('signing in', () => {
  it('answers an unknown address and a wrong password alike', async () => {
    const { reader, account } = await tests.start();
    await account(ADA);
    const wrong = await reader().signIn(ADA, 'not the password');
    const unknown = await reader().signIn('nobody@example.org', 'not the password');
    expect([wrong.statusCode, wrong.json().code]).toEqual([401, 'INVALID_EMAIL_OR_PASSWORD']);
    const { requestId: _own, ...first } = wrong.json();
    const { requestId: _other, ...second } = unknown.json();
    expect(second).toEqual(first);
    expect(wrong.cookies).toEqual([]);
  });

  it('makes the hash of an earlier version anew', async () => {
    const { reader, account } = await tests.start();
    await account(ADA);
    const { sql } = tests.database;
    await sql`update account set password = ${EARLIER_HASH}`;
    expect((await reader().signIn(ADA, 'not the password')).statusCode).toBe(401);
    expect(await sql`select password from account`).toEqual([{ password: EARLIER_HASH }]);
    expect((await reader().signIn(ADA)).statusCode).toBe(200);
    expect(await sql`select password from account`).toEqual([{ password: expect.stringMatching(/^\$argon2id\$/) }]);
    expect((await reader().signIn(ADA)).statusCode).toBe(200);
  });

  it('takes the address in any case', async () => {
    const { reader, account } = await tests.start();
    await account(ADA);
    expect((await reader().signIn('ADA@Example.ORG')).statusCode).toBe(200);
  });

  it('sets a cookie that scripts cannot read and other sites do not send', async () => {
    const { reader, account } = await tests.start();
    await account(ADA);
    const [cookie] = (await reader().signIn(ADA)).cookies;
    expect(cookie).toMatchObject({ name: SESSION, httpOnly: true, sameSite: 'Lax', path: '/', maxAge: 30 * 86_400 });
    expect(cookie).not.toHaveProperty('domain');
  });

  it('binds its cookies to the host on https', async () => {
    const { app, account } = await tests.start({ variables: { PUBLIC_URL: 'https://book.example' } });
    const ada = createReader(app, 'https://book.example');
    await account(ADA);
    const response = await ada.signIn(ADA);
    expect(response.statusCode, response.body).toBe(200);
    expect(response.cookies).toEqual([
      expect.objectContaining({ name: '__Host-lectern.session_token', secure: true, path: '/', httpOnly: true }),
    ]);
    expect(await ada.me()).toMatchObject({ kind: 'account' });
  });

  it('ends with the browser when the reader says so', async () => {
    const { reader, account } = await tests.start();
    await account(ADA);
    const response = await reader().post('/api/auth/sign-in/email', {
      email: ADA,
      password: PASSWORD,
      rememberMe: false,
    });
    expect(response.cookies.find(({ name }) => name === SESSION)?.maxAge).toBeUndefined();
  });

  it.each(['https://evil.example', 'null', 'http://localhost.evil.example:8000'])(
    'is refused from a page of %s',
    async (origin) => {
      const { app, account } = await tests.start();
      await account(ADA);
      const response = await createReader(app, origin).signIn(ADA);
      expect(response.statusCode, response.body).toBe(403);
      expect(response.cookies).toEqual([]);
    },
  );

  it('takes JSON only, so that a form of another site cannot sign a reader in', async () => {
    const { app, account } = await tests.start();
    await account(ADA);
    const response = await app.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: `email=${ADA}&password=${PASSWORD}`,
    });
    expect(response.statusCode).toBe(415);
  });

  it('keeps no address of the reader', async () => {
    const { account } = await tests.start();
    await account(ADA);
    const rows = await tests.database.sql`select ip_address from session`;
    expect(rows.map((row) => row['ip_address'] ?? '')).toEqual(['']);
  });
});

describe('a session', () => {
  it('is known by its bearer too, and only with its signature', async () => {
    const { app, account, reader } = await tests.start();
    await account(ADA);
    const response = await reader().signIn(ADA);
    const bearer = String(response.headers['set-auth-token']);
    const ask = async (token: string) =>
      app.inject({ url: '/api/v1/me', headers: { authorization: `Bearer ${token}` } });
    expect((await ask(bearer)).json()).toMatchObject({ kind: 'account', email: ADA });
    const unsigned = await ask(response.json().token);
    expect([unsigned.statusCode, unsigned.json().code]).toEqual([401, 'AUTHENTICATION_REQUIRED']);
    expect((await ask(`${bearer.slice(0, -6)}AAAAA%3D`)).statusCode).toBe(401);
  });

  it('ends by signing out, at once and for a copy of its cookie too', async () => {
    const { account, reader } = await tests.start();
    const ada = await account(ADA);
    const thief = reader();
    for (const [name, value] of ada.cookies) thief.cookies.set(name, value);
    expect(await thief.me()).toMatchObject({ kind: 'account' });
    expect((await ada.post('/api/auth/sign-out')).statusCode).toBe(200);
    expect(await ada.me()).toMatchObject({ kind: 'nobody' });
    expect(await thief.me()).toMatchObject({ kind: 'nobody' });
  });

  it('is listed without addresses, and can be ended from another', async () => {
    const { account, reader } = await tests.start();
    const phone = await account(ADA);
    const laptop = reader();
    await laptop.signIn(ADA);
    const listed = await laptop.get('/api/auth/list-sessions');
    const sessions = z.array(accountSessionSchema).parse(listed.json());
    expect(sessions).toHaveLength(2);
    expect(listed.body).not.toMatch(/ipAddress|127\.0/);
    expect((await laptop.post('/api/auth/revoke-other-sessions')).statusCode).toBe(200);
    expect(await phone.me()).toMatchObject({ kind: 'nobody' });
    expect(await laptop.me()).toMatchObject({ kind: 'account' });
  });

  it('of somebody else cannot be ended', async () => {
    const { account } = await tests.start();
    const ada = await account(ADA);
    const eve = await account('eve@example.org');
    const [own] = (await ada.get('/api/auth/list-sessions')).json();
    await eve.post('/api/auth/revoke-session', { token: own.token });
    expect(await ada.me()).toMatchObject({ kind: 'account' });
  });

  it('of a deleted account is nobody’s', async () => {
    const { account, auth } = await tests.start();
    const ada = await account(ADA);
    const { id } = await ada.me();
    await tests.database.db.transaction(async (tx) => auth.accounts.ownedData.erase(tx, String(id)));
    expect(await ada.me()).toMatchObject({ kind: 'nobody', id: null });
    expect((await ada.get('/api/auth/list-sessions')).statusCode).toBe(401);
    expect((await ada.signIn(ADA)).json().code).toBe('INVALID_EMAIL_OR_PASSWORD');
    const left = await tests.database.sql`select kind, subject::text, details from audit_entry`;
    expect(left.map((row) => row)).toEqual([{ kind: 'account.deleted', subject: id, details: {} }]);
  });

  it('that has expired is nobody’s', async () => {
    const { account } = await tests.start();
    const ada = await account(ADA);
    await tests.database.sql`update session set expires_at = now() - interval '1 second'`;
    expect(await ada.me()).toMatchObject({ kind: 'nobody' });
  });

  it('ends after half a year, however much it was used', async () => {
    const { account } = await tests.start();
    const ada = await account(ADA);
    await tests.database.sql`update session set created_at = now() - interval '181 days'`;
    expect(await ada.me()).toMatchObject({ kind: 'nobody' });
    expect(await tests.database.sql`select id from session`).toHaveLength(0);
  });

  it('is another one after signing in again, and the former is worth nothing', async () => {
    const { account, reader } = await tests.start();
    const ada = await account(ADA);
    const thief = reader();
    for (const [name, value] of ada.cookies) thief.cookies.set(name, value);
    await ada.signIn(ADA);
    expect(await ada.me()).toMatchObject({ kind: 'account' });
    expect(await thief.me()).toMatchObject({ kind: 'nobody' });
  });

  it.each([
    ['change-email', { newEmail: 'new@example.org' }],
    ['link-social', { provider: 'google' }],
    ['unlink-account', { accountId: '3f2b8f6e-4a51-4c39-9d0a-5b1c2d3e4f50' }],
    ['passkey/delete-passkey', { id: '3f2b8f6e-4a51-4c39-9d0a-5b1c2d3e4f50' }],
  ])('of a while ago may not change how one signs in: %s', async (path, body) => {
    const { account } = await tests.start();
    const ada = await account(ADA);
    await tests.database.sql`update session set created_at = now() - interval '6 minutes'`;
    const refused = await ada.post(`/api/auth/${path}`, body);
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'SESSION_NOT_FRESH']);
  });

  it('is prolonged by use, in the database and in the browser', async () => {
    const { account } = await tests.start();
    const ada = await account(ADA);
    await tests.database.sql`update session set expires_at = now() + interval '20 days'`;
    const response = await ada.get('/api/v1/me');
    expect(response.cookies).toEqual([expect.objectContaining({ name: SESSION, maxAge: 30 * 86_400 })]);
    const [row] = await tests.database.sql`select expires_at > now() + interval '29 days' as longer from session`;
    expect(row?.['longer']).toBe(true);
  });
});

describe('a forgotten password', () => {
  const ask = { email: ADA, redirectTo: '/account/reset' };

  it('is set anew by the link of a mail, once; all sessions end', async () => {
    const { account, reader, mailTo, mails } = await tests.start();
    const ada = await account(ADA);
    const asked = await reader().post('/api/auth/request-password-reset', ask);
    expect(asked.json()).toMatchObject({ status: true, mail: { delivery: 'shown' } });
    const led = await reader().get(linkOf(mailTo(ADA)));
    expect(led.headers.location).toMatch(/^http:\/\/localhost:8000\/account\/reset\?token=/);
    const token = new URL(String(led.headers.location)).searchParams.get('token');
    const set = { token, newPassword: 'another long sentence' };
    expect((await reader().post('/api/auth/reset-password', set)).json()).toEqual({ status: true });
    expect(await ada.me()).toMatchObject({ kind: 'nobody' });
    expect((await reader().signIn(ADA)).statusCode).toBe(401);
    expect((await reader().signIn(ADA, 'another long sentence')).statusCode).toBe(200);
    expect(mails.at(-1)).toMatchObject({ to: ADA, kind: 'password_changed' });
    const again = await reader().post('/api/auth/reset-password', set);
    expect([again.statusCode, again.json().code]).toEqual([400, 'INVALID_TOKEN']);
  });

  it('of an unknown address is answered as of a known one, and nothing is mailed', async () => {
    const { account, reader, mails } = await tests.start();
    await account(ADA);
    const before = mails.length;
    const known = await reader().post('/api/auth/request-password-reset', ask);
    const unknown = await reader().post('/api/auth/request-password-reset', { ...ask, email: 'nobody@example.org' });
    expect(unknown.statusCode).toBe(known.statusCode);
    expect({ ...unknown.json(), mail: 0 }).toEqual({ ...known.json(), mail: 0 });
    expect(mails.length).toBe(before + 1);
  });

  it('cannot be set with a token that is forged, or too old', async () => {
    const { account, reader, mailTo } = await tests.start();
    await account(ADA);
    const set = (token: string) =>
      reader().post('/api/auth/reset-password', { token, newPassword: 'another sentence' });
    expect((await set('forged-token-of-24-chars')).json().code).toBe('INVALID_TOKEN');
    await reader().post('/api/auth/request-password-reset', ask);
    const token = linkOf(mailTo(ADA)).split('/').at(-1)?.split('?')[0] ?? '';
    await tests.database.sql`update verification set expires_at = now() - interval '1 second'`;
    expect((await set(token)).json().code).toBe('INVALID_TOKEN');
    expect((await reader().get(linkOf(mailTo(ADA)))).headers.location).toContain('error=INVALID_TOKEN');
  });

  it('lies as a hash in the database: who reads it can set no password', async () => {
    const { account, reader, mailTo } = await tests.start();
    await account(ADA);
    await reader().post('/api/auth/request-password-reset', ask);
    const token = linkOf(mailTo(ADA)).split('/').at(-1)?.split('?')[0] ?? '-';
    const rows = await tests.database.sql`select identifier from verification`;
    expect(rows.filter((row) => String(row['identifier']).includes(token))).toEqual([]);
  });

  it('proves the address as well, for who never verified it', async () => {
    const { reader, mailTo } = await tests.start();
    await reader().post('/api/auth/sign-up/email', { email: ADA, name: 'Ada', password: PASSWORD });
    await reader().post('/api/auth/request-password-reset', ask);
    const token = linkOf(mailTo(ADA)).split('/').at(-1)?.split('?')[0];
    await reader().post('/api/auth/reset-password', { token, newPassword: 'another long sentence' });
    expect((await reader().signIn(ADA, 'another long sentence')).statusCode).toBe(200);
  });
});

describe('the own account', () => {
  it('gets another password with the present one; other sessions end and this one is renewed', async () => {
    const { account, reader, mails } = await tests.start();
    const phone = await account(ADA);
    const laptop = reader();
    await laptop.signIn(ADA);
    const before = laptop.cookies.get(SESSION);
    const change = { currentPassword: 'wrong password', newPassword: 'another long sentence' };
    const wrong = await laptop.post('/api/auth/change-password', change);
    expect([wrong.statusCode, wrong.json().code]).toEqual([400, 'INVALID_PASSWORD']);
    const changed = await laptop.post('/api/auth/change-password', { ...change, currentPassword: PASSWORD });
    expect(changed.statusCode, changed.body).toBe(200);
    expect(laptop.cookies.get(SESSION)).not.toBe(before);
    expect(await laptop.me()).toMatchObject({ kind: 'account' });
    expect(await phone.me()).toMatchObject({ kind: 'nobody' });
    expect(mails.at(-1)).toMatchObject({ to: ADA, kind: 'password_changed' });
  });

  it('gets another address when both addresses agree', async () => {
    const { account, reader, mailTo } = await tests.start();
    const ada = await account(ADA);
    const asked = await ada.post('/api/auth/change-email', {
      newEmail: 'Ada@new.example',
      callbackURL: '/account/profile',
    });
    expect(asked.json()).toMatchObject({ status: true, mail: { delivery: 'shown' } });
    expect(mailTo(ADA)).toMatchObject({ kind: 'change_email', newEmail: 'ada@new.example' });
    await ada.get(linkOf(mailTo(ADA)));
    expect(await ada.me()).toMatchObject({ email: ADA });
    expect(mailTo('ada@new.example').kind).toBe('verify');
    const done = await ada.get(linkOf(mailTo('ada@new.example')));
    expect([done.statusCode, done.headers.location]).toEqual([302, '/account/profile']);
    expect(await ada.me()).toMatchObject({ email: 'ada@new.example', emailVerified: true });
    expect(mailTo(ADA)).toMatchObject({ kind: 'email_changed', newEmail: 'ada@new.example' });
    expect((await reader().signIn(ADA)).statusCode).toBe(401);
    expect((await reader().signIn('ada@new.example')).statusCode).toBe(200);
  });

  it('gets no address that somebody else took meanwhile', async () => {
    const { account, mailTo } = await tests.start();
    const ada = await account(ADA);
    await ada.post('/api/auth/change-email', { newEmail: 'new@example.org', callbackURL: '/account/profile' });
    await ada.get(linkOf(mailTo(ADA)));
    const link = linkOf(mailTo('new@example.org'));
    await account('new@example.org');
    const done = await ada.get(link);
    expect([done.statusCode, done.headers.location]).toEqual([302, '/account/profile?error=INVALID_TOKEN']);
    expect(await ada.me()).toMatchObject({ email: ADA });
  });

  it('hears nothing of whether another address has an account', async () => {
    const { account, mails } = await tests.start();
    const ada = await account(ADA);
    await account('eve@example.org');
    const before = mails.length;
    const free = await ada.post('/api/auth/change-email', { newEmail: 'free@example.org' });
    const taken = await ada.post('/api/auth/change-email', { newEmail: 'eve@example.org' });
    expect({ ...taken.json(), mail: 0 }).toEqual({ ...free.json(), mail: 0 });
    expect(mails.length).toBe(before + 1);
  });

  it.each([
    ['another address', { email: 'eve@example.org' }],
    ['a role', { role: 'admin' }],
    ['a picture', { image: 'https://elsewhere.example/' }],
    ['a long name', { name: 'a'.repeat(300) }],
  ])('gets no %s with its name', async (_what, body) => {
    const { account } = await tests.start();
    const ada = await account(ADA);
    expect((await ada.post('/api/auth/update-user', body)).statusCode).toBe(400);
    expect(await ada.me()).toMatchObject({ email: ADA, role: 'reader', name: 'ada' });
  });

  it('gets another name', async () => {
    const { account } = await tests.start();
    const ada = await account(ADA);
    expect((await ada.post('/api/auth/update-user', { name: 'Ada L.' })).statusCode).toBe(200);
    expect(await ada.me()).toMatchObject({ name: 'Ada L.' });
  });

  it('is exported without hashes and tokens', async () => {
    const { account, auth } = await tests.start();
    const ada = await account(ADA);
    const { id } = await ada.me();
    const parts: unknown[] = [];
    for await (const part of auth.accounts.ownedData.export(String(id))) parts.push(part);
    expect(parts).toEqual([
      expect.objectContaining({
        account: expect.objectContaining({ email: ADA, role: 'reader' }),
        signInMethods: [expect.objectContaining({ provider: 'credential' })],
        sessions: [expect.objectContaining({ userAgent: 'lightMyRequest' })],
        passkeys: [],
      }),
    ]);
    expect(JSON.stringify(parts)).not.toMatch(/argon2|token/);
  });

  it('is deleted by a mailed token once, and by no other', async () => {
    const { account, auth } = await tests.start();
    const ada = await account(ADA);
    const { id } = await ada.me();
    const { token } = await auth.accounts.issueDeletionToken(String(id));
    expect(await auth.accounts.takeDeletionToken('forged')).toBeUndefined();
    expect(await auth.accounts.takeDeletionToken(token)).toBe(id);
    expect(await auth.accounts.takeDeletionToken(token)).toBeUndefined();
  });
});

describe('what is not in the list of open routes', () => {
  it.each([
    ['POST', '/api/auth/delete-user'],
    ['POST', '/api/auth/admin/create-user'],
    ['POST', '/api/auth/admin/impersonate-user'],
    ['POST', '/api/auth/admin/set-user-password'],
    ['GET', '/api/auth/get-access-token'],
    ['GET', '/api/auth/ok'],
    ['GET', '/api/auth/..%2f..%2fhealth'],
  ] as const)('%s %s is not there', async (method, url) => {
    const { app } = await tests.start();
    expect((await app.inject({ method, url })).statusCode).toBe(404);
  });
});
