/** Tells operators whether mails arrive. */
import type { HealthCheck, HealthFinding } from '../../config/health-check.ts';
import { EMAIL_FAULT_MENDS, type EmailFaultKind } from './email-fault.ts';
import type { OutboxSummary } from './email-outbox.repository.ts';

/** A mail that waits for longer is worth a look. */
const LATE_MS = 15 * 60 * 1000;
/** How long a mail that was given up degrades the server. */
const RECENT_MS = 24 * 60 * 60 * 1000;

/** What the check looks at. */
export interface EmailHealthOptions {
  readonly outage: () => EmailFaultKind | null;
  readonly summary: () => Promise<OutboxSummary>;
  readonly now?: () => Date;
}

/** Whether mails can be delivered, and whether some could not. The server does its work without: it never fails. */
export function createEmailCheck({ outage, summary, now = () => new Date() }: EmailHealthOptions): HealthCheck {
  return {
    name: 'email',
    required: false,
    check: async () => judge(outage(), await summary(), now()),
  };
}

/** On a server that sends no mails although readers need them. */
export function createNoEmailCheck(): HealthCheck {
  const detail = 'SMTP_HOST is not set: no mail is sent, so addresses and passwords cannot be confirmed or reset';
  return { name: 'email', required: false, check: async () => ({ status: 'warn', detail }) };
}

function judge(
  outage: EmailFaultKind | null,
  { waiting, waitingSince, givenUp }: OutboxSummary,
  now: Date,
): HealthFinding {
  const waits = waiting === 1 ? '1 mail waits' : `${waiting} mails wait`;
  if (outage !== null) {
    return {
      status: 'warn',
      detail: `the mail server cannot be used (${outage}); ${waits}. ${EMAIL_FAULT_MENDS[outage]}`,
    };
  }
  const lost = givenUp.filter(({ last }) => now.getTime() - last.getTime() < RECENT_MS);
  if (lost.length > 0) {
    const reasons = lost.map(({ fault, count }) => `${count} ${fault}`).join(', ');
    return { status: 'warn', detail: `mails could not be delivered: ${reasons}; see lectern doctor` };
  }
  if (waitingSince !== null && now.getTime() - waitingSince.getTime() > LATE_MS) {
    return { status: 'warn', detail: `${waits}, the oldest since ${waitingSince.toISOString()}` };
  }
  return { status: 'pass' };
}
