import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../../db/client.ts';
import { openTestDatabase } from '../../db/db.fixture.ts';
import { transaction } from '../../db/transaction.ts';
import type { JobQueue } from '../jobs/index.ts';
import { describeEmailContract } from './email.contract.ts';
import type { EmailMessage } from './email.port.ts';
import { createEmailCheck } from './email-health.ts';
import { openJobs, openTestOutbox, type TestOutbox, type TestOutboxOptions } from './email-outbox.fixture.ts';
import { startSmtpServer, type TestSmtpServer } from './smtp-server.fixture.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ADDRESS = 'ada@reader.example';
const URL_OF_LINK = 'https://book.example/verify?token=abc';
const message = (more: Partial<EmailMessage> = {}): EmailMessage => ({
  to: ADDRESS,
  kind: 'verify',
  url: URL_OF_LINK,
  locale: 'en',
  ...more,
});

let database: Database;
let jobs: JobQueue;
let server: TestSmtpServer;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  jobs = await openJobs(database);
  server = await startSmtpServer({ plain: true });
});
afterEach(async () => {
  await jobs.stop();
  await server.close();
  await database.sql`delete from email_outbox`;
  await database.sql`delete from jobs.job`;
});

const open = (more: Partial<TestOutboxOptions> = {}): TestOutbox =>
  openTestOutbox({ database, jobs, smtp: { port: server.port }, ...more });

async function started(more: Partial<TestOutboxOptions> = {}): Promise<TestOutbox> {
  const test = open(more);
  await test.outbox.start();
  await test.outbox.sweep();
  return test;
}

const arrived = (count: number) =>
  vi.waitFor(() => expect(server.arrived.length).toBeGreaterThanOrEqual(count), { timeout: 8_000, interval: 10 });

describeEmailContract('SMTP', async () => {
  const { outbox, lines, settled } = await started();
  return {
    sender: outbox,
    arrived: async (count) => {
      await arrived(count);
      await settled();
      return server.arrived.map(({ to, parsed }) => ({
        to,
        subject: parsed.subject ?? '',
        text: parsed.text ?? '',
      }));
    },
    lines: () => lines,
    close: async () => undefined,
  };
});

describe('a delivered mail', () => {
  it('leaves nothing behind', async () => {
    const { outbox, rows, settled } = await started();
    expect(await outbox.send(message())).toEqual({ delivery: 'queued', url: null });
    await arrived(1);
    await settled();
    expect(await rows()).toEqual([]);
    const [kept] = await database.sql<
      { text: string }[]
    >`select coalesce(string_agg(data::text, ''), '') as text from jobs.job`;
    expect(kept?.text).not.toMatch(/reader\.example|token/);
  });

  it('goes out when the transaction that it belongs to commits, and not at all otherwise', async () => {
    const { outbox, settled } = await started();
    const lost = transaction(database.db, async (tx) => {
      await outbox.send(message({ kind: 'reset' }), { through: tx });
      throw new Error('rolled back');
    });
    await expect(lost).rejects.toThrow('rolled back');
    await transaction(database.db, (tx) => outbox.send(message(), { through: tx }));
    await arrived(1);
    await settled();
    expect(server.arrived.map(({ parsed }) => parsed.subject)).toEqual([expect.stringContaining('Confirm')]);
  });

  it('that was sent before the queue ran goes out after it', async () => {
    const { outbox, rows } = open();
    await outbox.send(message());
    expect(await rows()).toMatchObject([{ attempts: 0 }]);
    await outbox.start();
    await outbox.sweep();
    await arrived(1);
  });

  it('is not sent again when the table could not be told of it', async () => {
    let failures = 1;
    const { outbox, rows, settled, pass } = await started({
      wrapRepository: (repository) => ({
        ...repository,
        remove: async (id) => {
          if (failures-- > 0) throw new Error('the database is away');
          await repository.remove(id);
        },
      }),
    });
    await outbox.send(message());
    await arrived(1);
    await settled();
    expect(await rows()).toHaveLength(1);
    pass(3 * MINUTE_MS);
    await outbox.sweep();
    await settled();
    expect(await rows()).toEqual([]);
    expect(server.arrived).toHaveLength(1);
  });

  it('is tried by one process at a time', async () => {
    const reached = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const test = await started({
      wrapTransport: (transport) => ({
        ...transport,
        deliver: async (email) => {
          reached.resolve();
          await release.promise;
          await transport.deliver(email);
        },
      }),
    });
    await test.outbox.send(message());
    await reached.promise;
    expect(await test.repository.due(new Date(Date.now() + MINUTE_MS), 10)).toEqual([]);
    release.resolve();
    await arrived(1);
    await test.settled();
    expect(server.arrived).toHaveLength(1);
  });

  it('is tried again when the process that tried it has died', async () => {
    const { outbox, repository, pass, settled } = await started({ wrapRepository: (real) => ({ ...real }) });
    const waiting = open();
    await waiting.outbox.send(message());
    const [id] = await repository.due(new Date(Date.now() + 1000), 1);
    await repository.claim(id ?? '', new Date(Date.now() + 1000), new Date(Date.now() + 2 * MINUTE_MS));
    await outbox.sweep();
    await settled();
    expect(server.arrived).toEqual([]);
    pass(3 * MINUTE_MS);
    await outbox.sweep();
    await arrived(1);
  });
});

