import { randomUUID } from 'node:crypto';
import { getTableName } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { transaction } from '../../db/transaction.ts';
import { ownedDataOf } from '../../reader-deps.ts';
import type { Reader } from '../auth/auth.fixture.ts';
import { type MeApp, openMeTests } from './me.fixture.ts';
import { allTables, countRows, fillTables, markOf, mentions, ownedTables } from './me-rows.fixture.ts';

/** Values that the code of a feature reads, where any text would not do. */
const GIVEN = {
  profile: { profile: { goals: [markOf('profile')] } },
  progress: { sections: [] },
  quiz_attempt: { items: [] },
  user: { email: 'filled@reader.example', emailVerified: true },
  session: { expiresAt: new Date(Date.now() + 60_000) },
};
/** Kept without the reader: the operator's receipts, see its table. */
const KEPT_AS_NOBODYS = new Set(['usage_entry']);
/** They hold the owner's id and nothing else that a reader gave. */
const WITHOUT_CONTENT = new Set(['learning_owner']);
/** What nobody may take along: it opens doors. */
const SECRET_COLUMNS = ['token', 'password', 'accessToken', 'refreshToken', 'idToken', 'publicKey', 'credentialId'];

let tests: Awaited<ReturnType<typeof openMeTests>>;
let me: MeApp;
beforeAll(async () => {
  tests = await openMeTests();
});
afterEach(async () => {
  await tests.reset();
  for (const table of await allTables())
    await tests.database.sql`delete from ${tests.database.sql(getTableName(table))}`;
});
afterAll(() => tests.close());

async function filledAnonymous(): Promise<{ reader: Reader; id: string }> {
  me = await tests.startMe();
  const reader = me.reader();
  await reader.send('PUT', '/api/v1/me/profile', {});
  const { id } = await reader.me();
  const ownerId = String(id);
  await tests.database.sql`delete from profile`;
  await fillTables(tests.database.db, ownerId, GIVEN);
  return { reader, id: ownerId };
}

describe('the tables of readers', () => {
  it('are found by their columns', async () => {
    const names = (await ownedTables()).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['chat_session', 'message_feedback', 'profile', 'note', 'session']));
  });
});

describe('an export', () => {
  it('holds a row of every table of a reader, and no secret', async () => {
    const { reader, id } = await filledAnonymous();
    // The account's part is asked as for an account: rows of it lie under the same id.
    const part = await me.auth.accounts.ownedData.export(id)[Symbol.asyncIterator]().next();
    const answer = await reader.get('/api/v1/me/export');
    expect(answer.statusCode).toBe(200);
    const text = answer.body + JSON.stringify(part.value);
    const missing = (await ownedTables()).map(({ name }) => name).filter((name) => !text.includes(markOf(name)));
    expect(missing.filter((name) => !WITHOUT_CONTENT.has(name))).toEqual([]);
    for (const secret of SECRET_COLUMNS) expect(text).not.toContain(`"${secret}"`);
  });

  it('is one JSON document with a name, whose last key says that it is whole', async () => {
    const { reader, id } = await filledAnonymous();
    const answer = await reader.get('/api/v1/me/export');
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': expect.stringMatching(/^attachment; filename="lectern-export-\d{4}-\d\d-\d\d\.json"$/),
      'cache-control': 'no-store',
    });
    const document = answer.json();
    expect(document).toMatchObject({ exportVersion: 1, identity: { id, kind: 'anonymous' }, complete: true });
    expect(Object.keys(document).at(-1)).toBe('complete');
    expect(document.conversations.map(({ kind }: { kind: string }) => kind)).toEqual([
      'conversation',
      'message',
      'feedback',
    ]);
  });

  it('of nobody is empty, and leaves no cookie', async () => {
    const reader = (await tests.startMe()).reader();
    const document = (await reader.get('/api/v1/me/export')).json();
    expect(document).toMatchObject({ conversations: [], profile: [], learning: [], complete: true });
    expect(reader.cookies.size).toBe(0);
  });

  it('holds nothing of others', async () => {
    await filledAnonymous();
    const other = await me.account('other@reader.example');
    const { body } = await other.get('/api/v1/me/export');
    expect(body).not.toContain('mark of');
    expect(JSON.parse(body)).toMatchObject({ identity: { kind: 'account' }, account: [expect.anything()] });
  });
});

