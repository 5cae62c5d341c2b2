import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type EnvironmentVariables, loadSettings } from './settings.ts';
import { SettingsError } from './settings-error.ts';
import { readGoogleAccount } from './settings-translation-compose.ts';

const ACCOUNT = JSON.stringify({
  type: 'service_account',
  project_id: 'own-project',
  client_email: 'lectern@own-project.iam.gserviceaccount.com',
  private_key: '-----BEGIN PRIVATE KEY-----\nnone\n-----END PRIVATE KEY-----\n',
});
const translation = (environment: EnvironmentVariables) =>
  loadSettings(environment, { root: '/srv/lectern' }).translation;
const faultsOf = (run: () => unknown): string[] => {
  try {
    run();
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.faults.map(({ name, message }) => `${name} ${message}`);
    throw error;
  }
};

describe('translation engines from the settings', () => {
  it.each([
    [{}, []],
    [{ GOOGLE_TRANSLATE_API_KEY: 'k' }, ['google-v2']],
    [{ GOOGLE_TRANSLATE_CREDENTIALS: ACCOUNT, OPENAI_API_KEY: 'sk-1' }, ['google-v3', 'llm']],
    [{ OPENAI_API_KEY: 'sk-1', GOOGLE_TRANSLATE_API_KEY: 'k' }, ['google-v2', 'llm']],
    [{ OPENAI_API_KEY: 'sk-1', TRANSLATION_ENGINES: 'none' }, []],
    [
      { OPENAI_API_KEY: 'sk-1', GOOGLE_TRANSLATE_API_KEY: 'k', TRANSLATION_ENGINES: 'llm, google-v2' },
      ['llm', 'google-v2'],
    ],
    [{ TRANSLATION_ENGINES: 'pseudo' }, ['pseudo']],
    [{ TRANSLATION_MODEL: 'openai:gpt-4.1-mini', OPENAI_API_KEY: 'sk-1', LLM_PROVIDER: 'none' }, ['llm']],
  ])('%j are %j', (environment, engines) => {
    expect(translation(environment).engines).toEqual(engines);
  });

  it('take the model that is named for translation, or that of the answers', () => {
    expect(translation({ OPENAI_API_KEY: 'sk-1' }).model).toBeNull();
    const named = translation({ ANTHROPIC_API_KEY: 'sk-ant', TRANSLATION_MODEL: 'anthropic:claude-haiku-4-5' });
    expect(named.model).toMatchObject({ protocol: 'anthropic', apiKey: 'sk-ant', model: 'claude-haiku-4-5' });
  });

  it('translate where the glossary is', () => {
    expect(translation({ GOOGLE_TRANSLATE_CREDENTIALS: ACCOUNT }).google.location).toBe('global');
    const withGlossary = { GOOGLE_TRANSLATE_CREDENTIALS: ACCOUNT, GOOGLE_TRANSLATE_GLOSSARY: 'robotics' };
    expect(translation(withGlossary).google.location).toBe('us-central1');
  });

  it.each([
    [{ TRANSLATION_ENGINES: 'google-v2' }, 'GOOGLE_TRANSLATE_API_KEY must be set'],
    [{ TRANSLATION_ENGINES: 'google-v3' }, 'GOOGLE_APPLICATION_CREDENTIALS must be set'],
    [{ TRANSLATION_ENGINES: 'llm' }, 'TRANSLATION_MODEL must be set'],
    [{ TRANSLATION_ENGINES: 'none, pseudo' }, 'TRANSLATION_ENGINES must be none alone'],
    [{ TRANSLATION_ENGINES: 'deepl' }, 'TRANSLATION_ENGINES must be one of none, google-v3'],
    [{ GOOGLE_TRANSLATE_PROJECT: 'p' }, 'GOOGLE_APPLICATION_CREDENTIALS must be set'],
    [{ GOOGLE_TRANSLATE_CREDENTIALS: '{}' }, 'GOOGLE_TRANSLATE_CREDENTIALS must be the JSON of a service account'],
    [
      {
        GOOGLE_TRANSLATE_CREDENTIALS: ACCOUNT,
        GOOGLE_TRANSLATE_GLOSSARY: 'g',
        GOOGLE_TRANSLATE_LOCATION: 'global',
      },
      'GOOGLE_TRANSLATE_LOCATION must be a region',
    ],
    [{ TRANSLATION_MODEL: 'openai:gpt-4o' }, 'OPENAI_API_KEY must be set, since TRANSLATION_MODEL names openai'],
  ])('%j are refused', (environment, message) => {
    expect(faultsOf(() => translation(environment)).join('\n')).toContain(message);
  });
});

describe('the key file of a service account', () => {
  const made: string[] = [];
  afterEach(() => {
    for (const directory of made.splice(0)) rmSync(directory, { recursive: true });
  });
  const fileWith = (text: string): string => {
    const directory = mkdtempSync(join(tmpdir(), 'lectern-account-'));
    made.push(directory);
    const path = join(directory, 'account.json');
    writeFileSync(path, text);
    return path;
  };
  const read = (path: string) => readGoogleAccount(translation({ GOOGLE_APPLICATION_CREDENTIALS: path }).google);

  it('is read, or named with what is wrong with it', () => {
    expect(read(fileWith(ACCOUNT)).client_email).toBe('lectern@own-project.iam.gserviceaccount.com');
    expect(faultsOf(() => read('/nowhere/account.json')).join()).toContain('cannot be read');
    const person = fileWith('{"type":"authorized_user"}');
    expect(faultsOf(() => read(person)).join()).toContain('is not the key of a service account');
  });
});
