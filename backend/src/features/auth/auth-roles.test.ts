import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AccountsTests, openAccountsTests } from './auth.fixture.ts';

let tests: AccountsTests;
beforeAll(async () => {
  tests = await openAccountsTests();
});
afterEach(() => tests.reset());
afterAll(() => tests.close());

const SET_ROLE = '/api/auth/admin/set-role';

describe('an admin', () => {
  it('lists accounts and gives roles; who gets one signs in again, and the audit keeps it', async () => {
    const { account } = await tests.start();
    const root = await account('root@example.org', 'admin');
    const ada = await account('ada@example.org');
    const { users, total } = (await root.get('/api/auth/admin/list-users?limit=10')).json();
    expect([total, users.map(({ role }: { role: string }) => role).sort()]).toEqual([2, ['admin', 'reader']]);
    const { id } = await ada.me();
    const response = await root.post(SET_ROLE, { userId: id, role: 'author' });
    expect(response.json().user).toMatchObject({ id, role: 'author' });
    expect(await ada.me()).toMatchObject({ kind: 'nobody' });
    await ada.signIn('ada@example.org');
    expect(await ada.me()).toMatchObject({ role: 'author' });
    const { id: rootId } = await root.me();
    const [line] = await tests.database
      .sql`select kind, actor, subject, details from audit_entry order by at desc limit 1`;
    expect(line).toEqual({ kind: 'role.changed', actor: rootId, subject: id, details: { role: 'author' } });
  });

  it('keeps an account out, and lets it in again', async () => {
    const { account, reader } = await tests.start();
    const root = await account('root@example.org', 'admin');
    const eve = await account('eve@example.org');
    const { id: userId } = await eve.me();
    expect((await root.post('/api/auth/admin/ban-user', { userId })).statusCode).toBe(200);
    expect(await eve.me()).toMatchObject({ kind: 'nobody' });
    const refused = await reader().signIn('eve@example.org');
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'BANNED_USER']);
    await root.post('/api/auth/admin/unban-user', { userId });
    expect((await reader().signIn('eve@example.org')).statusCode).toBe(200);
  });

  it.each([
    ['two roles at once', { role: ['reader', 'admin'] }],
    ['a role that is none', { role: 'king' }],
    ['an account that is none', { userId: 'x' }],
  ])('cannot give %s', async (_what, change) => {
    const { account } = await tests.start();
    const root = await account('root@example.org', 'admin');
    const { id } = await root.me();
    expect((await root.post(SET_ROLE, { userId: id, role: 'author', ...change })).statusCode).toBe(400);
    expect(await root.me()).toMatchObject({ role: 'admin' });
  });

  it('that is none any more may do nothing more, at once', async () => {
    const { account } = await tests.start();
    const root = await account('root@example.org', 'admin');
    await tests.database.sql`update "user" set role = 'reader'`;
    expect((await root.get('/api/auth/admin/list-users')).statusCode).toBe(403);
  });
});

describe('who is no admin', () => {
  it.each(['reader', 'author', 'instructor'] as const)('cannot make themself one: %s', async (role) => {
    const { account } = await tests.start();
    const ada = await account('ada@example.org', role);
    const { id } = await ada.me();
    const refused = await ada.post(SET_ROLE, { userId: id, role: 'admin' });
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'FORBIDDEN']);
    expect(await ada.me()).toMatchObject({ role });
  });
});

describe('what is over', () => {
  it('is deleted by the nightly job: sessions, links, accounts that nobody verified, old audit lines', async () => {
    const { account, auth, reader } = await tests.start({ variables: { RETENTION_DAYS_AUDIT: '30' } });
    await account('ada@example.org', 'author');
    await reader().post('/api/auth/sign-up/email', {
      email: 'b@example.org',
      name: 'B',
      password: 'a long sentence is fine',
    });
    expect(await auth.accounts.retain()).toEqual({ sessions: 0, unverifiedAccounts: 0, auditEntries: 0 });
    await tests.database.sql`update "user" set created_at = now() - interval '8 days'`;
    await tests.database.sql`update session set expires_at = now() - interval '1 second'`;
    await tests.database.sql`update audit_entry set at = now() - interval '31 days'`;
    expect(await auth.accounts.retain()).toEqual({ sessions: 1, unverifiedAccounts: 1, auditEntries: 1 });
    const left = await tests.database.sql`select email from "user"`;
    expect(left.map((row) => row['email'])).toEqual(['ada@example.org']);
  });
});
