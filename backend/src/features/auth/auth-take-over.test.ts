import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { OwnedData } from '../../db/owned-data.ts';
import { requireIdentity } from '../../middleware/session.ts';
import { type AccountsOptions, type AccountsTests, openAccountsTests } from './auth.fixture.ts';

let tests: AccountsTests;
beforeAll(async () => {
  tests = await openAccountsTests();
  await tests.database.db.execute(sql`create table kept (owner uuid not null, what text not null)`);
  await tests.database.db.execute(sql`create table marks (owner uuid primary key, count integer not null)`);
});
afterEach(async () => {
  await tests.reset();
  await tests.database.db.execute(sql`truncate kept, marks`);
});
afterAll(() => tests.close());

const ADA = 'ada@example.org';
const nothing = async function* () {};

/** A feature that keeps lines. */
const lines: OwnedData = {
  name: 'lines',
  move: async (db, from, to) => void (await db.execute(sql`update kept set owner = ${to} where owner = ${from}`)),
  export: nothing,
  erase: async () => undefined,
};
/** A feature that keeps one number of each reader, which is added up: moved twice it would be wrong. */
const marks: OwnedData = {
  name: 'marks',
  move: async (db, from, to) => {
    await db.execute(sql`insert into marks select ${to}, count from marks where owner = ${from}
      on conflict (owner) do update set count = marks.count + excluded.count`);
    await db.execute(sql`delete from marks where owner = ${from}`);
  },
  export: nothing,
  erase: async () => undefined,
};
const failing: OwnedData = {
  ...lines,
  name: 'failing',
  move: async () => {
    throw new Error('no space left');
  },
};

/** An app where a reader can keep a line before and after signing in. */
const start = (owned: readonly OwnedData[], takeOverAgain?: AccountsOptions['takeOverAgain']) =>
  tests.start({
    owned,
    takeOverAgain,
    extend: (app) => {
      app
        .withTypeProvider<ZodTypeProvider>()
        .post('/api/v1/keep', { config: { access: 'own' } }, async (request, reply) => {
          const { id } = requireIdentity(request, reply);
          await tests.database.db.execute(sql`insert into kept values (${id}, 'a line')`);
          await tests.database.db.execute(
            sql`insert into marks values (${id}, 1) on conflict (owner) do update set count = marks.count + 1`,
          );
          return { id };
        });
    },
  });

const withId = z.object({ id: z.uuid() });

const kept = async () => (await tests.database.sql`select owner, what from kept`).map((row) => String(row['owner']));

