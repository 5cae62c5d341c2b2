import { privacyResponseSchema } from '@lectern/contracts';
import { describe, expect, it } from 'vitest';
import { testApp, testSettings } from '../../app.fixture.ts';
import { describePrivacy } from './me-privacy.ts';

const FACTS = { cookies: [], accounts: true, sessionDays: 7 };
const privacyOf = (variables: Record<string, string> = {}) => describePrivacy(testSettings(variables), FACTS);
const daysOf = (variables: Record<string, string>, kind: string) =>
  privacyOf(variables).kept.find((entry) => entry.kind === kind)?.days;

const FROM = { SMTP_FROM: 'book@server.example' };

describe('the privacy page', () => {
  it('of a server without keys names no recipient', () => {
    expect(privacyOf().recipients).toEqual([]);
  });

  it('tells the days of the settings, and 0 as for ever', () => {
    expect(daysOf({ RETENTION_DAYS_CHAT: '12' }, 'conversations')).toBe(12);
    expect(daysOf({ RETENTION_DAYS_CHAT: '0' }, 'conversations')).toBeNull();
    expect(daysOf({ RETENTION_DAYS_UNVERIFIED: '3' }, 'unverified_account')).toBe(3);
    expect(daysOf({}, 'mail')).toBeUndefined();
    expect(daysOf({ SMTP_HOST: 'smtp.example', ...FROM }, 'mail')).toBe(14);
  });

  it('says what an account keeps beyond those days', () => {
    const kept = (accounts: boolean) =>
      describePrivacy(testSettings({}), { ...FACTS, accounts })
        .kept.filter(({ accountsKeep }) => accountsKeep)
        .map(({ kind }) => kind);
    expect(kept(true)).toEqual(['conversations', 'profile', 'learning']);
    expect(kept(false)).toEqual([]);
  });

  it('names who gets questions, in the order in which they are asked', () => {
    const { recipients } = privacyOf({
      LLM_PROVIDER: 'compatible',
      LLM_BASE_URL: 'http://localhost:11434/v1',
      LLM_MODEL: 'small',
      EMBEDDING_PROVIDER: 'compatible',
      EMBEDDING_BASE_URL: 'https://vectors.example/v1',
    });
    expect(recipients).toEqual([
      {
        purpose: 'answers',
        provider: expect.any(String),
        host: 'localhost',
        model: 'small',
        gets: ['question', 'passages', 'history', 'profile'],
        local: true,
      },
      {
        purpose: 'embeddings',
        provider: 'compatible',
        host: 'vectors.example',
        model: expect.any(String),
        gets: ['question'],
        local: false,
      },
    ]);
  });

  it('names the mail server, the database and the cache by host, never with user or password', () => {
    const privacy = privacyOf({
      SMTP_URL: 'smtps://mailuser:mailpass@smtp.example',
      ...FROM,
      DATABASE_URL: 'postgresql://dbuser:dbpass@db.example/lectern',
      REDIS_URL: 'redis://:redispass@10.0.0.5:6379',
    });
    expect(privacy.recipients.map(({ purpose, host, local }) => [purpose, host, local])).toEqual([
      ['mail', 'smtp.example', false],
      ['database', 'db.example', false],
      ['cache', '10.0.0.5', true],
    ]);
    expect(JSON.stringify(privacy)).not.toMatch(/user|pass(?!ages)/);
  });

  it.each([
    ['localhost', true],
    ['redis', true],
    ['192.168.1.4', true],
    ['172.20.0.2', true],
    ['172.32.0.2', false],
    ['mail.internal', true],
    ['localhost.evil.example', false],
    ['10.evil.example', false],
  ])('takes %s for its own network: %s', (host, local) => {
    expect(privacyOf({ SMTP_HOST: host, ...FROM }).recipients).toMatchObject([{ host, local }]);
  });

  it('is what the route answers, to anybody', async () => {
    const app = await testApp();
    const answer = await app.inject({ url: '/api/v1/me/privacy' });
    expect(privacyResponseSchema.parse(answer.json())).toMatchObject({ thirdPartyRequests: false, incognito: true });
    expect(answer.cookies).toEqual([]);
    await app.close();
  });
});
