import { describe, expect, it } from 'vitest';
import { testApp } from '../../backend/src/app.fixture.ts';
import { loadSettings } from '../../backend/src/config/settings.ts';
import { SETTING_ENTRIES } from '../../backend/src/config/settings-table.ts';
import { findStale } from './generate.ts';
import { ORIGINAL_SCHEMAS } from './original-schemas.ts';
import { configurationPage, envExample } from './settings-pages.ts';

describe('generated documentation', () => {
  it('is current', () => {
    expect(findStale()).toEqual([]);
  });

  it.each(SETTING_ENTRIES)('documents %s', (name) => {
    expect(envExample()).toMatch(new RegExp(`^# ${name}=.+$`, 'm'));
    expect(configurationPage()).toContain(`### \`${name}\``);
  });

  it.each([
    ['its parts, Google by a file', /^(SMTP_URL|GOOGLE_TRANSLATE_CREDENTIALS)$/],
    ['its address, Google by the account itself', /^(SMTP_(HOST|PORT|USER|PASSWORD)|GOOGLE_APPLICATION_CREDENTIALS)$/],
  ])('shows examples that the settings accept, the mail server by %s', (_way, leftOut) => {
    const lines = envExample().matchAll(/^# ([A-Z][A-Z0-9_]+)=("?)(.+)\2$/gm);
    const examples = Array.from(lines, ([, name = '', , value]) => [name, value] as const);
    const environment = Object.fromEntries(examples.filter(([name]) => !leftOut.test(name)));
    // The example secret is refused in production on purpose.
    expect(() => loadSettings({ ...environment, LECTERN_ENV: 'development' })).not.toThrow();
  });
});

describe('the schemas of the original', () => {
  it('are all in the API’s description', async () => {
    const app = await testApp();
    const { components } = (await app.inject('/openapi.json')).json();
    await app.close();
    const missing = ORIGINAL_SCHEMAS.filter(({ ours }) => !(ours in components.schemas)).map(
      ({ original }) => original,
    );
    expect(missing).toEqual([]);
  });
});
