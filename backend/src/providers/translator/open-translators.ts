/** From the settings to the engines in their order; the SDK of an engine is loaded at its first call. */
import type { Logger } from 'pino';
import type { Settings } from '../../config/settings.ts';
import { type SettingFault, SettingsError } from '../../config/settings-error.ts';
import type { TranslationEngineName } from '../../config/settings-translation.ts';
import { readGoogleAccount } from '../../config/settings-translation-compose.ts';
import type { PriceList } from '../../usage/price-list.ts';
import { type LlmChain, openLlmChain } from '../llm/index.ts';
import { type GoogleV3Address, openGoogleV2, openGoogleV3 } from './google-client.ts';
import { createGoogleTranslator, type GoogleTranslatorOptions } from './google-translator.ts';
import { createLlmTranslator } from './llm-translator.ts';
import { createPseudoTranslator } from './pseudo-translator.ts';
import type { Translator } from './translator.port.ts';

/** What is needed to open them. */
export interface OpenTranslatorsOptions {
  readonly settings: Pick<Settings, 'translation' | 'llm'>;
  /** Models that write answers; they translate too, unless TRANSLATION_MODEL names another. */
  readonly answers: LlmChain;
  readonly prices: Pick<PriceList, 'of' | 'knows'>;
  readonly logger: Logger;
}

/** What Google takes in one request. @see https://cloud.google.com/translate/quotas */
const MOST_CHARACTERS = 30_000;
const MOST_STRINGS = { v2: 128, v3: 1024 } as const;
/** Model of v3 whose price goes by the version's name. */
const STANDARD_MODEL = 'general/nmt';

/**
 * Opens the engines of the settings; none without any.
 * @throws SettingsError when the key file of the service account cannot be used
 */
export async function openTranslators(options: OpenTranslatorsOptions): Promise<Translator[]> {
  const translators: Translator[] = [];
  for (const engine of options.settings.translation.engines) {
    const translator = await openOne(engine, options);
    if (translator !== undefined) translators.push(translator);
  }
  return translators;
}

/** What is to be set before an engine can be asked. */
const NEEDED: Readonly<Record<TranslationEngineName, SettingFault>> = {
  'google-v2': { name: 'GOOGLE_TRANSLATE_API_KEY', message: 'must be set for the engine google-v2' },
  'google-v3': {
    name: 'GOOGLE_APPLICATION_CREDENTIALS',
    message: 'must be set (or GOOGLE_TRANSLATE_CREDENTIALS) for the engine google-v3',
  },
  llm: { name: 'TRANSLATION_MODEL', message: 'must be set (or LLM_PROVIDER) for the engine llm' },
  pseudo: {
    name: 'TRANSLATION_ENGINES',
    message: 'must name pseudo before it may write: readers would see words that are no translation',
  },
};

/**
 * Opens one engine by its name, whether or not the settings list it.
 * @throws SettingsError that says what it needs
 */
export async function openNamedTranslator(
  name: TranslationEngineName,
  options: OpenTranslatorsOptions,
): Promise<Translator> {
  const { engines, google } = options.settings.translation;
  const hasAccount = google.credentials !== null || google.credentialsPath !== null;
  const mayOpen = name === 'pseudo' ? engines.includes(name) : name !== 'google-v3' || hasAccount;
  const translator = mayOpen ? await openOne(name, options) : undefined;
  if (translator === undefined) throw new SettingsError([NEEDED[name]]);
  return translator;
}

async function openOne(
  engine: TranslationEngineName,
  options: OpenTranslatorsOptions,
): Promise<Translator | undefined> {
  switch (engine) {
    case 'pseudo':
      return createPseudoTranslator();
    case 'llm':
      return openLlm(options);
    case 'google-v2':
      return openV2(options);
    case 'google-v3':
      return openV3(options);
  }
}

async function openLlm({ settings, answers, prices, logger }: OpenTranslatorsOptions): Promise<Translator | undefined> {
  const { model, batch } = settings.translation;
  const chain = model === null ? answers : await openLlmChain([model], settings.llm, logger);
  return chain.models.length === 0 ? undefined : createLlmTranslator({ chain, limits: batch, prices });
}

const googleOptions = (
  { settings, prices, logger }: OpenTranslatorsOptions,
  strings: number,
): Pick<GoogleTranslatorOptions, 'limits' | 'mostCharacters' | 'timeoutMs' | 'prices' | 'logger'> => {
  const { batch, timeoutMs } = settings.translation;
  const limits = { segments: Math.min(batch.segments, strings), characters: batch.characters };
  return { limits, mostCharacters: MOST_CHARACTERS, timeoutMs, prices, logger };
};

function openV2(options: OpenTranslatorsOptions): Translator | undefined {
  const { apiKey, endpoint } = options.settings.translation.google;
  if (apiKey === null) return undefined;
  return createGoogleTranslator({
    ...googleOptions(options, MOST_STRINGS.v2),
    model: 'translate-v2',
    open: (door) => openGoogleV2({ apiKey, endpoint }, door),
    hasGlossary: false,
  });
}

function openV3(options: OpenTranslatorsOptions): Translator {
  const { google } = options.settings.translation;
  const { client_email: clientEmail, private_key: privateKey, project_id: ownProject } = readGoogleAccount(google);
  const project = google.project ?? ownProject;
  if (project === undefined) {
    const message = 'must be set, since the key of the service account names no project';
    throw new SettingsError([{ name: 'GOOGLE_TRANSLATE_PROJECT', message }]);
  }
  const address: GoogleV3Address = {
    account: { clientEmail, privateKey },
    project,
    location: google.location,
    glossary: google.glossary,
    model: google.model,
    endpoint: google.endpoint,
  };
  return createGoogleTranslator({
    ...googleOptions(options, MOST_STRINGS.v3),
    model: google.model === null || google.model === STANDARD_MODEL ? 'translate-v3' : google.model,
    open: (door) => openGoogleV3(address, door),
    hasGlossary: google.glossary !== null,
  });
}
