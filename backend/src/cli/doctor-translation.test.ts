import { describe, expect, it } from 'vitest';
import { type EnvironmentVariables, loadSettings } from '../config/settings.ts';
import { checkTranslators } from './doctor-translation.ts';

const findings = (environment: EnvironmentVariables) =>
  Array.from(
    checkTranslators(loadSettings(environment, { root: '/srv/lectern' })),
    ({ state, text }) => `${state} ${text}`,
  );
const account = (more = {}) =>
  JSON.stringify({
    type: 'service_account',
    client_email: 'lectern@p.iam.gserviceaccount.com',
    private_key: '-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n',
    ...more,
  });

describe('doctor’s look at the translation engines', () => {
  it.each<[EnvironmentVariables, string]>([
    [{}, 'ok no engine'],
    [{ FEATURE_TRANSLATION: 'false' }, 'ok switched off'],
    [{ GOOGLE_TRANSLATE_API_KEY: 'k' }, 'ok google/translate-v2 can be asked'],
    [{ GOOGLE_TRANSLATE_CREDENTIALS: account({ project_id: 'p' }) }, 'ok google/translate-v3 can be asked'],
    [{ GOOGLE_TRANSLATE_CREDENTIALS: account() }, 'warning the key of the service account names no project'],
    [{ GOOGLE_APPLICATION_CREDENTIALS: '/nowhere.json' }, 'warning'],
    [
      { GOOGLE_TRANSLATE_CREDENTIALS: account({ project_id: 'p' }), GOOGLE_TRANSLATE_MODEL: 'general/translation-llm' },
      'warning google/general/translation-llm has no price',
    ],
    [{ LLM_BASE_URL: 'http://127.0.0.1:1/v1', LLM_MODEL: 'own' }, 'warning compatible/own has no price'],
    [{ TRANSLATION_ENGINES: 'pseudo' }, 'warning pseudo writes what looks translated'],
  ])('of %j begins with %s', (environment, text) => {
    expect(findings(environment).join('\n')).toContain(text);
  });
});
