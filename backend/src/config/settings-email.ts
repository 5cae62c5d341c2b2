/** Variables of the mail server. */
import { z } from 'zod';
import { defineSettings, flag, oneOf, text, url, wholeNumber } from './setting-entry.ts';

/** One address, with a name or without; quotes and line breaks would reach a header. */
const SENDER = /^(?:[^<>@"\p{C}]*<[^<>@\s"\p{C}]+@[^<>@\s"\p{C}]+>|[^<>@\s"\p{C}]+@[^<>@\s"\p{C}]+)$/u;

/** E-mail; without a mail server, mails are written to the log in development and not sent elsewhere. */
export const EMAIL_SETTINGS = defineSettings({
  SMTP_URL: {
    description:
      'Mail server in one line, instead of SMTP_HOST, SMTP_PORT, SMTP_SECURE, SMTP_USER and SMTP_PASSWORD. smtps:// speaks TLS from the first byte, smtp:// STARTTLS. User and password percent-encoded.',
    feature: 'email',
    secret: true,
    example: 'smtps://lectern:password@smtp.example:465',
    schema: url(['smtp:', 'smtps:']),
  },
  SMTP_HOST: {
    description:
      'Mail server that sends verification and password e-mails. Without one (and without SMTP_URL), development writes their links to the log; staging and production send none, and say so in /health.',
    feature: 'email',
    example: 'smtp.example',
    schema: text(),
  },
  SMTP_PORT: {
    description: 'Port of the mail server.',
    derived: '465 with SMTP_SECURE, otherwise 587',
    feature: 'email',
    example: '465',
    schema: wholeNumber(1, 65_535),
  },
  SMTP_SECURE: {
    description: 'Whether TLS is spoken from the first byte (port 465); otherwise STARTTLS.',
    default: 'false',
    feature: 'email',
    example: 'true',
    schema: flag(),
  },
  SMTP_STARTTLS: {
    description:
      'Without SMTP_SECURE: required sends nothing over a connection that the server does not encrypt, optional encrypts where the server can, never does not. Certificates are always checked.',
    derived: 'optional for a mail server on this machine, otherwise required',
    feature: 'email',
    example: 'required',
    schema: oneOf(['required', 'optional', 'never']),
  },
  SMTP_CA_FILE: {
    description: 'Certificates of a private authority that the mail server’s own is signed by, PEM.',
    feature: 'email',
    example: '/etc/lectern/mail-ca.pem',
    schema: text(),
  },
  SMTP_USER: {
    description: 'User at the mail server.',
    feature: 'email',
    example: 'lectern',
    schema: text(),
  },
  SMTP_PASSWORD: {
    description: 'Password at the mail server.',
    feature: 'email',
    secret: true,
    example: 'smtp-password',
    schema: text(),
  },
  SMTP_FROM: {
    description: 'Sender of e-mails: an address that the mail server sends for.',
    feature: 'email',
    example: 'Lectern <book@example.org>',
    schema: z.string().regex(SENDER, 'must be an e-mail address'),
  },
});
