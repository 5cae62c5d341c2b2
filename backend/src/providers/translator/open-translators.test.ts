import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { type EnvironmentVariables, loadSettings } from '../../config/settings.ts';
import type { TranslationEngineName } from '../../config/settings-translation.ts';
import { loadPriceList } from '../../usage/price-list.ts';
import { createLlmFromSettings } from '../llm/index.ts';
import { openNamedTranslator } from './open-translators.ts';

const open = async (name: TranslationEngineName, environment: EnvironmentVariables = {}) => {
  const settings = loadSettings(environment, { root: '/srv/lectern' });
  const logger = pino({ level: 'silent' });
  const { answers } = await createLlmFromSettings(settings.llm, logger);
  return openNamedTranslator(name, { settings, answers, prices: loadPriceList(null), logger });
};

describe('an engine that a command names', () => {
  it.each([
    ['google-v2', 'GOOGLE_TRANSLATE_API_KEY must be set'],
    ['google-v3', 'GOOGLE_APPLICATION_CREDENTIALS must be set'],
    ['llm', 'TRANSLATION_MODEL must be set'],
    ['pseudo', 'TRANSLATION_ENGINES must name pseudo'],
  ] as const)('%s is refused with the setting that it needs', async (name, message) => {
    await expect(open(name)).rejects.toThrow(message);
  });

  it('is opened where its key is set, though readers are served by none', async () => {
    const keyed = { GOOGLE_TRANSLATE_API_KEY: 'key', TRANSLATION_ENGINES: 'none' };
    expect(await open('google-v2', keyed)).toMatchObject({ provider: 'google', model: 'translate-v2' });
    expect(await open('pseudo', { TRANSLATION_ENGINES: 'pseudo' })).toMatchObject({ engine: 'pseudo' });
  });
});
