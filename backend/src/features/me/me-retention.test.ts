import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openMeTests } from './me.fixture.ts';
import { createProfileRepository } from './me-profile.repository.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

let tests: Awaited<ReturnType<typeof openMeTests>>;
beforeAll(async () => {
  tests = await openMeTests();
});
afterEach(async () => {
  await tests.reset();
  await tests.database.sql`delete from profile`;
  await tests.database.sql`delete from chat_session`;
});
afterAll(() => tests.close());

describe('what is past its days', () => {
  it('goes of anonymous readers, and stays of accounts', async () => {
    const app = await tests.startMe();
    const account = await app.account('ada@reader.example');
    await account.send('PUT', '/api/v1/me/profile', {});
    const accountId = String((await account.me())['id']);
    const anonymousId = randomUUID();
    const profiles = createProfileRepository(tests.database.db);
    const { profile } = await profiles.find(accountId);
    if (profile === null) throw new Error('the profile was not kept');
    await profiles.save(anonymousId, profile, new Date());
    const { sql } = tests.database;
    await sql`update profile set updated_at = now() - interval '400 days'`;
    for (const ownerId of [accountId, anonymousId]) {
      await sql`
        insert into chat_session (id, owner_id, title, created_at, updated_at)
        values (${randomUUID()}, ${ownerId}, 'old', now() - interval '400 days', now() - interval '400 days')`;
    }
    expect(await profiles.deleteAnonymousBefore(new Date(Date.now() - 365 * DAY_MS))).toBe(1);
    expect(await app.chat.sessions.retain(90)).toBe(1);
    expect(await sql`select owner_id from profile`).toEqual([{ owner_id: accountId }]);
    expect(await sql`select owner_id from chat_session`).toEqual([{ owner_id: accountId }]);
  });

  it('of accounts that were never confirmed goes by RETENTION_DAYS_UNVERIFIED; 0 keeps them', async () => {
    const unverified = async (days: string) => {
      const app = await tests.startMe({ variables: { RETENTION_DAYS_UNVERIFIED: days } });
      const body = { email: `${randomUUID()}@reader.example`, name: 'Ada', password: 'a long sentence is fine' };
      await app.reader().post('/api/auth/sign-up/email', body);
      await tests.database.sql`update "user" set created_at = now() - interval '10 days'`;
      const { unverifiedAccounts } = await app.auth.accounts.retain();
      await tests.database.sql`delete from "user"`;
      return unverifiedAccounts;
    };
    expect([await unverified('11'), await unverified('9'), await unverified('0')]).toEqual([0, 1, 0]);
  });
});
