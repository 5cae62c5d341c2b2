/**
 * Mails are stored first and delivered by jobs: what the mail server does or doesn't do never reaches the request that
 * caused the mail. See README.md for why none is lost and none is sent twice.
 */
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { JobQueue } from '../jobs/index.ts';
import type { EmailDelivery, EmailMessage, EmailReceipt, EmailSender, SendEmailOptions } from './email.port.ts';
import { greetingName, normalizeAddress } from './email-address.ts';
import { composeEmail } from './email-composer.ts';
import { classifyEmailError, EMAIL_FAULT_MENDS, type EmailFault, type EmailFaultKind } from './email-fault.ts';
import type { NewEmail, OutboxRepository, StoredEmail } from './email-outbox.repository.ts';
import type { EmailTransport } from './email-transport.ts';

/** Kind of the jobs that deliver. */
export const EMAIL_JOB = 'email.deliver';

const SECOND_MS = 1000;
const HOUR_MS = 60 * 60 * SECOND_MS;
/** The pauses between tries: 15 s, 30 s, 1 min, … */
const FIRST_DELAY_MS = 15 * SECOND_MS;
const LONGEST_DELAY_MS = HOUR_MS;
/** A mail without a date of its own is tried for so long. */
const PATIENCE_MS = 48 * HOUR_MS;
/** Longer than a try can take: afterwards the process that tried has died. */
const CLAIM_MS = 3 * 60 * SECOND_MS;
const CONCURRENT_DELIVERIES = 2;
/** Mails that one look at the table brings to the queue. */
const SWEEP_SIZE = 100;
/** The longest pause between looks at a mail server that is away: often enough, and no password is tried for ever. */
const LONGEST_PROBE_DELAY_MS = 5 * 60 * SECOND_MS;

/** What would have met every mail, and is over with all of them at once. */
const OUTAGE_FAULTS: readonly EmailFaultKind[] = ['unreachable', 'encryption', 'credentials', 'sender', 'busy'];
/** Outages whose end can be seen without sending a mail. */
const PROBED_FAULTS: readonly EmailFaultKind[] = ['unreachable', 'encryption', 'credentials'];

/** What the outbox works with. */
export interface OutboxOptions {
  readonly repository: OutboxRepository;
  readonly jobs: JobQueue;
  readonly transport: EmailTransport;
  /** Title of the book, for the words of the mails. */
  readonly siteName: () => string;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly now?: () => Date;
}

/** A sender that stores, and what delivers behind it. */
export interface Outbox extends EmailSender {
  /** Why the mail server could not be used last; null: it could, or was not asked yet. */
  outage(): EmailFaultKind | null;
  /** Lets the queue deliver; it must run. */
  start(): Promise<void>;
  /**
   * Looks at the mail server, the first time and during an outage, and brings mails that are due to the queue. To be
   * called after the start and then now and again.
   */
  sweep(): Promise<void>;
}

/** Makes the outbox. */
export function createOutbox(options: OutboxOptions): Outbox {
  return new EmailOutbox(options);
}

const jobData = z.object({ id: z.uuid() });

