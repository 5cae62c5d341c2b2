import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate, type TestCertificate } from './certificate.fixture.ts';
import { composeEmail } from './email-composer.ts';
import { classifyEmailError } from './email-fault.ts';
import { localSmtp } from './email-outbox.fixture.ts';
import { createSmtpTransport, type OutgoingEmail, type SmtpOptions } from './email-transport.ts';
import { addressesOf, type SmtpServerPlan, startSmtpServer, type TestSmtpServer } from './smtp-server.fixture.ts';

const ID = '7f1c1b9e-5a3e-4c56-9a52-0d3f6a6f1c11';
const LINK = 'https://book.example/verify?token=a&next=<b>';
const CREDENTIALS = { user: 'book', password: 'a pass:word/ü' };

let certificate: TestCertificate;
let server: TestSmtpServer | undefined;

beforeAll(() => {
  certificate = makeCertificate('localhost');
});
afterEach(async () => {
  await server?.close();
  server = undefined;
});

function email(more: { name?: string; siteName?: string } = {}): OutgoingEmail {
  const { name = 'Ada <b>Lovelace</b> & "Co"', siteName = 'A Book & More' } = more;
  const message = { to: 'ada@reader.example', kind: 'verify', url: LINK, name, locale: 'en' } as const;
  return { ...composeEmail(message, { siteName, sentAt: new Date() }), id: ID, to: message.to };
}

/** Starts a server and hands a mail over to it. */
async function deliver(plan: SmtpServerPlan, options: Partial<SmtpOptions> = {}, given = email()) {
  server = await startSmtpServer(plan);
  const transport = createSmtpTransport(localSmtp({ host: 'localhost', port: server.port, ...options }));
  await transport.probe();
  await transport.deliver(given);
  expect(server.arrived).toHaveLength(1);
  const [mail] = server.arrived;
  if (mail === undefined) throw new Error('no mail arrived');
  return mail;
}

/** What kind of fault a try meets. */
const faultOf = (trying: Promise<unknown>) =>
  trying.then(
    () => 'none',
    (error: unknown) => classifyEmailError(error).kind,
  );

describe('the connection', () => {
  it('is encrypted from the first byte when it is to be', async () => {
    const plan = { certificate, secure: true, credentials: CREDENTIALS };
    const mail = await deliver(plan, { secure: true, certificates: certificate.cert, credentials: CREDENTIALS });
    expect(mail).toMatchObject({ encrypted: true, user: 'book' });
  });

  it('is encrypted by STARTTLS before the password is sent', async () => {
    const plan = { certificate, credentials: CREDENTIALS };
    const options = { startTls: 'required', certificates: certificate.cert, credentials: CREDENTIALS } as const;
    expect(await deliver(plan, options)).toMatchObject({ encrypted: true, user: 'book' });
  });

  it('may stay unencrypted only where that is allowed', async () => {
    expect((await deliver({ plain: true })).encrypted).toBe(false);
    await server?.close();
    expect((await deliver({ certificate }, { startTls: 'never' })).encrypted).toBe(false);
    await server?.close();
    expect(await faultOf(deliver({ plain: true }, { startTls: 'required' }))).toBe('encryption');
    expect(server?.arrived).toEqual([]);
  });

  it('is refused to a server whose certificate nobody vouches for', async () => {
    const stranger = makeCertificate('localhost');
    for (const secure of [true, false]) {
      const options = { secure, startTls: 'required', certificates: stranger.cert } as const;
      expect(await faultOf(deliver({ certificate, secure }, options))).toBe('encryption');
      expect(server?.arrived).toEqual([]);
      await server?.close();
    }
  });

  it('is refused to a server with the certificate of another host', async () => {
    const foreign = makeCertificate('elsewhere.example');
    const options = { host: 'localhost', startTls: 'required', certificates: foreign.cert } as const;
    expect(await faultOf(deliver({ certificate: foreign }, options))).toBe('encryption');
  });

  it('is refused by a server that does not know us', async () => {
    const plan = { certificate, credentials: CREDENTIALS };
    const wrong = { certificates: certificate.cert, credentials: { user: 'book', password: 'wrong' } };
    expect(await faultOf(deliver(plan, wrong))).toBe('credentials');
    await server?.close();
    expect(await faultOf(deliver(plan, { certificates: certificate.cert }))).toBe('credentials');
  });

  it('to nobody fails as unreachable', async () => {
    const { port, close } = await startSmtpServer({ plain: true });
    await close();
    expect(await faultOf(createSmtpTransport(localSmtp({ port })).probe())).toBe('unreachable');
    const elsewhere = localSmtp({ port, host: 'no-such-host.invalid' });
    expect(await faultOf(createSmtpTransport(elsewhere).probe())).toBe('unreachable');
  });
});

describe('the mail on the wire', () => {
  it('names its sender, its one reader, itself, and what it is', async () => {
    const { from, to, parsed, raw } = await deliver({ plain: true });
    expect([from, to]).toEqual(['book@server.example', ['ada@reader.example']]);
    expect(parsed.from?.text).toBe('"The Book" <book@server.example>');
    expect(addressesOf(parsed.to)).toEqual(['ada@reader.example']);
    expect(parsed.subject).toBe('Confirm your address for A Book & More');
    expect(parsed.messageId).toBe(`<${ID}@server.example>`);
    expect(parsed.headers.get('auto-submitted')).toBe('auto-generated');
    expect(parsed.headers.get('content-language')).toBe('en');
    expect(parsed.date).toBeInstanceOf(Date);
    expect(raw).not.toMatch(/x-mailer/i);
  });

  it('has a plain text, and the same as escaped HTML without anything from elsewhere', async () => {
    const { parsed } = await deliver({ plain: true });
    expect(parsed.text).toContain('Hello Ada <b>Lovelace</b> & "Co",');
    expect(parsed.text).toContain('https://book.example/verify?token=a&next=%3Cb%3E');
    const html = parsed.html === false ? '' : parsed.html;
    expect(html).toContain('Hello Ada &lt;b&gt;Lovelace&lt;/b&gt; &amp; &quot;Co&quot;,');
    expect(html).toContain('<html lang="en" dir="ltr">');
    expect(html.match(/(?:src|href|url\()[^>]*/g)).toEqual([
      'href="https://book.example/verify?token=a&amp;next=%3Cb%3E" dir="ltr"',
      'href="https://book.example/verify?token=a&amp;next=%3Cb%3E" dir="ltr"',
    ]);
    expect(parsed.attachments).toEqual([]);
  });

  it('cannot be given another header by a name or a title', async () => {
    const strange = { name: 'Ada\r\nBcc: eve@evil.example', siteName: 'Book\r\nBcc: eve@evil.example\r\n\r\nBody' };
    const { to, parsed, raw } = await deliver({ plain: true }, {}, email(strange));
    expect(to).toEqual(['ada@reader.example']);
    expect(parsed.bcc).toBeUndefined();
    const headers = raw.slice(0, raw.indexOf('\r\n\r\n'));
    expect(headers).not.toMatch(/^bcc:/im);
    expect(parsed.subject).toBe('Confirm your address for Book Bcc: eve@evil.example Body');
  });

  it('carries other scripts', async () => {
    const { parsed } = await deliver({ plain: true }, {}, email({ name: 'عائشہ', siteName: 'روبوٹکس' }));
    expect(parsed.subject).toBe('Confirm your address for روبوٹکس');
    expect(parsed.text).toContain('Hello عائشہ,');
  });
});
