import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { faultNamed } from '../../test/openai-server/openai-faults.ts';
import { type OpenAiServer, startOpenAiServer, TEST_API_KEY } from '../../test/openai-server/openai-server.ts';
import { loadSettings } from '../config/settings.ts';
import { formatFinding } from './doctor.ts';
import { checkModels } from './doctor-llm.ts';

let server: OpenAiServer;
let folder: string;
let pricesFile: string;
const prices = (inputUsdPerMillion: number) => ({
  prices: [
    {
      provider: 'compatible',
      model: '*',
      kind: 'chat',
      inputUsdPerMillion,
      cachedInputUsdPerMillion: 0,
      outputUsdPerMillion: 0,
      date: '2026-11-21',
    },
  ],
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-doctor-llm-'));
  pricesFile = join(folder, 'prices.json');
  writeFileSync(pricesFile, JSON.stringify(prices(0)));
  server = await startOpenAiServer({ models: ['tiny', 'small'] });
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await server.close();
});

/** What doctor says of an environment, line by line. */
async function lines(environment: Record<string, string>): Promise<string[]> {
  const found: string[] = [];
  for await (const finding of checkModels(loadSettings(environment))) found.push(formatFinding(finding));
  return found;
}
const endpoint = (more: Record<string, string> = {}) => ({
  LLM_BASE_URL: server.baseUrl,
  LLM_API_KEY: TEST_API_KEY,
  LLM_MODEL: 'tiny',
  PRICES_FILE: pricesFile,
  ...more,
});

describe('doctor, of models', () => {
  it('says that there is none', async () => {
    expect(await lines({})).toEqual(['✓ Language model: none: answers are quotes of the book']);
  });

  it('says that each can be asked, without asking it', async () => {
    expect(await lines(endpoint({ LLM_FALLBACK: 'compatible:small' }))).toEqual([
      '✓ Language model: compatible/tiny can be asked',
      '✓ Language model: compatible/small can be asked',
    ]);
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/models',
      'GET /v1/models',
    ]);
  });

  it.each([
    [{ LLM_MODEL: 'huge' }, /^! .*compatible has no model huge\n.*LLM_MODEL/],
    [{ LLM_API_KEY: 'sk-wrong' }, /^! .*does not take the key\n.*LLM_API_KEY/],
  ])('%j names the mend, and no key', async (more, expected) => {
    const [line = ''] = await lines(endpoint(more));
    expect(line).toMatch(expected);
    expect(line).not.toContain('sk-');
  });

  it('says that a model has no price, and that prices cannot be read', async () => {
    const [unpriced = '', ready] = await lines(endpoint({ LLM_PROVIDER_NAME: 'other' }));
    expect(unpriced).toMatch(/^! .*other\/tiny has no price, so that it is not asked\n.*PRICES_FILE/);
    expect(ready).toMatch(/^✓ .*other\/tiny can be asked/);
    writeFileSync(pricesFile, JSON.stringify(prices(-1)));
    expect((await lines(endpoint()))[0]).toMatch(/^✗ Prices: .*must not be negative/s);
  });

  it('says that an endpoint is not there', async () => {
    await server.close();
    const [line = ''] = await lines(endpoint());
    expect(line).toMatch(/^! .*compatible\/tiny does not answer: ECONNREFUSED\n.*LLM_BASE_URL \(127\.0\.0\.1:\d+\)/);
    server = await startOpenAiServer();
  });

  it('says that what answers is no model', async () => {
    server.script({ fault: faultNamed('html') });
    expect((await lines(endpoint()))[0]).toMatch(/does not answer: a page instead of an answer/);
  });
});