describe('what a reader made before signing in', () => {
  it('is looked for once more later: an answer may still stream', async () => {
    const again: string[][] = [];
    const takeOverAgain = async (anonymousId: string, userId: string) => void again.push([anonymousId, userId]);
    const { account, reader, auth } = await start([lines, marks], takeOverAgain);
    const { id } = withId.parse(await (await account(ADA)).me());
    const ada = reader();
    const { id: asked } = withId.parse((await ada.post('/api/v1/keep')).json());
    await ada.signIn(ADA);
    expect(again).toEqual([[asked, id]]);
    await tests.database.sql`insert into kept values (${asked}, 'an answer that ended late')`;
    await auth.accounts.takeOver(asked, id);
    expect(await kept()).toEqual([id, id]);
  });

  it('comes to no account that was deleted meanwhile', async () => {
    const { auth } = await start([lines, marks]);
    const [anonymousId, userId] = [randomUUID(), randomUUID()];
    await tests.database.sql`insert into kept values (${anonymousId}, 'a line')`;
    await auth.accounts.takeOver(anonymousId, userId);
    expect(await kept()).toEqual([anonymousId]);
  });

  it('comes along when they sign in, and the anonymous cookie is taken away', async () => {
    const { account, reader } = await start([lines, marks]);
    const { id } = await (await account(ADA)).me();
    const ada = reader();
    await ada.post('/api/v1/keep');
    expect(ada.cookies.has('lectern-id')).toBe(true);
    expect((await ada.signIn(ADA)).statusCode).toBe(200);
    expect(await kept()).toEqual([id]);
    expect(ada.cookies.has('lectern-id')).toBe(false);
    await ada.post('/api/v1/keep');
    expect(await kept()).toEqual([id, id]);
  });

  it('comes along from a page of another origin too, with its bearer', async () => {
    const { app, account } = await start([lines, marks]);
    const { id } = await (await account(ADA)).me();
    const { token } = (await app.inject({ method: 'POST', url: '/api/v1/identity/anonymous' })).json();
    const authorization = `Bearer ${token}`;
    await app.inject({ method: 'POST', url: '/api/v1/keep', headers: { authorization } });
    const signedIn = await app.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      headers: { authorization },
      payload: { email: ADA, password: 'a long sentence is fine' },
    });
    expect(signedIn.statusCode, signedIn.body).toBe(200);
    expect(await kept()).toEqual([id]);
  });

  it('comes along once, also when two devices sign in at the same moment with one cookie', async () => {
    const { account, reader } = await start([lines, marks]);
    const { id } = await (await account(ADA)).me();
    const [phone, laptop] = [reader(), reader()];
    await phone.post('/api/v1/keep');
    for (const [name, value] of phone.cookies) laptop.cookies.set(name, value);
    await Promise.all([phone.signIn(ADA), laptop.signIn(ADA)]);
    expect(await kept()).toEqual([id]);
    const [row] = await tests.database.sql`select count from marks where owner = ${String(id)}`;
    expect(row?.['count']).toBe(1);
  });

  it('imported twice changes nothing more', async () => {
    const { account, auth, reader } = await start([lines, marks]);
    const { id } = await (await account(ADA)).me();
    const anonymous = reader();
    const made = (await anonymous.post('/api/v1/keep')).json();
    await auth.accounts.takeOver(made.id, String(id));
    await auth.accounts.takeOver(made.id, String(id));
    const [row] = await tests.database.sql`select count from marks where owner = ${String(id)}`;
    expect([await kept(), row?.['count']]).toEqual([[id], 1]);
  });

  it('stays as it was when one part of it cannot be moved, and comes with the next sign-in', async () => {
    const { account, reader } = await start([lines, failing]);
    const { id } = await (await account(ADA)).me();
    const ada = reader();
    const made = (await ada.post('/api/v1/keep')).json();
    expect((await ada.signIn(ADA)).statusCode).toBe(200);
    expect(await kept()).toEqual([made.id]);
    expect(ada.cookies.has('lectern-id')).toBe(true);
    expect(await ada.me()).toMatchObject({ kind: 'account', id });
  });

  it('does not come along to an account that could not be signed in to', async () => {
    const { account, reader } = await start([lines]);
    await account(ADA);
    const eve = reader();
    const made = (await eve.post('/api/v1/keep')).json();
    await eve.signIn(ADA, 'not the password');
    expect(await kept()).toEqual([made.id]);
    expect(eve.cookies.has('lectern-id')).toBe(true);
  });

  it('is not reached by an id that somebody made up', async () => {
    const { account, reader } = await start([lines]);
    const made = (await reader().post('/api/v1/keep')).json();
    await account('eve@example.org');
    const eve = reader();
    eve.cookies.set('lectern-id', `${made.id}.${Math.floor(Date.now() / 1000)}.${'A'.repeat(43)}`);
    await eve.signIn('eve@example.org');
    expect(await kept()).toEqual([made.id]);
  });
});

describe('erasing an account', () => {
  it('that is none does nothing, so that an anonymous reader is erased in the same way', async () => {
    const { auth } = await start([]);
    await tests.database.db.transaction(async (tx) => auth.accounts.ownedData.erase(tx, randomUUID()));
    expect(await tests.database.sql`select id from audit_entry`).toHaveLength(0);
  });
});
