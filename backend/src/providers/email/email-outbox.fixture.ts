/** An outbox on a real database, a real queue and a real mail server, with a clock that tests set. */
import pino from 'pino';
import { vi } from 'vitest';
import type { Database } from '../../db/client.ts';
import { createPgBossQueue, type JobQueue } from '../jobs/index.ts';
import { type LogLine, SITE_NAME } from './email.contract.ts';
import { createOutboxRepository, type OutboxRepository } from './email-outbox.repository.ts';
import { createOutbox, type Outbox } from './email-outbox.ts';
import { createSmtpTransport, type EmailTransport, type SmtpOptions } from './email-transport.ts';

/** How the outbox is opened. */
export interface TestOutboxOptions {
  readonly database: Database;
  readonly jobs: JobQueue;
  readonly smtp: Partial<SmtpOptions> & Pick<SmtpOptions, 'port'>;
  /** Put around the transport or the storage, to make them fail. */
  readonly wrapTransport?: (transport: EmailTransport) => EmailTransport;
  readonly wrapRepository?: (repository: OutboxRepository) => OutboxRepository;
}

/** An outbox, and the hands on its clock. */
export interface TestOutbox {
  readonly outbox: Outbox;
  readonly repository: OutboxRepository;
  readonly lines: readonly LogLine[];
  /** Lets time pass for the outbox. */
  readonly pass: (milliseconds: number) => void;
  /** The rows of the table, oldest first. */
  readonly rows: () => Promise<readonly OutboxRow[]>;
  /** Waits until nothing is in the queue and no mail is being tried. */
  readonly settled: () => Promise<void>;
}

/** What tests look at in the table. */
export interface OutboxRow {
  readonly recipient: string;
  readonly kind: string;
  readonly url: string | null;
  readonly attempts: number;
  readonly fault: string | null;
  /** From the creation to the next try, ms; null: given up. */
  readonly waitsMs: number | null;
}

/** Options of a transport to the server on a port of this machine. */
export function localSmtp(more: TestOutboxOptions['smtp']): SmtpOptions {
  return {
    host: '127.0.0.1',
    secure: false,
    startTls: 'optional',
    credentials: null,
    from: 'The Book <book@server.example>',
    certificates: null,
    ownName: 'book.example',
    ...more,
  };
}

/** Opens the queue; one per test, as kinds of jobs can be defined once. */
export async function openJobs(database: Database): Promise<JobQueue> {
  const logger = pino({ level: 'silent' });
  const jobs = createPgBossQueue({ database, logger });
  await jobs.start();
  return jobs;
}

/** Opens an outbox; it delivers once it is started. */
export function openTestOutbox(options: TestOutboxOptions): TestOutbox {
  const { database } = options;
  const lines: LogLine[] = [];
  const write = (level: LogLine['level']) => (fields: unknown, text?: string) => {
    lines.push({ level, text: `${typeof fields === 'string' ? fields : JSON.stringify(fields)} ${text ?? ''}` });
  };
  let shift = 0;
  const real = createOutboxRepository(database.db);
  const repository = options.wrapRepository?.(real) ?? real;
  const transport = createSmtpTransport(localSmtp(options.smtp));
  const outbox = createOutbox({
    repository,
    jobs: options.jobs,
    transport: options.wrapTransport?.(transport) ?? transport,
    siteName: () => SITE_NAME,
    logger: { info: write('info'), warn: write('warn'), error: write('error') },
    now: () => new Date(Date.now() + shift),
  });
  return {
    outbox,
    repository,
    lines,
    pass: (milliseconds) => {
      shift += milliseconds;
    },
    rows: () => readRows(database),
    settled: () =>
      vi.waitFor(
        async () => {
          const [jobs] = await database.sql<{ open: number }[]>`
            select count(*)::int as open from jobs.job where name = 'email.deliver' and state in ('created', 'retry', 'active')`;
          if (jobs?.open !== 0) throw new Error('jobs are still open');
        },
        { timeout: 8_000, interval: 20 },
      ),
  };
}

async function readRows(database: Database): Promise<readonly OutboxRow[]> {
  return database.sql<OutboxRow[]>`
    select recipient, kind, url, attempts, fault,
           round(extract(epoch from next_attempt_at - created_at) * 1000)::int as "waitsMs"
    from email_outbox order by created_at, id`;
}
