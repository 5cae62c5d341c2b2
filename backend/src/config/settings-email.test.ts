import { describe, expect, it } from 'vitest';
import { loadSettings } from './settings.ts';
import { SettingsError } from './settings-error.ts';

const FROM = 'Lectern <book@example.org>';
const smtpOf = (environment: Record<string, string>) => loadSettings(environment, { root: '/srv/lectern' }).smtp;

function faultyNames(environment: Record<string, string>): string[] {
  try {
    loadSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.faults.map(({ name }) => name);
    throw error;
  }
  return [];
}

describe('the mail server', () => {
  it('is none by itself', () => {
    expect(smtpOf({})).toBeNull();
    expect(smtpOf({ SMTP_FROM: FROM })).toBeNull();
  });

  it('by its host speaks STARTTLS at port 587, and must', () => {
    expect(smtpOf({ SMTP_HOST: 'smtp.example', SMTP_FROM: FROM })).toEqual({
      host: 'smtp.example',
      port: 587,
      secure: false,
      startTls: 'required',
      user: null,
      password: null,
      from: FROM,
      caFile: null,
    });
  });

  it('with SMTP_SECURE speaks TLS at port 465', () => {
    expect(smtpOf({ SMTP_HOST: 'smtp.example', SMTP_SECURE: 'yes', SMTP_FROM: FROM })).toMatchObject({
      port: 465,
      secure: true,
    });
  });

  it('on the same machine may speak without encryption', () => {
    for (const host of ['localhost', '127.0.0.1', '::1']) {
      expect(smtpOf({ SMTP_HOST: host, SMTP_FROM: FROM })?.startTls).toBe('optional');
    }
    expect(smtpOf({ SMTP_HOST: 'localhost.example', SMTP_FROM: FROM })?.startTls).toBe('required');
    expect(smtpOf({ SMTP_HOST: 'localhost', SMTP_STARTTLS: 'required', SMTP_FROM: FROM })?.startTls).toBe('required');
  });

  it('comes from a URL, with user and password decoded', () => {
    const smtp = smtpOf({ SMTP_URL: 'smtps://book%40example.org:p%3Ass%2Fw@smtp.example', SMTP_FROM: FROM });
    expect(smtp).toMatchObject({
      host: 'smtp.example',
      port: 465,
      secure: true,
      user: 'book@example.org',
      password: 'p:ss/w',
    });
    expect(smtpOf({ SMTP_URL: 'smtp://[::1]:2525', SMTP_FROM: FROM })).toMatchObject({
      host: '::1',
      port: 2525,
      startTls: 'optional',
      user: null,
    });
  });

  it('finds the certificates of a private authority below the root', () => {
    const smtp = smtpOf({ SMTP_HOST: 'smtp.example', SMTP_FROM: FROM, SMTP_CA_FILE: 'ca.pem' });
    expect(smtp?.caFile).toBe('/srv/lectern/ca.pem');
  });
});

describe('what cannot be together', () => {
  it.each([
    [{ SMTP_HOST: 'smtp.example' }, ['SMTP_FROM']],
    [{ SMTP_URL: 'smtp://smtp.example' }, ['SMTP_FROM']],
    [
      { SMTP_URL: 'smtp://a:b@smtp.example', SMTP_FROM: FROM, SMTP_HOST: 'x', SMTP_PORT: '25' },
      ['SMTP_HOST', 'SMTP_PORT'],
    ],
    [{ SMTP_URL: 'smtp://user@smtp.example', SMTP_FROM: FROM }, ['SMTP_URL']],
    [{ SMTP_URL: 'smtp://a:%zz@smtp.example', SMTP_FROM: FROM }, ['SMTP_URL']],
    [{ SMTP_URL: 'smtp://smtp.example/path', SMTP_FROM: FROM }, ['SMTP_URL']],
    [{ SMTP_URL: 'https://smtp.example', SMTP_FROM: FROM }, ['SMTP_URL']],
    [{ SMTP_HOST: 'smtp.example', SMTP_FROM: FROM, SMTP_USER: 'u' }, ['SMTP_PASSWORD']],
  ])('%j', (environment, names) => {
    expect(faultyNames(environment)).toEqual(names);
  });

  it.each(['a@b.example\r\nBcc: c@d.example', 'Nobody', '"A" <a@b.example>', 'a@b.example, c@d.example'])(
    'a sender like %j',
    (from) => {
      expect(faultyNames({ SMTP_HOST: 'smtp.example', SMTP_FROM: from })).toEqual(['SMTP_FROM']);
    },
  );
});
