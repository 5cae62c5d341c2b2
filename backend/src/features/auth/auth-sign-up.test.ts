import { authResponseSchema, meResponseSchema, signUpResponseSchema } from '@lectern/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AccountsTests, linkOf, openAccountsTests, PASSWORD } from './auth.fixture.ts';

let tests: AccountsTests;
beforeAll(async () => {
  tests = await openAccountsTests();
});
afterEach(() => tests.reset());
afterAll(() => tests.close());

const ADA = { email: 'ada@example.org', name: 'Ada Lovelace', password: PASSWORD };
const SIGN_UP = '/api/auth/sign-up/email';

describe('signing up', () => {
  it('makes an account that signs in once its address is verified', async () => {
    const { reader, mailTo } = await tests.start();
    const ada = reader();
    const response = await ada.post(SIGN_UP, { ...ADA, callbackURL: '/account/verify' });
    expect(response.statusCode, response.body).toBe(200);
    const { user, mail } = signUpResponseSchema.parse(response.json());
    expect(user).toMatchObject({ email: ADA.email, name: ADA.name, role: 'reader', emailVerified: false });
    expect(mail).toEqual({ delivery: 'shown', url: mailTo(ADA.email).url });
    expect(ada.cookies.size).toBe(0);

    const early = await ada.signIn(ADA.email);
    expect([early.statusCode, early.json().code]).toEqual([403, 'EMAIL_NOT_VERIFIED']);

    const verified = await ada.get(linkOf(mailTo(ADA.email)));
    expect([verified.statusCode, verified.headers.location]).toEqual([302, '/account/verify']);
    const signedIn = await ada.signIn(ADA.email);
    expect(signedIn.statusCode, signedIn.body).toBe(200);
    expect(authResponseSchema.parse(signedIn.json()).user.emailVerified).toBe(true);
    expect(meResponseSchema.parse(await ada.me())).toMatchObject({
      kind: 'account',
      email: ADA.email,
      name: ADA.name,
      role: 'reader',
      hasPassword: true,
    });
  });

  it('mails in the language that the page was read in', async () => {
    const { reader, mailTo } = await tests.start();
    await reader().post(SIGN_UP, ADA, { 'accept-language': 'ur-PK, en;q=0.5' });
    expect(mailTo(ADA.email).locale).toBe('ur-PK');
    await reader().post(SIGN_UP, { ...ADA, email: 'new@example.org' });
    expect(mailTo('new@example.org').locale).toBe('en');
  });

  it('answers the same for an address that has an account, and mails its owner', async () => {
    const { reader, account, mailTo, mails } = await tests.start();
    await account(ADA.email);
    const before = mails.length;
    const fresh = await reader().post(SIGN_UP, { ...ADA, email: 'new@example.org' });
    const known = await reader().post(SIGN_UP, { ...ADA, email: 'ADA@Example.org', name: 'Somebody' });
    expect(known.statusCode).toBe(fresh.statusCode);
    const shape = (body: Record<string, unknown>) => JSON.stringify(body).replace(/"[^"]*"(?=[,}])/g, '""');
    expect(shape({ ...known.json(), mail: 0 })).toBe(shape({ ...fresh.json(), mail: 0 }));
    expect(mails.length).toBe(before + 2);
    expect(mailTo(ADA.email).kind).toBe('sign_up_attempt');
    // Nothing was changed by it.
    expect((await reader().signIn(ADA.email)).json().user.name).toBe('ada');
  });

  it('mails the link again to who has not verified yet', async () => {
    const { reader, mailTo } = await tests.start();
    await reader().post(SIGN_UP, ADA);
    await reader().post(SIGN_UP, { ...ADA, callbackURL: '/account/verify' });
    expect(mailTo(ADA.email).kind).toBe('verify');
    const verified = await reader().get(linkOf(mailTo(ADA.email)));
    expect([verified.statusCode, verified.headers.location]).toEqual([302, '/account/verify']);
    expect((await reader().signIn(ADA.email)).statusCode).toBe(200);
  });

  it('of one address twice at the same moment makes one account', async () => {
    const { reader } = await tests.start();
    const both = await Promise.all([reader(), reader(), reader()].map((one) => one.post(SIGN_UP, ADA)));
    expect(both.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    const [row] = await tests.database.sql`select count(*)::int as users from "user"`;
    expect(row?.['users']).toBe(1);
  });

  it.each([
    ['a role', { role: 'admin' }, 'role'],
    ['a verified address', { emailVerified: true }, 'emailVerified'],
    ['a picture', { image: 'https://elsewhere.example/me.png' }, 'image'],
    ['a ban', { banned: false }, 'banned'],
    ['a name of 300 characters', { name: 'a'.repeat(300) }, 'name'],
    ['an empty name', { name: '   ' }, 'name'],
    ['a name that turns text around', { name: 'Ada\u202egnp.exe' }, 'name'],
    ['a name of two lines', { name: 'Ada\u0000\u0007' }, 'name'],
    ['an address without an at', { email: 'ada.example.org' }, 'email'],
    ['an address of Cyrillic look-alikes', { email: 'аda@example.org' }, 'email'],
    ['an address with a Kelvin sign', { email: 'mar\u212a@example.org' }, 'email'],
    ['an address of 300 characters', { email: `${'a'.repeat(290)}@example.org` }, 'email'],
    ['a short password', { password: 'short' }, 'password'],
    ['a password of 10,000 characters', { password: 'ab'.repeat(5000) }, 'password'],
    ['a password that anybody would try', { password: 'password1234' }, 'password'],
    ['its own address as password', { password: 'ada@example.org' }, 'password'],
    ['a password that is no text', { password: { length: 12 } }, 'password'],
  ])('with %s is refused with the field', async (_what, change, field) => {
    const { reader, mails } = await tests.start();
    const response = await reader().post(SIGN_UP, { ...ADA, ...change });
    expect(response.statusCode, response.body).toBe(400);
    expect(response.json().errors.map(({ path }: { path: string }) => path)).toContain(field);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(mails).toEqual([]);
  });

  it('keeps a name as it was meant, composed and with the joiners of Urdu', async () => {
    const { reader } = await tests.start();
    const name = 'می\u200cخواہم Zoe\u0308';
    const response = await reader().post(SIGN_UP, { ...ADA, name: `  ${name} ` });
    expect(response.json().user.name).toBe('می\u200cخواہم Zoë');
  });

  it('is not offered where no mail can be sent', async () => {
    const { reader } = await tests.start({
      variables: {
        LECTERN_ENV: 'production',
        LECTERN_SECRET: 'V3rySecret-and-long-enough-0123456789-abcdef',
        PUBLIC_URL: 'http://localhost:8000',
      },
    });
    const me = await reader().me();
    expect(me['methods']).toMatchObject({ password: true, signUp: false });
    const response = await reader().post(SIGN_UP, ADA);
    expect([response.statusCode, response.json().code]).toEqual([400, 'EMAIL_PASSWORD_SIGN_UP_DISABLED']);
  });
});

describe('a link that verifies', () => {
  it.each([
    ['a forged token', 'eyJhbGciOiJIUzI1NiJ9.eyJlbWFpbCI6ImFkYUBleGFtcGxlLm9yZyJ9.c2lnbmF0dXJl', 'INVALID_TOKEN'],
    ['no token at all', 'x', 'INVALID_TOKEN'],
    ['a token without a signature', 'eyJhbGciOiJub25lIn0.eyJlbWFpbCI6ImFkYUBleGFtcGxlLm9yZyJ9.', 'INVALID_TOKEN'],
  ])('with %s leads back with the reason', async (_what, token, error) => {
    const { reader } = await tests.start();
    await reader().post(SIGN_UP, ADA);
    const response = await reader().get(`/api/auth/verify-email?token=${token}&callbackURL=%2Faccount%2Fverify`);
    expect([response.statusCode, response.headers.location]).toEqual([302, `/account/verify?error=${error}`]);
    expect((await reader().signIn(ADA.email)).json().code).toBe('EMAIL_NOT_VERIFIED');
  });

  it('leads to no other site', async () => {
    const { reader, mailTo } = await tests.start();
    const refused = await reader().post(SIGN_UP, { ...ADA, callbackURL: 'https://evil.example/' });
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'INVALID_CALLBACK_URL']);
    await reader().post(SIGN_UP, ADA);
    const link = linkOf(mailTo(ADA.email)).replace(/callbackURL=[^&]*/, 'callbackURL=https%3A%2F%2Fevil.example');
    expect((await reader().get(link)).statusCode).toBe(403);
  });

  it('used a second time changes nothing and begins no session', async () => {
    const { reader, mailTo } = await tests.start();
    await reader().post(SIGN_UP, { ...ADA, callbackURL: '/done' });
    const link = linkOf(mailTo(ADA.email));
    await reader().get(link);
    const again = await reader().get(link);
    expect([again.statusCode, again.headers.location, again.cookies]).toEqual([302, '/done', []]);
  });
});
