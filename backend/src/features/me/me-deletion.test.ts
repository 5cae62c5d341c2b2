import type { ChatEvent } from '@lectern/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { linkOf, PASSWORD } from '../auth/auth.fixture.ts';
import { openMeTests } from './me.fixture.ts';

const ME = '/api/v1/me';
const ADDRESS = 'ada@reader.example';

let tests: Awaited<ReturnType<typeof openMeTests>>;
beforeAll(async () => {
  tests = await openMeTests();
});
afterEach(async () => {
  await tests.reset();
  await tests.database.sql`delete from profile`;
});
afterAll(() => tests.close());

/** An account whose session began so long ago that it alone confirms nothing. */
async function staleAccount() {
  const app = await tests.startMe();
  const reader = await app.account(ADDRESS);
  await tests.database.sql`update session set created_at = created_at - interval '1 hour'`;
  return { ...app, own: reader };
}

const accounts = async () => (await tests.database.sql`select 1 from "user"`).length;

describe('an account is deleted', () => {
  it('by a session that began just now', async () => {
    const reader = await (await tests.startMe()).account(ADDRESS);
    expect((await reader.send('DELETE', ME, {})).json()).toEqual({ status: 'deleted', mail: null });
    expect(await accounts()).toBe(0);
  });

  it('by an older session with the password', async () => {
    const { own } = await staleAccount();
    expect((await own.send('DELETE', ME, {})).json()).toMatchObject({ status: 403, code: 'CONFIRMATION_REQUIRED' });
    const wrong = await own.send('DELETE', ME, { password: 'not the password' });
    expect(wrong.json()).toMatchObject({ status: 403, code: 'PASSWORD_WRONG' });
    expect(await accounts()).toBe(1);
    expect((await own.send('DELETE', ME, { password: PASSWORD })).json()).toMatchObject({ status: 'deleted' });
    expect(await accounts()).toBe(0);
  });

  it('by the link of a mail, once, from any browser', async () => {
    const app = await staleAccount();
    const { own, ownMails } = app;
    const mailed = await own.send('DELETE', ME, { confirmByEmail: true, returnTo: '/book/account/data' });
    expect(mailed.json()).toEqual({ status: 'mailed', mail: { delivery: 'queued', url: null } });
    expect(await accounts()).toBe(1);
    const [mail] = ownMails;
    expect(mail).toMatchObject({ to: ADDRESS, kind: 'delete_account', expiresAt: expect.any(Date) });
    const url = new URL(mail?.url ?? '');
    expect(`${url.origin}${url.pathname}${url.search}`).toBe('http://localhost:8000/book/account/data');
    const token = /^#deletion=(\S+)$/.exec(url.hash)?.[1];
    const other = app.reader();
    expect((await other.send('DELETE', ME, { token })).json()).toEqual({ status: 'deleted', mail: null });
    expect(await accounts()).toBe(0);
    expect((await other.send('DELETE', ME, { token })).json()).toMatchObject({
      status: 410,
      code: 'DELETION_LINK_INVALID',
    });
    expect((await own.me())['kind']).toBe('nobody');
  });

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'evil', '/a#b'])(
    'never by a link that leads to %j',
    async (returnTo) => {
      const { own, ownMails } = await staleAccount();
      const answer = await own.send('DELETE', ME, { confirmByEmail: true, returnTo });
      expect(answer.json()).toMatchObject({ status: 400, errors: [{ path: 'returnTo' }] });
      expect(ownMails).toEqual([]);
    },
  );

  it('never by a forged or a foreign link', async () => {
    const app = await staleAccount();
    const { own } = app;
    const foreign = new URLSearchParams(linkOf(app.mailTo(ADDRESS)).split('?')[1]).get('token')?.slice(0, 200);
    for (const token of ['x'.repeat(43), foreign]) {
      expect((await own.send('DELETE', ME, { token })).json()).toMatchObject({ code: 'DELETION_LINK_INVALID' });
    }
    expect(await accounts()).toBe(1);
  });

  it('never by a page of another site', async () => {
    const { own, app } = await staleAccount();
    const cookie = Array.from(own.cookies, ([name, value]) => `${name}=${value}`).join('; ');
    const headers = { cookie, origin: 'https://evil.example' };
    const answer = await app.inject({ method: 'DELETE', url: ME, headers, payload: { password: PASSWORD } });
    expect(answer.json()).toMatchObject({ code: 'ORIGIN_NOT_ALLOWED' });
    expect(await accounts()).toBe(1);
  });

  it('and can be made anew with the same address', async () => {
    const app = await tests.startMe();
    const reader = await app.account(ADDRESS);
    await reader.send('PUT', `${ME}/profile`, { goals: ['walk'] });
    await reader.send('DELETE', ME, {});
    const again = await app.account(ADDRESS);
    expect((await again.get(`${ME}/profile`)).json().profile).toBeNull();
  });
});

describe('nobody', () => {
  it('has nothing to delete, and is told so without a cookie', async () => {
    const reader = (await tests.startMe()).reader();
    expect((await reader.send('DELETE', ME)).json()).toEqual({ status: 'deleted', mail: null });
    expect(reader.cookies.size).toBe(0);
  });
});

describe('an answer that runs', () => {
  it('is stopped before its owner is erased, so that it stores nothing afterwards', async () => {
    const app = await tests.startMe();
    const reader = app.reader();
    await reader.send('PUT', `${ME}/profile`, {});
    const ownerId = String((await reader.me())['id']);
    const events: string[] = [];
    async function* run(signal: AbortSignal): AsyncGenerator<ChatEvent> {
      yield { event: 'delta', data: { text: 'word' } };
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      const [kept] = await tests.database.sql`select 1 from profile where owner_id = ${ownerId}`;
      events.push(kept ? 'stopped before the erasure' : 'stopped after it');
      yield { event: 'done', data: { finishReason: 'stopped', suggestions: [] } };
    }
    const messageId = '7f1c1b9e-5a3e-4c56-9a52-0d3f6a6f1c11';
    const problemOf = () => {
      throw new Error('no problem is told');
    };
    app.chat.hub.start({ messageId, ownerId, problemOf, run });
    await vi.waitFor(() => expect(app.chat.hub.running).toBe(1));
    expect((await reader.send('DELETE', ME)).statusCode).toBe(200);
    expect(events).toEqual(['stopped before the erasure']);
    expect(app.chat.hub.running).toBe(0);
  });
});
