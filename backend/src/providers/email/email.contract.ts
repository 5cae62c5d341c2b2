/** The contract of the port: every adapter's test runs this suite. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EmailKind, EmailMessage, EmailSender } from './email.port.ts';

/** A mail as its reader would see it. */
export interface SeenEmail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** A line of the log. */
export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly text: string;
}

/** An adapter, and what stands behind it. */
export interface OpenedEmail {
  readonly sender: EmailSender;
  /** The mails that have arrived, once `count` have. */
  arrived(count: number): Promise<readonly SeenEmail[]>;
  /** What was logged. */
  readonly lines: () => readonly LogLine[];
  close(): Promise<void>;
}

/** Title of the book in the suites. */
export const SITE_NAME = 'A Book & More';

const LINK = 'https://book.example/verify?token=abc&next=/';
const KINDS: readonly EmailKind[] = [
  'verify',
  'reset',
  'change_email',
  'delete_account',
  'sign_up_attempt',
  'email_changed',
  'password_changed',
  'account_deleted',
];
/** How many of them have a link. */
const LINKED = 5;

const NO_ADDRESSES = [
  'ada@reader.example\r\nBcc: eve@evil.example',
  'ada@reader.example, eve@evil.example',
  'ada@reader.example>\r\nRCPT TO:<eve@evil.example',
  'Ada <ada@reader.example>',
  'ada@reader',
  'ada',
  '',
  `${'a'.repeat(250)}@reader.example`,
];

/** Names that strangers give, and the line that greets. */
const GREETINGS: readonly (readonly [name: string, greeting: string])[] = [
  ['Ada\r\nBcc: eve@evil.example', 'Hello,'],
  ['Ada\r\n\r\nLovelace', 'Hello Ada Lovelace,'],
  ['win money at evil.example/now', 'Hello,'],
  ['https://evil', 'Hello,'],
  ['J. R. R. Tolkien', 'Hello J. R. R. Tolkien,'],
  ['{newEmail}{site}', 'Hello {newEmail}{site},'],
  ['عائشہ', 'Hello عائشہ,'],
  ['علی\u200cرضا', 'Hello علی\u200cرضا,'],
  ['Ada\u202eevil', 'Hello Ada evil,'],
  ['x'.repeat(300), `Hello ${'x'.repeat(59)}…,`],
  ['', 'Hello,'],
];

const message = (more: Partial<EmailMessage> = {}): EmailMessage => ({
  to: 'ada@reader.example',
  kind: 'verify',
  url: LINK,
  name: 'Ada',
  locale: 'en',
  ...more,
});

/** Declares the suite for an adapter. */
export const describeEmailContract = (name: string, open: () => Promise<OpenedEmail>): void => {
  describe(`email port: ${name}`, () => {
    let opened: OpenedEmail;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());

    const arriving = async (given: Partial<EmailMessage>): Promise<SeenEmail> => {
      await opened.sender.send(message(given));
      const mails = await opened.arrived(1);
      expect(mails).toHaveLength(1);
      return mails[0] ?? { to: [], subject: '', text: '' };
    };

    it('says in each kind who it is from, greets, and has its link', async () => {
      for (const kind of KINDS) await opened.sender.send(message({ kind, newEmail: 'new@reader.example' }));
      const mails = await opened.arrived(KINDS.length);
      expect(new Set(mails.map(({ subject }) => subject)).size).toBe(KINDS.length);
      for (const { to, subject, text } of mails) {
        expect(to).toEqual(['ada@reader.example']);
        for (const said of [subject, text]) expect(said).toContain(SITE_NAME);
        expect(text).toContain('Hello Ada,');
      }
      expect(mails.filter(({ text }) => text.includes(LINK))).toHaveLength(LINKED);
    });

    it('arrives once for each time it was sent', async () => {
      await opened.sender.send(message());
      await opened.sender.send(message({ kind: 'reset' }));
      const mails = await opened.arrived(2);
      expect(mails.map(({ subject }) => subject).toSorted()).toEqual([
        `Confirm your address for ${SITE_NAME}`,
        `Set a new password for ${SITE_NAME}`,
      ]);
    });

    it('tells how long the link works', async () => {
      const inADay = new Date(Date.now() + 24 * 60 * 60 * 1000);
      expect((await arriving({ expiresAt: inADay })).text).toContain('for 24 hours');
    });

    it.each(NO_ADDRESSES)('refuses %j as an address', async (to) => {
      await expect(opened.sender.send(message({ to }))).rejects.toThrow(TypeError);
    });

    it('sends nothing for what it refused', async () => {
      for (const to of NO_ADDRESSES) await opened.sender.send(message({ to })).catch(() => undefined);
      await opened.sender.send(message({ kind: 'reset' }));
      expect((await opened.arrived(1)).map(({ to }) => to)).toEqual([['ada@reader.example']]);
    });

    it('refuses a link that is no page', async () => {
      for (const url of [undefined, '', 'javascript:alert(1)', '/verify']) {
        await expect(opened.sender.send({ ...message(), url: url ?? '' })).rejects.toThrow(TypeError);
      }
    });

    it('greets by names on one line, and by none that would be a link', async () => {
      for (const [name] of GREETINGS) await opened.sender.send(message({ name }));
      const mails = await opened.arrived(GREETINGS.length);
      const greetings = mails.map(({ text }) => text.split('\n')[0]?.trim() ?? '');
      expect(greetings.toSorted()).toEqual(GREETINGS.map(([, greeting]) => greeting).toSorted());
      expect(new Set(mails.flatMap(({ to }) => to))).toEqual(new Set(['ada@reader.example']));
    });

    it('speaks English to a language that it has no texts in', async () => {
      for (const locale of ['sw', 'de-AT', 'constructor', '']) await opened.sender.send(message({ locale }));
      for (const { text } of await opened.arrived(4)) expect(text).toContain('Please confirm that it is yours');
    });

    it('keeps addresses out of the log above debug', async () => {
      await arriving({ newEmail: 'new@reader.example' });
      const lines = opened.lines().filter(({ level }) => level !== 'debug');
      for (const { text } of lines) expect(text).not.toMatch(/reader\.example/);
    });

    it('says the same of delivery whoever is asked about', async () => {
      const before = opened.sender.delivery();
      const { delivery } = await opened.sender.send(message());
      expect(delivery).toBe(before);
    });
  });
};
