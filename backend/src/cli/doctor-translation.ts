/** Doctor's look at the translation engines: whether each can be opened and has a price. It translates nothing, which costs nothing. */

import type { Settings } from '../config/settings.ts';
import { SettingsError } from '../config/settings-error.ts';
import type { TranslationEngineName } from '../config/settings-translation.ts';
import { readGoogleAccount } from '../config/settings-translation-compose.ts';
import { loadPriceList } from '../usage/index.ts';
import { type Finding, ok, warning } from './doctor-finding.ts';

const NAME = 'Translation';
/** Model of v3 whose price goes by the version's name. */
const STANDARD_MODEL = 'general/nmt';

/** One finding for each engine. None hinders a start but a key file that cannot be used, which a start names itself. */
export function* checkTranslators(
  settings: Pick<Settings, 'translation' | 'features' | 'llm' | 'budget'>,
): Generator<Finding> {
  const { translation, features } = settings;
  if (!features.translation) yield ok(NAME, 'switched off (FEATURE_TRANSLATION)');
  else if (translation.engines.length === 0) yield ok(NAME, 'no engine: chapters are translated from the memory alone');
  else for (const engine of translation.engines) yield checkEngine(engine, settings);
}

function checkEngine(
  engine: TranslationEngineName,
  settings: Pick<Settings, 'translation' | 'llm' | 'budget'>,
): Finding {
  const { translation, llm } = settings;
  switch (engine) {
    case 'pseudo':
      return warning(
        NAME,
        'pseudo writes what looks translated and is not',
        'take it out of TRANSLATION_ENGINES for readers',
      );
    case 'llm': {
      const model = translation.model ?? llm.models[0];
      // The model itself is looked at with the others.
      return model === undefined ? warning(NAME, 'llm has no model', 'set TRANSLATION_MODEL') : priced(model, settings);
    }
    case 'google-v2':
      return priced({ provider: 'google', model: 'translate-v2' }, settings);
    case 'google-v3':
      return (
        checkAccount(settings) ?? priced({ provider: 'google', model: modelOf(translation.google.model) }, settings)
      );
  }
}

const modelOf = (model: string | null): string => (model === null || model === STANDARD_MODEL ? 'translate-v3' : model);

function checkAccount({ translation }: Pick<Settings, 'translation'>): Finding | undefined {
  try {
    const { project_id: project } = readGoogleAccount(translation.google);
    if (translation.google.project !== null || project !== undefined) return undefined;
    return warning(NAME, 'the key of the service account names no project', 'set GOOGLE_TRANSLATE_PROJECT');
  } catch (error) {
    if (error instanceof SettingsError) return warning(NAME, error.message, 'check GOOGLE_APPLICATION_CREDENTIALS');
    throw error;
  }
}

function priced(
  { provider, model }: { readonly provider: string; readonly model: string },
  { budget }: Pick<Settings, 'budget'>,
): Finding {
  const name = `${provider}/${model}`;
  try {
    if (loadPriceList(budget.pricesFile).knows(provider, model)) return ok(NAME, `${name} can be asked`);
  } catch (error) {
    // The look at the models has told of the file.
    if (!(error instanceof SettingsError)) throw error;
  }
  return warning(
    NAME,
    `${name} has no price, so that it is not asked`,
    'add it to the file of PRICES_FILE (0 for your own)',
  );
}
