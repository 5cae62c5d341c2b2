/** Checks of mails: whether the mail server takes them, and which did not arrive. */
import type { Settings } from '../config/settings.ts';
import type { Database } from '../db/client.ts';
import {
  classifyEmailError,
  createOutboxRepository,
  createSmtpTransport,
  EMAIL_FAULT_MENDS,
  smtpOptions,
} from '../providers/email/index.ts';
import { broken, type Finding, ok, warning } from './doctor-finding.ts';

/** Connects to the mail server and signs in, without sending anything. */
export async function checkMailServer(settings: Pick<Settings, 'smtp' | 'server' | 'environment'>): Promise<Finding> {
  const { smtp, server, environment } = settings;
  if (smtp === null) {
    if (environment === 'development' || environment === 'test') return ok('E-mail', 'links are written to the log');
    return warning(
      'E-mail',
      'no mail server: addresses and passwords cannot be confirmed or reset',
      'Set SMTP_HOST (or SMTP_URL) and SMTP_FROM.',
    );
  }
  try {
    await createSmtpTransport(smtpOptions(smtp, new URL(server.publicUrl).hostname)).probe();
  } catch (error) {
    const { kind, code, smtpStatus } = classifyEmailError(error);
    const told = [smtpStatus, code].filter((part) => part !== null).join(' ');
    return broken('E-mail', `the mail server cannot be used: ${kind}${told && ` (${told})`}`, EMAIL_FAULT_MENDS[kind]);
  }
  const encryption = smtp.secure ? 'TLS' : `STARTTLS ${smtp.startTls}`;
  return ok('E-mail', `${smtp.host} takes mails (${encryption}${smtp.user === null ? '' : ', signed in'})`);
}

/** Tells of mails that wait and of those that were given up; their addresses are in the table `email_outbox`. */
export async function checkMails(database: Pick<Database, 'db' | 'sql'>): Promise<Finding | undefined> {
  const [table] = await database.sql<{ found: boolean }[]>`select to_regclass('email_outbox') is not null as found`;
  if (!table?.found) return undefined;
  const { waiting, waitingSince, givenUp } = await createOutboxRepository(database.db).summary();
  const since = waitingSince === null ? '' : `, the oldest since ${waitingSince.toISOString()}`;
  const [most] = givenUp;
  if (most === undefined) return ok('Mails', waiting === 0 ? 'none waits' : `${waiting} waiting${since}`);
  const lost = givenUp.map(({ fault, count, last }) => `${count} ${fault} (last ${last.toISOString()})`).join(', ');
  return warning('Mails', `not delivered: ${lost}; ${waiting} waiting${since}`, EMAIL_FAULT_MENDS[most.fault]);
}
