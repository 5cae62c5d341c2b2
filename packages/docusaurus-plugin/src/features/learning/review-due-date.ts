/** When a question comes again, in words. */
import { pageLanguage } from '../../client/messages.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** From here on a date says more than a number of days. */
const FAR_DAYS = 30;

/**
 * When a moment is, as seen from another: “in 10 minutes”, “tomorrow”, “in 12 days”, “3 March 2027”.
 * @param dueAt ISO 8601
 */
export function formatDue(dueAt: string, now = Date.now(), language = pageLanguage()): string {
  const due = Date.parse(dueAt);
  const left = Math.max(0, due - now);
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  if (left < HOUR_MS) return relative.format(Math.max(1, Math.ceil(left / MINUTE_MS)), 'minute');
  if (left < DAY_MS) return relative.format(Math.round(left / HOUR_MS), 'hour');
  const days = Math.round(left / DAY_MS);
  if (days <= FAR_DAYS) return relative.format(days, 'day');
  return new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(due);
}
