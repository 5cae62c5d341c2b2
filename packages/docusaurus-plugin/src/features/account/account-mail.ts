/** What the server says of a mail that it was asked for. */
import { isRecord, isString } from '../../client/guard-checks.ts';

/** What becomes of a mail, as far as the server knows. */
export interface MailFate {
  /** queued: on its way · delayed: the mail server is down · unavailable: this server sends none. */
  readonly delivery: 'queued' | 'delayed' | 'unavailable';
  /** The mail's link, in development only; null else. */
  readonly link: string | null;
}

const KNOWN = ['delayed', 'unavailable'] as const;

/** Reads what the server says of a mail; what is not said counts as on its way. */
export function mailFateOf(notice: unknown): MailFate {
  const mail = isRecord(notice) ? notice : {};
  const link = isString(mail['url']) ? String(mail['url']) : null;
  return { delivery: KNOWN.find((delivery) => delivery === mail['delivery']) ?? 'queued', link };
}

/** Reads the part about the mail of an answer of `/api/auth`. */
export async function readMailFate(response: Response): Promise<MailFate> {
  const body: unknown = await response.json().catch(() => null);
  return mailFateOf(isRecord(body) ? body['mail'] : null);
}
