/** Days and times in the page's language and the reader's time zone. */
import { pageLanguage } from '../../client/messages.ts';

/** A day, e.g. `21 November 2026`; what is no date stays as it is. */
export function formatDay(date: string): string {
  const time = Date.parse(date);
  return Number.isNaN(time) ? date : new Intl.DateTimeFormat(pageLanguage(), { dateStyle: 'long' }).format(time);
}

/** A day with its time. */
export function formatMoment(date: string): string {
  const time = Date.parse(date);
  const format = new Intl.DateTimeFormat(pageLanguage(), { dateStyle: 'medium', timeStyle: 'short' });
  return Number.isNaN(time) ? date : format.format(time);
}
