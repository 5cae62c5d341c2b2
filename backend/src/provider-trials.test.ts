import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GOOGLE_FAULTS } from '../test/google-server/google-faults.ts';
import { type GoogleServer, startGoogleServer } from '../test/google-server/google-server.ts';
import { faultNamed } from '../test/openai-server/openai-faults.ts';
import { type OpenAiServer, startOpenAiServer, TEST_API_KEY } from '../test/openai-server/openai-server.ts';
import { silentLogger } from './config/logging.ts';
import { deriveKeys } from './config/secret.ts';
import { type EnvironmentVariables, loadSettings, type Settings } from './config/settings.ts';
import type { Database } from './db/client.ts';
import { openTestDatabase } from './db/db.fixture.ts';
import { createMemoryRateCounter } from './middleware/rate-counter.ts';
import type { ProviderTrial } from './provider-trial.ts';
import { tryProviders } from './provider-trials.ts';
import { makeCertificate } from './providers/email/certificate.fixture.ts';
import { createSpending } from './usage/index.ts';

let database: Database;
let models: OpenAiServer;
let google: GoogleServer;
const folder = mkdtempSync(join(tmpdir(), 'lectern-trials-'));
const pricesFile = join(folder, 'prices.json');
const PRICE = { inputUsdPerMillion: 1, cachedInputUsdPerMillion: 1, outputUsdPerMillion: 2, date: '2026-11-22' };
writeFileSync(
  pricesFile,
  JSON.stringify({ prices: [{ provider: 'compatible', model: 'tiny', kind: 'chat', ...PRICE }] }),
);
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  models = await startOpenAiServer();
  google = await startGoogleServer();
});
afterEach(async () => {
  await models.close();
  await google.close();
});

const trials = (environment: EnvironmentVariables): Promise<ProviderTrial[]> =>
  trialsOf(loadSettings(environment, { root: '/srv/lectern' }));

async function trialsOf(settings: Settings): Promise<ProviderTrial[]> {
  const logger = silentLogger();
  const counter = createMemoryRateCounter();
  const keys = deriveKeys('0123456789abcdefghijklmnopqrstuvwxyz');
  const { ledger, prices } = createSpending({ database, settings, keys, logger, registry: new Registry(), counter });
  const found: ProviderTrial[] = [];
  for await (const trial of tryProviders({ settings, ledger, prices, logger })) found.push(trial);
  return found;
}

/** A model with a price, at the local server. */
const chat = (more: EnvironmentVariables = {}): EnvironmentVariables => ({
  LLM_BASE_URL: models.baseUrl,
  LLM_API_KEY: TEST_API_KEY,
  LLM_MODEL: 'tiny',
  PRICES_FILE: pricesFile,
  FEATURE_TRANSLATION: 'false',
  ...more,
});
const embeddings = (more: EnvironmentVariables = {}): EnvironmentVariables => ({
  EMBEDDING_PROVIDER: 'openai',
  EMBEDDING_BASE_URL: models.baseUrl,
  EMBEDDING_API_KEY: TEST_API_KEY,
  ...more,
});
const translation = (more: EnvironmentVariables = {}): EnvironmentVariables => ({
  GOOGLE_TRANSLATE_API_KEY: google.apiKey,
  GOOGLE_TRANSLATE_ENDPOINT: google.endpoint,
  ...more,
});

describe('a provider that answers', () => {
  it('is told with what its call cost, and the ledger has it', async () => {
    const found = await trials({ ...chat(), ...embeddings(), ...translation(), FEATURE_TRANSLATION: 'true' });
    expect(found).toMatchObject([
      { service: 'Language model', target: 'compatible/tiny', state: 'answers' },
      { service: 'Embeddings', target: 'openai/text-embedding-3-small', state: 'answers' },
      { service: 'Translation', target: 'google/translate-v2', state: 'answers' },
    ]);
    for (const { costUsd } of found) expect(costUsd).toBeGreaterThan(0);
    const [row] = await database.sql<{ calls: number }[]>`
      select count(*)::int as calls from usage_entry where model in ('tiny', 'text-embedding-3-small', 'translate-v2')`;
    expect(row?.calls).toBe(3);
  });

  it('costs a few tokens and characters', async () => {
    await trials({ ...chat(), ...translation(), FEATURE_TRANSLATION: 'true' });
    const bill = models.bill().get('tiny');
    expect(bill?.inputTokens).toBeLessThan(40);
    expect(bill?.outputTokens).toBeLessThanOrEqual(16);
    expect(google.billed()).toBeLessThan(20);
  });

  it('is asked once, whatever it is used for', async () => {
    expect(await trials(chat({ FEATURE_TRANSLATION: 'true', LLM_REWRITE_MODEL: 'compatible:tiny' }))).toHaveLength(1);
    expect(models.requests).toHaveLength(1);
  });

  it('but says nothing is told with the setting that may help', async () => {
    models.script({ fault: faultNamed('empty') });
    expect(await trials(chat())).toMatchObject([{ state: 'doubtful', text: expect.stringContaining('LLM_REASONING') }]);
  });
});