describe('a mail server that is away', () => {
  it('delays mails with growing pauses, and gets each once when it is back', async () => {
    const { port } = server;
    await server.close();
    const { outbox, rows, pass, settled, lines } = await started();
    expect(await outbox.send(message())).toEqual({ delivery: 'delayed', url: null });
    await settled();
    expect(await rows()).toMatchObject([{ attempts: 1, fault: 'unreachable', url: URL_OF_LINK }]);
    expect(lines.filter(({ level }) => level === 'error').map(({ text }) => text)).toEqual([
      expect.stringMatching(/"fault":"unreachable".*"code":"ECONNREFUSED".*SMTP_HOST.*cannot be used; mails wait/),
    ]);
    server = await startSmtpServer({ port, plain: true });
    pass(15_000);
    await outbox.sweep();
    await arrived(1);
    await settled();
    expect(outbox.delivery()).toBe('queued');
    expect(await rows()).toEqual([]);
    pass(HOUR_MS);
    await outbox.sweep();
    await settled();
    expect(server.arrived).toHaveLength(1);
  });

  it('is not asked for each mail that waits: one look tells of all', async () => {
    const { port } = server;
    await server.close();
    const { outbox, pass, settled, rows } = await started();
    for (let mail = 0; mail < 5; mail++) await outbox.send(message({ to: `reader${mail}@reader.example` }));
    await settled();
    for (let round = 0; round < 4; round++) {
      pass(10 * MINUTE_MS);
      await outbox.sweep();
      await settled();
    }
    expect((await rows()).map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1, 1]);
    server = await startSmtpServer({ port, plain: true });
    pass(10 * MINUTE_MS);
    await outbox.sweep();
    await arrived(5);
    await settled();
    expect(server.arrived.flatMap(({ to }) => to).toSorted()).toEqual(
      Array.from({ length: 5 }, (_, mail) => `reader${mail}@reader.example`),
    );
  });

  it('that wants to be asked later is asked later and later, up to an hour', async () => {
    server.refuse({ recipient: { status: 451, text: '4.7.1 try again, <ada@reader.example>' } });
    const { outbox, rows, pass, settled } = await started();
    await outbox.send(message());
    const waits: (number | null)[] = [];
    for (let round = 0; round < 10; round++) {
      await settled();
      const [row] = await rows();
      waits.push(row?.waitsMs ?? null);
      pass(HOUR_MS);
      await outbox.sweep();
    }
    const pauses = waits.map((wait, at) => Math.round(((wait ?? 0) - at * HOUR_MS) / 1000));
    expect(pauses.map((pause, at) => pause - 15 * 2 ** at < 60 || pause - 3600 < 60)).toEqual(Array(10).fill(true));
    expect(pauses.slice(0, 3).map((pause) => Math.round(pause / 15))).toEqual([1, 2, 4]);
    expect(pauses.at(-1)).toBeLessThan(3660);
    server.refuse({});
    pass(HOUR_MS);
    await outbox.sweep();
    await arrived(1);
  });

  it('for longer than the link works makes the mail be given up', async () => {
    server.refuse({ recipient: { status: 451, text: '4.7.1 later' } });
    const { outbox, rows, pass, settled } = await started();
    await outbox.send(message({ expiresAt: new Date(Date.now() + HOUR_MS) }));
    await settled();
    pass(2 * HOUR_MS);
    await outbox.sweep();
    await settled();
    expect(await rows()).toMatchObject([{ fault: 'busy', waitsMs: null, url: null }]);
    expect(server.arrived).toEqual([]);
  });
});

