import { describe, expect, it } from 'vitest';
import { composeEmail } from './email-composer.ts';
import { EMAIL_TEXTS, type EmailLanguage, emailLanguage } from './email-texts.ts';

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

const hasLink = (kind: string): boolean =>
  ['verify', 'reset', 'change_email', 'delete_account', 'sign_up_attempt'].includes(kind);