class EmailOutbox implements Outbox {
  readonly #options: OutboxOptions;
  readonly #now: () => Date;
  /** The server has taken them, but the table could not be told: they are not sent again. */
  readonly #delivered = new Set<string>();
  #outage: EmailFaultKind | null = null;
  #looked = false;
  #probes = 0;
  #nextProbeAt = 0;
  #started = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => new Date());
  }

  delivery(): EmailDelivery {
    return this.#outage === null ? 'queued' : 'delayed';
  }

  outage(): EmailFaultKind | null {
    return this.#outage;
  }

  async send(message: EmailMessage, { through }: SendEmailOptions = {}): Promise<EmailReceipt> {
    const email = this.#prepare(message);
    await this.#options.repository.add(through, email);
    await this.#wake(email.id, through);
    return { delivery: this.delivery(), url: null };
  }

  async forget(db: SendEmailOptions['through'] & object, to: string): Promise<void> {
    await this.#options.repository.forget(db, to.toLowerCase());
  }

  async start(): Promise<void> {
    await this.#options.jobs.define({
      name: EMAIL_JOB,
      data: jobData,
      unique: true,
      concurrency: CONCURRENT_DELIVERIES,
      handle: ({ id }) => this.#deliver(id),
    });
    this.#started = true;
  }

  async sweep(): Promise<void> {
    if (!this.#looked || (this.#isProbed() && this.#now().getTime() >= this.#nextProbeAt)) await this.#probe();
    if (this.#isProbed()) return;
    const ids = await this.#options.repository.due(this.#now(), SWEEP_SIZE);
    for (const id of ids) await this.#wake(id);
  }

  /** Nothing that could not be sent is stored. @throws TypeError */
  #prepare(message: EmailMessage): NewEmail {
    const createdAt = this.#now();
    const name = greetingName(message.name);
    composeEmail(message, { siteName: this.#options.siteName(), sentAt: createdAt });
    return {
      id: randomUUID(),
      recipient: normalizeAddress(message.to),
      kind: message.kind,
      url: message.url ?? null,
      name,
      newEmail: message.newEmail === undefined ? null : normalizeAddress(message.newEmail),
      locale: /^[A-Za-z0-9-]{2,35}$/.test(message.locale) ? message.locale : 'en',
      createdAt,
      expiresAt: message.expiresAt ?? new Date(createdAt.getTime() + PATIENCE_MS),
    };
  }

  /** Before the queue runs, and when it can't take the job, the next sweep finds the mail. */
  async #wake(id: string, through?: SendEmailOptions['through']): Promise<void> {
    if (!this.#started) return;
    const sent = this.#options.jobs.send(EMAIL_JOB, { id }, { key: id, ...(through && { through }) });
    // Inside a transaction a failed statement has spoilt all of it.
    if (through !== undefined) return void (await sent);
    await sent.catch((err: unknown) => {
      this.#options.logger.warn({ err, mail: id }, 'a mail waits: the job queue did not take it');
    });
  }

  async #deliver(id: string): Promise<void> {
    const { repository, transport, logger } = this.#options;
    const now = this.#now();
    const email = await repository.claim(id, now, new Date(now.getTime() + CLAIM_MS));
    if (email === undefined) return;
    if (!this.#delivered.has(id)) {
      if (email.expiresAt <= now) return this.#giveUp(email, { fault: email.fault ?? 'expired', code: null });
      try {
        const composed = this.#compose(email);
        await transport.deliver({ ...composed, id, to: email.recipient });
      } catch (error) {
        return this.#fail(email, classifyEmailError(error));
      }
      this.#delivered.add(id);
      logger.info({ mail: id, kind: email.kind, attempt: email.attempts }, 'the mail server has taken a mail');
    }
    await repository.remove(id);
    this.#delivered.delete(id);
    await this.#endOutage();
  }

  #compose(email: StoredEmail) {
    const message: EmailMessage = {
      to: email.recipient,
      kind: email.kind,
      locale: email.locale,
      expiresAt: email.expiresAt,
      ...(email.url !== null && { url: email.url }),
      ...(email.name !== null && { name: email.name }),
      ...(email.newEmail !== null && { newEmail: email.newEmail }),
    };
    return composeEmail(message, { siteName: this.#options.siteName(), sentAt: email.createdAt });
  }

  async #fail(email: StoredEmail, fault: EmailFault): Promise<void> {
    const { repository, logger } = this.#options;
    if (fault.outage) this.#beginOutage(fault);
    const pause = Math.min(FIRST_DELAY_MS * 2 ** (email.attempts - 1), LONGEST_DELAY_MS);
    const at = new Date(this.#now().getTime() + pause);
    if (fault.permanent || at >= email.expiresAt) {
      return this.#giveUp(email, { fault: fault.kind, smtpStatus: fault.smtpStatus, code: fault.code });
    }
    await repository.putBack(email.id, at, { fault: fault.kind, smtpStatus: fault.smtpStatus });
    logger.warn(
      {
        mail: email.id,
        kind: email.kind,
        attempt: email.attempts,
        fault: fault.kind,
        smtpStatus: fault.smtpStatus,
        code: fault.code,
        retryInSeconds: pause / SECOND_MS,
      },
      'a mail could not be delivered and is tried again',
    );
  }

  async #giveUp(
    email: StoredEmail,
    { fault, smtpStatus = null, code }: { fault: EmailFaultKind; smtpStatus?: number | null; code: string | null },
  ): Promise<void> {
    const { repository, logger } = this.#options;
    await repository.giveUp(email.id, this.#now(), { fault, smtpStatus });
    logger.error(
      {
        mail: email.id,
        kind: email.kind,
        attempt: email.attempts,
        fault,
        smtpStatus,
        code,
        mend: EMAIL_FAULT_MENDS[fault],
      },
      'a mail is given up: it could not be delivered',
    );
  }

  #isProbed(): boolean {
    return this.#outage !== null && PROBED_FAULTS.includes(this.#outage);
  }

  async #probe(): Promise<void> {
    this.#looked = true;
    try {
      await this.#options.transport.probe();
    } catch (error) {
      this.#probes += 1;
      const pause = Math.min(FIRST_DELAY_MS * 2 ** (this.#probes - 1), LONGEST_PROBE_DELAY_MS);
      this.#nextProbeAt = this.#now().getTime() + pause;
      this.#beginOutage(classifyEmailError(error));
      return;
    }
    await this.#endOutage();
  }

  #beginOutage({ kind, smtpStatus, code }: EmailFault): void {
    if (this.#outage !== kind) {
      const fields = { fault: kind, smtpStatus, code, mend: EMAIL_FAULT_MENDS[kind] };
      this.#options.logger.error(fields, 'the mail server cannot be used; mails wait');
    }
    this.#outage = kind;
  }

  async #endOutage(): Promise<void> {
    if (this.#outage === null) return;
    this.#outage = null;
    this.#probes = 0;
    this.#nextProbeAt = 0;
    this.#options.logger.info('the mail server can be used again');
    await this.#options.repository.bringForward(OUTAGE_FAULTS, this.#now());
  }
}
