import { describe, expect, it } from 'vitest';
import { type EnvironmentVariables, loadSettings } from '../config/settings.ts';
import type { Finding } from './doctor-finding.ts';
import { checkProductionSettings } from './doctor-production-settings.ts';

/** An installation as it should be. */
const GOOD: EnvironmentVariables = {
  LECTERN_ENV: 'production',
  PUBLIC_URL: 'https://book.example',
  LECTERN_SECRET: 'q8Z3vN1xT6bK0mW4yR7cJ2hF5dS9gLpA',
  TRUSTED_PROXIES: 'loopback',
  METRICS_TOKEN: 'pK3vN1xT6bK0mW4yR7',
};
const findings = (environment: EnvironmentVariables): Finding[] =>
  Array.from(checkProductionSettings(loadSettings(environment, { root: '/srv/lectern' })));
const named = (environment: EnvironmentVariables, name: string): Finding | undefined =>
  findings(environment).find((finding) => finding.name === name);

describe('doctor --production, of settings', () => {
  it('has nothing against an installation as it should be', () => {
    expect(findings(GOOD).filter(({ state }) => state !== 'ok')).toEqual([]);
  });

  it('has much against one as it comes', () => {
    const broken = findings({}).filter(({ state }) => state === 'broken');
    expect(broken.map(({ name }) => name)).toEqual(['Environment', 'Address for readers', 'Secret']);
  });

  it.each<[EnvironmentVariables, string, Finding['state'], RegExp]>([
    [{ LECTERN_ENV: 'development' }, 'Environment', 'broken', /LECTERN_ENV=production/],
    [{ PUBLIC_URL: 'http://book.example' }, 'Address for readers', 'broken', /https:\/\//],
    [{ PUBLIC_URL: 'https://localhost' }, 'Address for readers', 'broken', /origin that readers use/],
    [{ LECTERN_ENV: 'development', LECTERN_SECRET: undefined }, 'Secret', 'broken', /openssl rand/],
    [{ TRUSTED_PROXIES: '' }, 'Proxies', 'broken', /TRUSTED_PROXIES/],
    [{ LECTERN_ENV: 'development', CORS_ORIGINS: '*' }, 'Other origins', 'broken', /CORS_ORIGINS/],
    [{ CORS_ORIGINS: 'http://docs.example' }, 'Other origins', 'warning', /https:\/\//],
    [{ CORS_ORIGINS: 'https://docs.example' }, 'Other origins', 'ok', /^$/],
    [{ METRICS_TOKEN: undefined }, 'Metrics', 'warning', /METRICS_TOKEN/],
    [{ RETENTION_DAYS_CHAT: '0' }, 'Retention', 'warning', /days/],
    [{ LOG_LEVEL: 'debug' }, 'Log', 'warning', /LOG_LEVEL=info/],
    [{ OPENAI_API_KEY: 'sk-x' }, 'Budgets', 'ok', /^$/],
    [{ OPENAI_API_KEY: 'sk-x', BUDGET_USD_PER_ADDRESS: '2' }, 'Budgets', 'warning', /BUDGET_USD_PER_ADDRESS/],
    [{ OPENAI_API_KEY: 'sk-x', BUDGET_USD_PER_MONTH: '900' }, 'Budgets', 'warning', /BUDGET_USD_PER_MONTH/],
  ])('%j is told as %s: %s', (change, name, state, mend) => {
    const finding = named({ ...GOOD, ...change }, name);
    expect(finding?.state).toBe(state);
    expect(finding?.mend ?? '').toMatch(mend);
  });

  it.each<[EnvironmentVariables, string, Finding['state']]>([
    [{ DATABASE_URL: 'postgresql://u:p@127.0.0.1/b' }, 'Way to the database', 'ok'],
    [{ DATABASE_URL: 'postgresql://u:p@postgres/b' }, 'Way to the database', 'warning'],
    [{ DATABASE_URL: 'postgresql://u:p@10.0.0.7/b' }, 'Way to the database', 'warning'],
    [{ DATABASE_URL: 'postgresql://u:p@db.example/b' }, 'Way to the database', 'broken'],
    [{ DATABASE_URL: 'postgresql://u:p@db.example/b?sslmode=prefer' }, 'Way to the database', 'broken'],
    [{ DATABASE_URL: 'postgresql://u:p@db.example/b?sslmode=require' }, 'Way to the database', 'ok'],
    [{ REDIS_URL: 'redis://:p@cache.example' }, 'Way to Redis', 'broken'],
    [{ REDIS_URL: 'rediss://:p@cache.example' }, 'Way to Redis', 'ok'],
    [{ REDIS_URL: 'redis://redis' }, 'Password of Redis', 'warning'],
    [{ QDRANT_URL: 'https://q.example', QDRANT_API_KEY: 'k' }, 'Way to Qdrant', 'ok'],
    [{ QDRANT_URL: 'http://qdrant:6333' }, 'Way to Qdrant', 'warning'],
    [{ QDRANT_URL: 'http://qdrant:6333' }, 'Key of Qdrant', 'warning'],
  ])('%j: the %s is %s', (change, name, state) => {
    expect(named({ ...GOOD, ...change }, name)?.state).toBe(state);
  });

  it('tells no secret', () => {
    const environment = {
      ...GOOD,
      DATABASE_URL: 'postgresql://u:hidden-1@db.example/b',
      REDIS_URL: 'redis://:hidden-2@c.example',
    };
    const text = JSON.stringify(findings(environment));
    expect(text).not.toMatch(/hidden|q8Z3vN1x|pK3vN1x/);
  });
});