describe('a provider that does not answer', () => {
  it.each([
    ['401', /key is not taken/, /LLM_API_KEY/],
    ['403', /lacks the right/, /API on.*LLM_API_KEY/],
    ['404', /no such model/, /LLM_MODEL.*LLM_BASE_URL/],
    ['429', /quota is used up/, /billing/],
    ['500', /trouble of its own \(HTTP 500\)/, /status page/],
    ['html', /not what was expected/, /base URL/],
  ])('with %s is told with the mend, and costs nothing', async (name, text, mend) => {
    models.script({ fault: faultNamed(name) });
    const [trial] = await trials(chat());
    expect(trial).toMatchObject({
      state: 'fails',
      text: expect.stringMatching(text),
      mend: expect.stringMatching(mend),
    });
    expect(trial?.costUsd).toBe(0);
    expect(JSON.stringify(trial)).not.toContain(TEST_API_KEY);
  });

  it.each([
    ['401', /key is not taken/, /EMBEDDING_API_KEY/],
    ['403', /lacks the right/, /EMBEDDING_API_KEY/],
    ['404', /no such model/, /EMBEDDING_MODEL/],
    ['429', /quota/, /billing/],
  ])('of embeddings with %s is told too', async (name, text, mend) => {
    models.script({ fault: faultNamed(name) });
    expect(await trials(embeddings())).toMatchObject([
      { service: 'Embeddings', state: 'fails', text: expect.stringMatching(text), mend: expect.stringMatching(mend) },
    ]);
  });

  it.each([
    ['401', /key is not taken/, /GOOGLE_TRANSLATE_API_KEY/],
    ['403 key', /lacks the right/, /Switch the API on/],
    ['403 quota of the day', /quota of the day/, /Raise the quota/],
    ['429', /quota is used up/, /billing/],
    ['503', /trouble of its own/, /status page/],
  ] as const)('of translations with %s is told too', async (name, text, mend) => {
    google.script({ fault: GOOGLE_FAULTS[name]() });
    expect(await trials(translation())).toMatchObject([
      { service: 'Translation', state: 'fails', text: expect.stringMatching(text), mend: expect.stringMatching(mend) },
    ]);
  });

  it('names a host that is not there, and one that refuses', async () => {
    await models.close();
    const [refused] = await trials(chat());
    expect(refused).toMatchObject({
      text: 'nothing answers there (ECONNREFUSED)',
      mend: expect.stringContaining('LLM_BASE_URL'),
    });
    const [nameless] = await trials(chat({ LLM_BASE_URL: 'http://nowhere.invalid/v1' }));
    expect(nameless?.text).toMatch(/name of its host is not known|nothing answers/);
    models = await startOpenAiServer();
  });

  it('names a certificate that nobody trusts', async () => {
    const server = createTlsServer(makeCertificate('localhost'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const [trial] = await trials(chat({ LLM_BASE_URL: `https://127.0.0.1:${port}/v1` }));
    server.closeAllConnections();
    server.close();
    expect(trial).toMatchObject({
      state: 'fails',
      text: expect.stringContaining('certificate is not trusted'),
      mend: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
  });
});

describe('the other protocols', () => {
  it.each([
    ['anthropic', 'claude-haiku-4-5', 'ANTHROPIC_API_KEY'],
    ['google', 'gemini-2.5-flash', 'GOOGLE_GENERATIVE_AI_API_KEY'],
  ] as const)('%s answers, and its key is named when it is wrong', async (protocol, model, key) => {
    const settings = loadSettings({ LLM_PROVIDER: protocol, LLM_MODEL: model, [key]: TEST_API_KEY });
    // Both have one address in the world, which no setting changes.
    const baseUrl = protocol === 'google' ? models.googleBaseUrl : models.baseUrl;
    const [first] = settings.llm.models;
    if (first === undefined) throw new Error('the settings name no model');
    const at = (apiKey: string): Settings => {
      const only = [{ ...first, baseUrl, apiKey }];
      return { ...settings, llm: { ...settings.llm, models: only, rewriteModels: only } };
    };
    expect(await trialsOf(at(TEST_API_KEY))).toMatchObject([{ target: `${protocol}/${model}`, state: 'answers' }]);
    expect(await trialsOf(at('sk-wrong'))).toMatchObject([{ state: 'fails', mend: expect.stringContaining(key) }]);
  });
});

describe('nobody is asked', () => {
  it('without a key', async () => {
    expect(await trials({})).toEqual([]);
  });

  it('beyond a limit of spending, or without a price', async () => {
    expect(await trials(chat({ BUDGET_USD_PER_DAY: '0' }))).toMatchObject([
      {
        state: 'fails',
        text: expect.stringContaining('global_day'),
        mend: expect.stringContaining('BUDGET_USD_PER_DAY'),
      },
    ]);
    expect(await trials(chat({ LLM_MODEL: 'unheard-of' }))).toMatchObject([
      { state: 'fails', text: expect.stringContaining('no price'), mend: expect.stringContaining('PRICES_FILE') },
    ]);
    expect(models.requests).toEqual([]);
  });

  it('with a key file that cannot be read', async () => {
    expect(await trials({ GOOGLE_APPLICATION_CREDENTIALS: '/nowhere.json' })).toMatchObject([
      { service: 'Translation', state: 'fails', text: expect.stringContaining('GOOGLE_APPLICATION_CREDENTIALS') },
    ]);
  });
});
