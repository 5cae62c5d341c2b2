import { describe, expect, it } from 'vitest';
import { type EnvironmentVariables, loadSettings } from './settings.ts';
import { SettingsError } from './settings-error.ts';

const llm = (environment: EnvironmentVariables) => loadSettings(environment, { root: '/srv/lectern' }).llm;
const faultsOf = (environment: EnvironmentVariables): string[] => {
  try {
    llm(environment);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.faults.map(({ name, message }) => `${name} ${message}`);
    throw error;
  }
};
const names = (environment: EnvironmentVariables) =>
  llm(environment).models.map(({ provider, model }) => `${provider}:${model}`);

describe('models from the settings', () => {
  it('are none without a key', () => {
    expect(llm({})).toMatchObject({ provider: 'none', models: [], rewriteModels: [] });
  });

  it.each([
    [{ OPENAI_API_KEY: 'sk-1' }, ['openai:gpt-4o-mini']],
    [{ LLM_BASE_URL: 'http://localhost:11434/v1', LLM_MODEL: 'llama3.1:8b' }, ['compatible:llama3.1:8b']],
    [{ LLM_BASE_URL: 'http://localhost:1/v1', OPENAI_API_KEY: 'sk-1' }, ['compatible:gpt-4o-mini']],
    [{ ANTHROPIC_API_KEY: 'sk-ant', GOOGLE_GENERATIVE_AI_API_KEY: 'g' }, []],
    [{ LLM_PROVIDER: 'none', OPENAI_API_KEY: 'sk-1', LLM_FALLBACK: 'openai:gpt-4o' }, []],
    [
      { LLM_PROVIDER: 'anthropic', ANTHROPIC_API_KEY: 'sk-ant', LLM_MODEL: 'claude-haiku-4-5' },
      ['anthropic:claude-haiku-4-5'],
    ],
  ])('%j are %j', (environment, models) => {
    expect(names(environment)).toEqual(models);
  });

  it('come in the order of the fallback, each with its own key and address', () => {
    const settings = llm({
      OPENAI_API_KEY: 'sk-1',
      ANTHROPIC_API_KEY: 'sk-ant',
      LLM_PROVIDER: 'openai',
      LLM_BASE_URL: 'http://localhost:11434/v1',
      LLM_PROVIDER_NAME: 'our-ollama',
      LLM_FALLBACK: 'anthropic:claude-haiku-4-5, compatible:llama3.1:8b',
      LLM_REWRITE_MODEL: 'openai:gpt-4.1-nano',
    });
    expect(settings.models).toEqual([
      { protocol: 'openai', provider: 'openai', baseUrl: null, apiKey: 'sk-1', model: 'gpt-4o-mini' },
      { protocol: 'anthropic', provider: 'anthropic', baseUrl: null, apiKey: 'sk-ant', model: 'claude-haiku-4-5' },
      {
        protocol: 'compatible',
        provider: 'our-ollama',
        baseUrl: 'http://localhost:11434/v1',
        // The key of OpenAI goes to OpenAI only.
        apiKey: null,
        model: 'llama3.1:8b',
      },
    ]);
    expect(settings.rewriteModels.map(({ model }) => model)).toEqual(['gpt-4.1-nano']);
  });

  it('send OPENAI_API_KEY to the endpoint when that is the only one, and LLM_API_KEY before it', () => {
    const endpoint = { LLM_BASE_URL: 'http://localhost:1/v1', OPENAI_API_KEY: 'sk-1' };
    expect(llm(endpoint).models[0]?.apiKey).toBe('sk-1');
    expect(llm({ ...endpoint, LLM_API_KEY: 'key-2' }).models[0]?.apiKey).toBe('key-2');
  });

  it('rewrite questions themselves when no smaller one is named', () => {
    const settings = llm({ OPENAI_API_KEY: 'sk-1' });
    expect(settings.rewriteModels).toEqual(settings.models);
  });

  it('wait as long as is said, in seconds', () => {
    expect(llm({ LLM_TIMEOUT_STALL_SECONDS: '0.5' }).timeouts).toEqual({
      headersMs: 15_000,
      firstTokenMs: 25_000,
      stallMs: 500,
      answerMs: 90_000,
    });
  });
});

describe('models that cannot be asked', () => {
  it.each([
    [{ LLM_PROVIDER: 'openai' }, /^OPENAI_API_KEY must be set, since LLM_PROVIDER is openai/],
    [{ LLM_PROVIDER: 'compatible' }, /^LLM_BASE_URL must be set/],
    [{ LLM_PROVIDER: 'google', LLM_MODEL: 'gemini-2.5-flash' }, /^GOOGLE_GENERATIVE_AI_API_KEY must be set/],
    [{ LLM_PROVIDER: 'anthropic', ANTHROPIC_API_KEY: 'x' }, /^LLM_MODEL must be set, since LLM_PROVIDER is anthropic/],
    [{ OPENAI_API_KEY: 'x', LLM_FALLBACK: 'google:gemini-2.5-flash' }, /since LLM_FALLBACK names google/],
    [{ OPENAI_API_KEY: 'x', LLM_FALLBACK: 'gpt-4o' }, /^LLM_FALLBACK must name each model as provider:model/],
    [{ OPENAI_API_KEY: 'x', LLM_FALLBACK: 'mistral:large' }, /^LLM_FALLBACK must name each model/],
    [{ OPENAI_API_KEY: 'x', LLM_FALLBACK: 'openai:' }, /^LLM_FALLBACK must name each model/],
    [{ ANTHROPIC_API_KEY: 'x', LLM_FALLBACK: 'anthropic:claude-haiku-4-5' }, /^LLM_PROVIDER must be set/],
    [{ LLM_BASE_URL: 'file:///etc/passwd' }, /^LLM_BASE_URL must be a URL that begins with http/],
    [{ LLM_BASE_URL: 'http://me:secret@localhost:1/v1' }, /^LLM_BASE_URL must hold neither a password nor a query/],
    [{ LLM_BASE_URL: 'https://x.example/v1?key=1' }, /^LLM_BASE_URL must hold neither/],
    [{ LLM_PROVIDER_NAME: 'openai' }, /^LLM_PROVIDER_NAME must not be one of/],
    [{ LLM_TIMEOUT_ANSWER_SECONDS: '5' }, /^LLM_TIMEOUT_ANSWER_SECONDS must be at least/],
    [{ LLM_TIMEOUT_STALL_SECONDS: '0' }, /^LLM_TIMEOUT_STALL_SECONDS must be a number from 0.1/],
  ])('%j is told with its mend', (environment, fault) => {
    expect(faultsOf(environment)).toEqual([expect.stringMatching(fault)]);
  });
});
