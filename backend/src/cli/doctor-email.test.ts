import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { loadSettings } from '../config/settings.ts';
import type { Database } from '../db/client.ts';
import { openTestDatabase } from '../db/db.fixture.ts';
import { createOutboxRepository } from '../providers/email/index.ts';
import { startSmtpServer, type TestSmtpServer } from '../providers/email/smtp-server.fixture.ts';
import { checkMailServer, checkMails } from './doctor-email.ts';

const lookAt = (variables: Record<string, string>) => checkMailServer(loadSettings(variables));
const PRODUCTION = {
  LECTERN_ENV: 'production',
  PUBLIC_URL: 'https://book.example',
  LECTERN_SECRET: 'q8Z3vN1xT6bK0mW4yR7cJ2hF5dS9gLpA',
};

describe('the mail server', () => {
  let server: TestSmtpServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });
  const smtpOf = (port: number) => ({
    SMTP_HOST: '127.0.0.1',
    SMTP_PORT: String(port),
    SMTP_FROM: 'book@server.example',
  });

  it('is not needed in development, but on the open internet', async () => {
    expect(await lookAt({})).toMatchObject({ state: 'ok' });
    expect(await lookAt(PRODUCTION)).toMatchObject({ state: 'warning', mend: expect.stringContaining('SMTP_HOST') });
  });

  it('is asked whether it takes mails, and gets none', async () => {
    server = await startSmtpServer({ plain: true });
    expect(await lookAt(smtpOf(server.port))).toMatchObject({
      state: 'ok',
      text: expect.stringContaining('127.0.0.1'),
    });
    expect(server.arrived).toEqual([]);
  });

  it('that is away, or refuses the password, is told with the mend', async () => {
    server = await startSmtpServer({ plain: true, credentials: { user: 'book', password: 'right' } });
    const smtp = { ...smtpOf(server.port), SMTP_USER: 'book', SMTP_PASSWORD: 'wrong-password' };
    const refused = await lookAt(smtp);
    expect(refused).toMatchObject({ state: 'broken', mend: expect.stringContaining('SMTP_PASSWORD') });
    expect(JSON.stringify(refused)).not.toContain('wrong-password');
    await server.close();
    server = undefined;
    expect(await lookAt(smtp)).toMatchObject({ state: 'broken', text: expect.stringContaining('unreachable') });
  });
});

describe('mails', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  it('that wait or were given up are told by reason, without an address', async () => {
    expect(await checkMails(database)).toMatchObject({ state: 'ok', text: 'none waits' });
    const repository = createOutboxRepository(database.db);
    const add = async () => {
      const id = randomUUID();
      const [createdAt, expiresAt] = [new Date(), new Date(Date.now() + 60_000)];
      const more = { kind: 'verify' as const, url: null, name: null, newEmail: null, locale: 'en' };
      await repository.add(undefined, { id, recipient: 'ada@reader.example', createdAt, expiresAt, ...more });
      return id;
    };
    await add();
    expect(await checkMails(database)).toMatchObject({
      state: 'ok',
      text: expect.stringMatching(/^1 waiting, .*since/),
    });
    for (let mail = 0; mail < 2; mail++) {
      await repository.giveUp(await add(), new Date(), { fault: 'recipient', smtpStatus: 550 });
    }
    const finding = await checkMails(database);
    expect(finding).toMatchObject({
      state: 'warning',
      text: expect.stringMatching(/2 recipient \(last .*\); 1 waiting/),
    });
    expect(JSON.stringify(finding)).not.toContain('reader.example');
  });
});
