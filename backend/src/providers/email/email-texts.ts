/**
 * The words of the mails. A language is one entry of {@link EMAIL_TEXTS}; what it lacks is said in English.
 *
 * For translators: `{site}` is the book's title, `{name}` the reader's name, `{newEmail}` an address, `{hours}` a number.
 * Sentences are plain text; no markup, no link.
 */
import type { EmailLanguage } from './email-language.ts';
import { URDU_EMAIL_TEXTS } from './email-texts-urdu.ts';

const ENGLISH: EmailLanguage = {
  direction: 'ltr',
  greeting: 'Hello {name},',
  greetingNobody: 'Hello,',
  copyLink: 'If the link does not open, copy this address into your browser:',
  linkEnds: { hour: 'The link works once, for one hour.', hours: 'The link works once, for {hours} hours.' },
  footer: 'This mail was sent by {site} because somebody used this address there. Nobody reads answers to it.',
  kinds: {
    verify: {
      subject: 'Confirm your address for {site}',
      before: ['Somebody, most likely you, made an account with this address. Please confirm that it is yours.'],
      action: 'Confirm this address',
      after: ['If it was not you, do nothing: without your confirmation the account is deleted.'],
    },
    reset: {
      subject: 'Set a new password for {site}',
      before: ['Somebody, most likely you, asked for a new password.'],
      action: 'Set a new password',
      after: ['If it was not you, do nothing: your password stays as it is.'],
    },
    change_email: {
      subject: 'Agree to a new address for {site}',
      before: ['Your account is to have the address {newEmail} from now on.'],
      action: 'Agree to the new address',
      after: ['If you did not ask for it, do nothing, and set a new password: somebody may know yours.'],
    },
    delete_account: {
      subject: 'Confirm the deletion of your account at {site}',
      before: [
        'Your account and everything in it is to be deleted: conversations, progress, notes, bookmarks and profile. It cannot be brought back.',
      ],
      action: 'Delete my account',
      after: ['If you did not ask for it, do nothing, and set a new password: somebody may know yours.'],
    },
    sign_up_attempt: {
      subject: 'You have an account at {site} already',
      before: [
        'Somebody, most likely you, tried to make an account with this address. There is one already, so nothing was changed.',
      ],
      action: 'Sign in',
      after: ['If you have forgotten your password, ask for a new one there. If it was not you, do nothing.'],
    },
    email_changed: {
      subject: 'Your account at {site} has a new address',
      before: ['Your account has the address {newEmail} now. Mails no longer come to this one.'],
      after: ['If you did not change it, tell whoever runs {site} at once.'],
    },
    password_changed: {
      subject: 'Your password at {site} was changed',
      before: ['The password of your account was changed.'],
      after: ['If it was not you, ask for a new password at once.'],
    },
    account_deleted: {
      subject: 'Your account at {site} is deleted',
      before: ['Your account and everything in it has been deleted, as was asked for. This is the last mail to you.'],
      after: [],
    },
  },
};

/** Texts by language, BCP 47. */
export const EMAIL_TEXTS: Readonly<Record<string, EmailLanguage>> = {
  en: ENGLISH,
  ur: URDU_EMAIL_TEXTS,
};

/** The texts of a language, else of its wider one (`pt-BR` → `pt`), else English. */
export function emailLanguage(
  locale: string,
  catalogue: Readonly<Record<string, EmailLanguage>> = EMAIL_TEXTS,
): { readonly code: string; readonly language: EmailLanguage } {
  const codes = [locale, locale.split('-')[0] ?? ''];
  for (const code of codes) {
    const language = Object.hasOwn(catalogue, code) ? catalogue[code] : undefined;
    if (language !== undefined) return { code, language };
  }
  return { code: 'en', language: ENGLISH };
}
