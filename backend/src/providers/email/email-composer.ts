/** Puts a mail into words: subject, plain text and HTML, without anything from elsewhere. */
import type { EmailMessage } from './email.port.ts';
import { greetingName } from './email-address.ts';
import type { EmailLanguage } from './email-language.ts';
import { emailLanguage } from './email-texts.ts';

const HOUR_MS = 60 * 60 * 1000;

/** A mail in words. */
export interface ComposedEmail {
  /** Language of the words, BCP 47. */
  readonly locale: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What the words are about. */
export interface ComposeOptions {
  /** Title of the book. */
  readonly siteName: string;
  /** When the mail was asked for: how long its link works is told from here. */
  readonly sentAt: Date;
  /** Languages with their texts; default: those of `email-texts.ts`. */
  readonly catalogue?: Readonly<Record<string, EmailLanguage>>;
}

/**
 * Composes a mail.
 * @throws TypeError when a link is missing or is no address of a web page
 */
export function composeEmail(message: EmailMessage, { siteName, sentAt, catalogue }: ComposeOptions): ComposedEmail {
  const { code, language } = emailLanguage(message.locale, catalogue);
  const words = language.kinds[message.kind];
  const name = greetingName(message.name);
  const fill = (text: string): string => fillIn(text, { site: oneLine(siteName), name, newEmail: message.newEmail });
  const link = words.action === undefined ? null : { url: webAddress(message.url), action: fill(words.action) };
  const content: Content = {
    greeting: fill(name === null ? language.greetingNobody : language.greeting),
    before: words.before.map(fill),
    link,
    copyLink: language.copyLink,
    after: [...(link ? lifeOfLink(message, language, sentAt) : []), ...words.after.map(fill)],
    footer: fill(language.footer),
  };
  const subject = fill(words.subject);
  const html = htmlOf(content, { subject, code, direction: language.direction });
  return { locale: code, subject, text: textOf(content), html };
}

interface Content {
  readonly greeting: string;
  readonly before: readonly string[];
  readonly link: { readonly url: string; readonly action: string } | null;
  readonly copyLink: string;
  readonly after: readonly string[];
  readonly footer: string;
}

function textOf({ greeting, before, link, after, footer }: Content): string {
  const parts = [greeting, ...before, ...(link ? [`${link.action}:\n${link.url}`] : []), ...after, `-- \n${footer}`];
  return `${parts.join('\n\n')}\n`;
}

function htmlOf(
  { greeting, before, link, copyLink, after, footer }: Content,
  { subject, code, direction }: { subject: string; code: string; direction: string },
): string {
  const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`;
  const address = link ? `<a href="${escapeHtml(link.url)}" dir="ltr">` : '';
  const parts = [
    paragraph(greeting),
    ...before.map(paragraph),
    ...(link
      ? [
          `<p>${address}<strong>${escapeHtml(link.action)}</strong></a></p>`,
          `<p>${escapeHtml(copyLink)}<br>${address}${escapeHtml(link.url)}</a></p>`,
        ]
      : []),
    ...after.map(paragraph),
    `<p><small>${escapeHtml(footer)}</small></p>`,
  ];
  return `<!doctype html>
<html lang="${escapeHtml(code)}" dir="${direction}">
<head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>
<body>
${parts.join('\n')}
</body>
</html>
`;
}

function lifeOfLink({ expiresAt }: EmailMessage, { linkEnds }: EmailLanguage, sentAt: Date): string[] {
  if (expiresAt === undefined) return [];
  const hours = Math.round((expiresAt.getTime() - sentAt.getTime()) / HOUR_MS);
  if (hours < 1) return [];
  return [hours === 1 ? linkEnds.hour : linkEnds.hours.replace('{hours}', String(hours))];
}

/** One pass: what is filled in is not looked at again. */
function fillIn(text: string, values: { site: string; name: string | null; newEmail: string | undefined }): string {
  return text.replace(/\{(site|name|newEmail)\}/g, (_all, key: 'site' | 'name' | 'newEmail') => values[key] ?? '');
}

const oneLine = (text: string): string => text.replace(/[\s\p{C}]+/gu, ' ').trim();

function webAddress(url: string | undefined): string {
  const parsed = URL.parse(url ?? '');
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) throw new TypeError('a mail has no link to a web page');
  return parsed.href;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
