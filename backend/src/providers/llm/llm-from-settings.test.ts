import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { faultNamed } from '../../../test/openai-server/openai-faults.ts';
import { type OpenAiServer, startOpenAiServer, TEST_API_KEY } from '../../../test/openai-server/openai-server.ts';
import { loadSettings } from '../../config/settings.ts';
import { readOutcome, requestFixture } from './llm.contract.ts';
import type { LlmName } from './llm.port.ts';
import { createLlmFromSettings } from './llm-from-settings.ts';

let first: OpenAiServer;
beforeEach(async () => {
  first = await startOpenAiServer({ answer: ({ model }) => `I am ${model}.` });
});
afterEach(() => first.close());

const logger = pino({ level: 'silent' });
const meter = async () => ({ settle: async () => {}, release: async () => {} });
const chains = (more: Record<string, string> = {}) =>
  createLlmFromSettings(
    loadSettings({ LLM_BASE_URL: first.baseUrl, LLM_API_KEY: TEST_API_KEY, LLM_MODEL: 'big', ...more }).llm,
    logger,
  );
const names = (models: readonly LlmName[]) => models.map(({ provider, model }) => `${provider}/${model}`);

describe('chains from the settings', () => {
  it('are empty without a model, and count all the same', async () => {
    const { answers, rewrites } = await createLlmFromSettings(loadSettings({}).llm, logger);
    expect([answers.models, rewrites.models]).toEqual([[], []]);
    expect(answers.countTokens('a few words of text')).toBeGreaterThan(4);
  });

  it('answer with the models in their order', async () => {
    const { answers } = await chains({ LLM_PROVIDER_NAME: 'local', LLM_FALLBACK: 'compatible:spare' });
    expect(names(answers.models)).toEqual(['local/big', 'local/spare']);
    expect((await readOutcome(answers.stream(requestFixture(), { meter }))).text).toBe('I am big.');
    first.script({
      answer: ({ model }) => `I am ${model}.`,
      fault: (request) => (request?.model === 'big' ? faultNamed('503') : undefined),
    });
    expect((await readOutcome(answers.stream(requestFixture(), { meter }))).text).toBe('I am spare.');
  });

  it('say how much to think only when that is set', async () => {
    for (const more of [{}, { LLM_REASONING: 'minimal' }]) {
      const { answers } = await chains(more);
      await readOutcome(answers.stream(requestFixture(), { meter }));
    }
    const [plain, thinking] = first.requests.map(({ body }) => body);
    expect(plain).not.toHaveProperty('reasoning_effort');
    expect(thinking).toMatchObject({ reasoning_effort: 'minimal' });
  });

  it('rewrite with the small model, or with the same', async () => {
    const { rewrites } = await chains({ LLM_REWRITE_MODEL: 'compatible:tiny' });
    expect((await readOutcome(rewrites.stream(requestFixture(), { meter }))).text).toBe('I am tiny.');
    const same = await chains();
    expect(same.rewrites).toBe(same.answers);
  });
});
