/** Opens the sender of mails that the settings name. */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { HealthCheck } from '../../config/health-check.ts';
import type { Settings } from '../../config/settings.ts';
import { SettingsError } from '../../config/settings-error.ts';
import type { Db } from '../../db/client.ts';
import type { JobQueue } from '../jobs/index.ts';
import type { EmailSender } from './email.port.ts';
import { createEmailCheck, createNoEmailCheck } from './email-health.ts';
import { createOutboxRepository } from './email-outbox.repository.ts';
import { createOutbox } from './email-outbox.ts';
import { createSmtpTransport, type SmtpOptions } from './email-transport.ts';
import { createLogEmail, createNoEmail } from './log-email.ts';

/** How often mails that are due are looked for. */
const SWEEP_MS = 10_000;
const STOP_WAIT_MS = 1_000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What sending mails needs. */
export interface OpenEmailOptions {
  readonly settings: Pick<Settings, 'environment' | 'smtp' | 'server'>;
  readonly db: Db;
  readonly jobs: JobQueue;
  readonly logger: Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;
  /** Title of the book. */
  readonly siteName: () => string;
}

/** A sender, and what runs behind it. */
export interface Email {
  readonly sender: EmailSender;
  /** undefined: nothing can fail. */
  readonly health: HealthCheck | undefined;
  /** Begins to deliver; the job queue must run. Mails that were sent before are delivered then. */
  start(): Promise<void>;
  /** Ends looking for mails that are due; what waits is delivered after the next start. */
  stop(): Promise<void>;
  /** Forgets mails that were given up so many days ago; 0: none. @returns how many */
  retain(days: number): Promise<number>;
}

/**
 * Opens the sender: SMTP when it is set, else the log in development and tests, else none.
 * @throws SettingsError when SMTP_CA_FILE cannot be read
 */
export function openEmail({ settings, db, jobs, logger, siteName }: OpenEmailOptions): Email {
  const { environment, smtp, server } = settings;
  const repository = createOutboxRepository(db);
  // Also without a mail server: it may have been taken away.
  const retain = async (days: number) => (days === 0 ? 0 : repository.prune(new Date(Date.now() - days * DAY_MS)));
  if (smtp === null) {
    const isOwn = environment === 'development' || environment === 'test';
    return {
      sender: isOwn ? createLogEmail({ logger, siteName }) : createNoEmail(),
      health: isOwn ? undefined : createNoEmailCheck(),
      start: async () => undefined,
      stop: async () => undefined,
      retain,
    };
  }
  const transport = createSmtpTransport(smtpOptions(smtp, new URL(server.publicUrl).hostname));
  const outbox = createOutbox({ repository, jobs, transport, siteName, logger });
  const rounds = createRounds(() => outbox.sweep(), logger);
  return {
    sender: outbox,
    health: createEmailCheck({ outage: () => outbox.outage(), summary: repository.summary }),
    async start() {
      await outbox.start();
      rounds.start();
    },
    stop: () => rounds.stop(),
    retain,
  };
}

/** Does something at once and then again and again, never twice at a time. */
function createRounds(round: () => Promise<void>, logger: OpenEmailOptions['logger']) {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let stopped = false;
  const run = (): void => {
    running ??= round()
      .catch((err: unknown) => {
        if (!stopped) logger.warn({ err }, 'mails that wait could not be looked for');
      })
      .finally(() => {
        running = undefined;
      });
  };
  return {
    start() {
      run();
      timer = setInterval(run, SWEEP_MS).unref();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      // A look at a mail server that is away takes its time; what it finds is of no use any more.
      await Promise.race([running, delay(STOP_WAIT_MS, undefined, { ref: false })]);
    },
  };
}

/** How the mail server of the settings is reached; for `lectern doctor` too. @throws SettingsError */
export function smtpOptions(smtp: NonNullable<Settings['smtp']>, ownName: string): SmtpOptions {
  const { host, port, secure, startTls, user, password, from, caFile } = smtp;
  const credentials = user === null ? null : { user, password: password ?? '' };
  return { host, port, secure, startTls, credentials, from, certificates: readCertificates(caFile), ownName };
}

function readCertificates(path: string | null): string | null {
  if (path === null) return null;
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new SettingsError([{ name: 'SMTP_CA_FILE', message: 'must be a file that can be read' }]);
  }
}