describe('what cannot be delivered', () => {
  it('to a mailbox that is not there is given up at once, without its address in the log', async () => {
    server.refuse({ recipient: { status: 550, text: '5.1.1 <ada@reader.example>: no such user' } });
    const { outbox, rows, settled, lines } = await started();
    await outbox.send(message({ name: 'Ada' }));
    await settled();
    expect(await rows()).toMatchObject([
      { recipient: ADDRESS, attempts: 1, fault: 'recipient', url: null, waitsMs: null },
    ]);
    const errors = lines.filter(({ level }) => level === 'error');
    expect(errors.map(({ text }) => text)).toEqual([
      expect.stringMatching(/"kind":"verify".*"fault":"recipient","smtpStatus":550,"code":"5\.1\.1".*given up/),
    ]);
    expect(lines.map(({ text }) => text).join('\n')).not.toMatch(/ada@|no such user/i);
    expect(outbox.delivery()).toBe('queued');
  });

  it('because the server holds something against it is given up', async () => {
    server.refuse({ data: { status: 554, text: '5.7.1 spam from ada@reader.example' } });
    const { outbox, rows, settled } = await started();
    await outbox.send(message());
    await settled();
    expect(await rows()).toMatchObject([{ attempts: 1, fault: 'refused', waitsMs: null }]);
  });

  it('because we may not send as SMTP_FROM waits until we may', async () => {
    server.refuse({ sender: { status: 553, text: '5.7.1 sender address rejected' } });
    const { outbox, rows, settled, pass } = await started();
    await outbox.send(message());
    await settled();
    expect(await rows()).toMatchObject([{ attempts: 1, fault: 'sender' }]);
    expect(outbox.delivery()).toBe('delayed');
    server.refuse({});
    pass(MINUTE_MS);
    await outbox.sweep();
    await arrived(1);
    await settled();
    expect(outbox.delivery()).toBe('queued');
  });

  it('because the password is wrong waits, and the log names the variables', async () => {
    await server.close();
    server = await startSmtpServer({ credentials: { user: 'book', password: 'right' }, plain: true });
    const wrong = { port: server.port, credentials: { user: 'book', password: 'wrong-password' } };
    const { outbox, rows, settled, lines } = await started({ smtp: wrong });
    await outbox.send(message());
    await settled();
    expect(await rows()).toMatchObject([{ attempts: 1, fault: 'credentials', url: URL_OF_LINK }]);
    const text = lines.map((line) => line.text).join('\n');
    expect(text).toMatch(/"smtpStatus":535.*SMTP_USER and SMTP_PASSWORD/);
    expect(text).not.toMatch(/wrong-password|reader\.example/);
  });

  it('is forgotten when its days are over, or its owner is erased', async () => {
    server.refuse({ recipient: { status: 550, text: '5.1.1 no' } });
    const { outbox, repository, rows, settled } = await started();
    await outbox.send(message());
    await outbox.send(message({ to: 'eve@reader.example' }));
    await settled();
    await transaction(database.db, (tx) => outbox.forget(tx, 'Ada@Reader.Example'));
    expect(await rows()).toMatchObject([{ recipient: 'eve@reader.example' }]);
    expect(await repository.prune(new Date(Date.now() - MINUTE_MS))).toBe(0);
    expect(await repository.prune(new Date(Date.now() + MINUTE_MS))).toBe(1);
    expect(await rows()).toEqual([]);
  });
});

describe('the health check', () => {
  const look = ({ outbox, repository }: TestOutbox, aheadMs = 0) =>
    createEmailCheck({
      outage: () => outbox.outage(),
      summary: repository.summary,
      now: () => new Date(Date.now() + aheadMs),
    }).check(new AbortController().signal);

  it('passes while mails arrive', async () => {
    const test = await started();
    await test.outbox.send(message());
    await arrived(1);
    await test.settled();
    expect(await look(test)).toEqual({ status: 'pass' });
  });

  it('warns while the mail server is away, with the mend', async () => {
    await server.close();
    const test = await started();
    await test.outbox.send(message());
    await test.settled();
    expect(await look(test)).toEqual({
      status: 'warn',
      detail: expect.stringMatching(/\(unreachable\); 1 mail waits\. Check SMTP_HOST/),
    });
  });

  it('warns for a day of mails that were given up', async () => {
    server.refuse({ recipient: { status: 550, text: '5.1.1 no' } });
    const test = await started();
    await test.outbox.send(message());
    await test.settled();
    expect(await look(test)).toMatchObject({ status: 'warn', detail: expect.stringContaining('1 recipient') });
    expect(await look(test, 25 * HOUR_MS)).toEqual({ status: 'pass' });
  });

  it('warns of mails that nobody tries', async () => {
    const test = open();
    await test.outbox.send(message());
    expect(await look(test)).toEqual({ status: 'pass' });
    expect(await look(test, HOUR_MS)).toMatchObject({
      status: 'warn',
      detail: expect.stringContaining('1 mail waits'),
    });
  });
});
