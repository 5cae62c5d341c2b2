import { describe, expect, it } from 'vitest';
import type { EmailKind } from './email.port.ts';
import { composeEmail } from './email-composer.ts';
import type { EmailLanguage } from './email-language.ts';
import { EMAIL_TEXTS, emailLanguage } from './email-texts.ts';

const english = emailLanguage('en').language;

/** A language as a translator would add it. */
const URDU: EmailLanguage = { ...english, direction: 'rtl', greeting: '{name}، السلام علیکم', footer: 'از {site}' };

describe('the texts', () => {
  it('have what each kind needs, in every language', () => {
    for (const language of Object.values(EMAIL_TEXTS)) {
      expect(Object.keys(language.kinds).toSorted()).toEqual(Object.keys(english.kinds).toSorted());
      for (const [kind, { subject, action, before }] of Object.entries(language.kinds)) {
        expect([kind, action === undefined]).toEqual([kind, !hasLink(kind)]);
        expect(subject).toContain('{site}');
        expect(before.join('')).not.toBe('');
      }
      expect(JSON.stringify(language)).not.toMatch(/[<>]|https?:/);
      expect(
        JSON.stringify(language)
          .match(/\{\w+\}/g)
          ?.filter((name) => !/^\{(site|name|newEmail|hours)\}$/.test(name)),
      ).toEqual([]);
    }
  });

  it('are found for a region by its language', () => {
    const catalogue = { en: english, ur: URDU };
    expect(emailLanguage('ur-PK', catalogue).code).toBe('ur');
    expect(emailLanguage('de', catalogue).code).toBe('en');
  });

  it('of a language written from the right turn the page, but not the address', () => {
    const message = {
      to: 'a@b.example',
      kind: 'verify',
      url: 'https://b.example/',
      name: 'عائشہ',
      locale: 'ur',
    } as const;
    const options = { siteName: 'Book', sentAt: new Date(), catalogue: { en: english, ur: URDU } };
    const { html, text, locale } = composeEmail(message, options);
    expect(locale).toBe('ur');
    expect(html).toContain('<html lang="ur" dir="rtl">');
    expect(html).toContain('<a href="https://b.example/" dir="ltr">');
    expect(text).toContain('عائشہ، السلام علیکم');
  });
});

/** One of each kind, as it goes out. */
const URDU_MAILS = [
  { kind: 'verify', hours: 24 },
  { kind: 'reset', hours: 1 },
  { kind: 'change_email', hours: 24 },
  { kind: 'delete_account', hours: 24 },
  { kind: 'sign_up_attempt' },
  { kind: 'email_changed' },
  { kind: 'password_changed' },
  { kind: 'account_deleted' },
] as const satisfies readonly { kind: EmailKind; hours?: number }[];

describe('Urdu mails', () => {
  const sentAt = new Date('2026-03-01T10:00:00Z');
  const compose = (mail: (typeof URDU_MAILS)[number]) =>
    composeEmail(
      {
        to: 'a@b.example',
        kind: mail.kind,
        name: 'عائشہ',
        locale: 'ur-PK',
        newEmail: 'neu@b.example',
        url: 'https://b.example/?token=t',
        ...('hours' in mail ? { expiresAt: new Date(sentAt.getTime() + mail.hours * 60 * 60 * 1000) } : {}),
      },
      { siteName: 'Physical AI', sentAt },
    );

  it.each(URDU_MAILS)('$kind is Urdu from its subject to its last line', (mail) => {
    const { locale, subject, text, html } = compose(mail);
    expect(locale).toBe('ur');
    expect(html).toContain('<html lang="ur" dir="rtl">');
    expect(subject).toContain('Physical AI');
    expect(text).toContain('السلام علیکم عائشہ،');
    // Nothing Latin but the book's title and addresses, and no letter that only Arabic has.
    const words = `${subject}\n${text}`.replaceAll(/https?:\S+|\S+@\S+|Physical AI/g, '');
    expect(words.match(/[A-Za-z{}]|[يكة٠-٩۰-۹,;?]/g)).toBeNull();
  });

  it('tell how long a link works', () => {
    expect(compose(URDU_MAILS[0]).text).toContain('24 گھنٹے');
    expect(compose(URDU_MAILS[1]).text).toContain('ایک گھنٹے');
  });

  it('name the new address of an account', () => {
    expect(compose(URDU_MAILS[2]).text).toContain('neu@b.example');
    expect(compose(URDU_MAILS[5]).text).toContain('neu@b.example');
  });
});

const hasLink = (kind: string): boolean =>
  ['verify', 'reset', 'change_email', 'delete_account', 'sign_up_attempt'].includes(kind);