describe('a deletion', () => {
  it('of an anonymous reader leaves nothing in any table, and takes the cookie', async () => {
    const { reader, id } = await filledAnonymous();
    const answer = await reader.send('DELETE', '/api/v1/me');
    expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'deleted', mail: null }]);
    expect(reader.cookies.size).toBe(0);
    expect(me.erasedAgain).toEqual([id]);
    const left: string[] = [];
    for (const owned of await ownedTables()) {
      const rows = await countRows(tests.database.db, owned, id);
      if (rows > 0) left.push(owned.name);
    }
    expect(left).toEqual([]);
    for (const table of await allTables()) {
      const name = getTableName(table);
      if (!KEPT_AS_NOBODYS.has(name))
        expect([name, await mentions(tests.database.db, table, 'mark of')]).toEqual([name, false]);
    }
  });

  it('of an account leaves one line of the audit, without a name', async () => {
    me = await tests.startMe();
    const reader = await me.account('lovelace@reader.example');
    const id = String((await reader.me())['id']);
    await reader.send('PUT', '/api/v1/me/profile', { goals: ['walk'] });
    expect((await reader.send('DELETE', '/api/v1/me', {})).json()).toEqual({ status: 'deleted', mail: null });
    expect((await reader.me())['kind']).toBe('nobody');
    for (const owned of await ownedTables()) {
      expect([owned.name, await countRows(tests.database.db, owned, id)]).toEqual([owned.name, 0]);
    }
    for (const table of await allTables()) {
      expect([getTableName(table), await mentions(tests.database.db, table, 'lovelace')]).toEqual([
        getTableName(table),
        false,
      ]);
    }
    const audit = await tests.database.sql`select kind from audit_entry where subject = ${id}`;
    expect(audit).toEqual([{ kind: 'account.deleted' }]);
    expect(me.ownMails).toMatchObject([{ to: 'lovelace@reader.example', kind: 'account_deleted' }]);
    expect((await reader.signIn('lovelace@reader.example')).statusCode).toBe(401);
  });

  it('leaves others as they were', async () => {
    const { id } = await filledAnonymous();
    const other = me.reader();
    await other.send('PUT', '/api/v1/me/profile', {});
    await other.send('DELETE', '/api/v1/me', {});
    for (const owned of await ownedTables()) {
      expect([owned.name, await countRows(tests.database.db, owned, id)]).toEqual([owned.name, 1]);
    }
  });

  it('that fails in one feature deletes nothing of any', async () => {
    const { id } = await filledAnonymous();
    const features = [
      ...ownedDataOf(tests.database.db, { hub: me.chat.hub }),
      { erase: async () => Promise.reject(new Error('no')) },
    ];
    const erasing = transaction(tests.database.db, async (tx) => {
      for (const feature of features) await feature.erase(tx, id);
    });
    await expect(erasing).rejects.toThrow('no');
    for (const owned of await ownedTables()) {
      expect([owned.name, await countRows(tests.database.db, owned, id)]).toEqual([owned.name, 1]);
    }
  });
});

describe('taking over', () => {
  it('moves a row of every table of a reader, and a second time nothing', async () => {
    const { id } = await filledAnonymous();
    const account = randomUUID();
    const movable = (await ownedTables()).filter(({ owner }) => owner.name !== 'user_id' && owner.name !== 'userId');
    for (let round = 0; round < 2; round++) {
      await transaction(tests.database.db, async (tx) => {
        for (const feature of ownedDataOf(tests.database.db, { hub: me.chat.hub })) await feature.move(tx, id, account);
      });
      for (const owned of movable) {
        const counts = [
          await countRows(tests.database.db, owned, id),
          await countRows(tests.database.db, owned, account),
        ];
        expect([owned.name, ...counts]).toEqual([owned.name, 0, 1]);
      }
    }
  });
});
