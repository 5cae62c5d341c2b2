/** From the checked variables to the engines in their order. */
import { readFileSync } from 'node:fs';
import { type SettingFault, SettingsError } from './settings-error.ts';
import type { Variables } from './settings-table.ts';
import { type GoogleAccountKey, googleAccountSchema, type TranslationEngineName } from './settings-translation.ts';
import type { LlmModelSetting, Settings } from './settings-values.ts';

const MS = 1000;
const GLOSSARY_LOCATION = 'us-central1';

type Given = Partial<Variables>;

const hasAccount = (given: Given): boolean =>
  given.GOOGLE_APPLICATION_CREDENTIALS !== undefined || given.GOOGLE_TRANSLATE_CREDENTIALS !== undefined;

/** The engines that are named, or those that are set. */
function enginesOf(given: Given, hasModel: boolean): TranslationEngineName[] {
  const named = given.TRANSLATION_ENGINES;
  if (named !== undefined) return named.filter((engine) => engine !== 'none');
  const engines: TranslationEngineName[] = [];
  if (hasAccount(given)) engines.push('google-v3');
  if (given.GOOGLE_TRANSLATE_API_KEY !== undefined) engines.push('google-v2');
  if (hasModel) engines.push('llm');
  return engines;
}

/** What the settings of the engines are made of, beside the variables. */
export interface TranslationParts {
  /** null: the models that write answers. */
  readonly model: LlmModelSetting | null;
  /** Whether there is a model that can translate. */
  readonly hasModel: boolean;
  readonly absolute: (path: string) => string;
}

/**
 * Makes the settings of the engines. The key file is read when the engine is opened, so that `lectern doctor` can tell
 * what is wrong with it.
 */
export function composeTranslation(
  given: Variables,
  { model, hasModel, absolute }: TranslationParts,
): Settings['translation'] {
  const credentials = given.GOOGLE_APPLICATION_CREDENTIALS;
  const glossary = given.GOOGLE_TRANSLATE_GLOSSARY ?? null;
  return {
    engines: enginesOf(given, hasModel),
    model,
    batch: { segments: given.TRANSLATION_BATCH_SEGMENTS, characters: given.TRANSLATION_BATCH_CHARACTERS },
    timeoutMs: given.TRANSLATION_TIMEOUT_SECONDS * MS,
    google: {
      apiKey: given.GOOGLE_TRANSLATE_API_KEY ?? null,
      credentials: given.GOOGLE_TRANSLATE_CREDENTIALS ?? null,
      credentialsPath: credentials === undefined ? null : absolute(credentials),
      project: given.GOOGLE_TRANSLATE_PROJECT ?? null,
      location: given.GOOGLE_TRANSLATE_LOCATION ?? (glossary === null ? 'global' : GLOSSARY_LOCATION),
      glossary,
      model: given.GOOGLE_TRANSLATE_MODEL ?? null,
      endpoint: given.GOOGLE_TRANSLATE_ENDPOINT ?? null,
    },
  };
}

/** Lists what is missing for the engines that are named. */
export function checkTranslation(given: Given, hasModel: boolean): SettingFault[] {
  const faults: SettingFault[] = [];
  const need = (condition: boolean, name: string, message: string) => {
    if (!condition) faults.push({ name, message });
  };
  const named = given.TRANSLATION_ENGINES ?? [];
  need(
    !named.includes('google-v2') || given.GOOGLE_TRANSLATE_API_KEY !== undefined,
    'GOOGLE_TRANSLATE_API_KEY',
    'must be set, since TRANSLATION_ENGINES names google-v2',
  );
  need(
    !named.includes('google-v3') || hasAccount(given),
    'GOOGLE_APPLICATION_CREDENTIALS',
    'must be set (or GOOGLE_TRANSLATE_CREDENTIALS), since TRANSLATION_ENGINES names google-v3',
  );
  need(
    !named.includes('llm') || hasModel,
    'TRANSLATION_MODEL',
    'must be set (or LLM_PROVIDER), since TRANSLATION_ENGINES names llm',
  );
  need(
    given.GOOGLE_APPLICATION_CREDENTIALS === undefined || given.GOOGLE_TRANSLATE_CREDENTIALS === undefined,
    'GOOGLE_TRANSLATE_CREDENTIALS',
    'must not be set beside GOOGLE_APPLICATION_CREDENTIALS: which of the two is meant?',
  );
  for (const name of V3_ONLY) {
    need(
      given[name] === undefined || hasAccount(given),
      'GOOGLE_APPLICATION_CREDENTIALS',
      `must be set, since ${name} is`,
    );
  }
  const { GOOGLE_TRANSLATE_GLOSSARY: glossary, GOOGLE_TRANSLATE_LOCATION: location } = given;
  need(
    glossary === undefined || location !== 'global',
    'GOOGLE_TRANSLATE_LOCATION',
    'must be a region such as us-central1, since GOOGLE_TRANSLATE_GLOSSARY is set: glossaries are not global',
  );
  return faults;
}

const V3_ONLY = ['GOOGLE_TRANSLATE_PROJECT', 'GOOGLE_TRANSLATE_GLOSSARY', 'GOOGLE_TRANSLATE_MODEL'] as const;

/** The key of the service account. @throws SettingsError when the file cannot be used */
export function readGoogleAccount(google: Settings['translation']['google']): GoogleAccountKey {
  if (google.credentials !== null) return google.credentials;
  if (google.credentialsPath === null) throw accountFault('must be set');
  let text: string;
  try {
    text = readFileSync(google.credentialsPath, 'utf8');
  } catch {
    throw accountFault('names a file that cannot be read');
  }
  try {
    return googleAccountSchema.parse(JSON.parse(text));
  } catch {
    throw accountFault('names a file that is not the key of a service account');
  }
}

const accountFault = (message: string): SettingsError =>
  new SettingsError([{ name: 'GOOGLE_APPLICATION_CREDENTIALS', message }]);
