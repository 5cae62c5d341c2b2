/** Tries every provider that a key is set for: one bounded call each, through the real clients and the ledger. */

import { SettingsError } from './config/settings-error.ts';
import type { TranslationEngineName } from './config/settings-translation.ts';
import type { LlmModelSetting, Settings } from './config/settings-values.ts';
import { type ProviderTrial, readFailure, type TrialVariables } from './provider-trial.ts';
import { callEmbedder, callModel, callTranslator, type TrialCallDeps } from './provider-trial-calls.ts';
import { countBooked } from './provider-trial-ledger.ts';
import { explainTrialFailure } from './provider-trial-mend.ts';
import { createLlmFromSettings } from './providers/llm/index.ts';
import { openTranslators } from './providers/translator/index.ts';
import { BudgetSpentError, PriceUnknownError, type Spending } from './usage/index.ts';

/** What the trials work with. */
export interface ProviderTrialDeps extends TrialCallDeps {
  readonly prices: Spending['prices'];
}

const MODEL_KEYS = {
  openai: 'OPENAI_API_KEY',
  compatible: 'LLM_API_KEY',
  anthropic: 'ANTHROPIC_API_KEY',
  google: 'GOOGLE_GENERATIVE_AI_API_KEY',
} as const;
const ASKED_EMBEDDINGS: ReadonlySet<string> = new Set(['openai', 'compatible', 'local']);

/** Whether there is anybody to be asked. */
export const namesProviders = (settings: Settings): boolean =>
  modelsOf(settings).length > 0 ||
  ASKED_EMBEDDINGS.has(settings.embedding.provider) ||
  googleEngines(settings).length > 0;

/** One trial for each model, the embedder and each engine of Google, as each is done. */
export async function* tryProviders(deps: ProviderTrialDeps): AsyncGenerator<ProviderTrial> {
  for (const model of modelsOf(deps.settings)) {
    const target = `${model.provider}/${model.model}`;
    const variables = { key: MODEL_KEYS[model.protocol], address: 'LLM_BASE_URL', model: 'LLM_MODEL' };
    yield await tryOne({ service: 'Language model', target, variables }, deps, (own) => callModel(model, own));
  }
  const { provider, model } = deps.settings.embedding;
  if (ASKED_EMBEDDINGS.has(provider)) {
    const variables = { key: 'EMBEDDING_API_KEY', address: 'EMBEDDING_BASE_URL', model: 'EMBEDDING_MODEL' };
    yield await tryOne({ service: 'Embeddings', target: `${provider}/${model}`, variables }, deps, callEmbedder);
  }
  yield* tryGoogle(deps);
}

/** Every model once, whatever it is used for. */
function modelsOf({ llm, translation, features }: Settings): LlmModelSetting[] {
  const translating = features.translation && translation.engines.includes('llm') ? [translation.model] : [];
  const models = [...llm.models, ...llm.rewriteModels, ...translating].filter((model) => model !== null);
  const seen = new Set<string>();
  return models.filter(({ provider, model, baseUrl }) => {
    const name = JSON.stringify([provider, model, baseUrl]);
    return !seen.has(name) && seen.add(name);
  });
}

function googleEngines({ translation, features }: Settings): TranslationEngineName[] {
  return features.translation ? translation.engines.filter((engine) => engine.startsWith('google')) : [];
}

async function* tryGoogle(deps: ProviderTrialDeps): AsyncGenerator<ProviderTrial> {
  const { settings, prices, logger } = deps;
  const engines = googleEngines(settings);
  if (engines.length === 0) return;
  const service = 'Translation';
  try {
    const { answers } = await createLlmFromSettings({ ...settings.llm, models: [], rewriteModels: [] }, logger);
    const only = { ...settings, translation: { ...settings.translation, engines } };
    for (const translator of await openTranslators({ settings: only, answers, prices, logger })) {
      const target = `${translator.provider}/${translator.model}`;
      const key = target.endsWith('v2') ? 'GOOGLE_TRANSLATE_API_KEY' : 'GOOGLE_APPLICATION_CREDENTIALS';
      const variables = { key, address: 'GOOGLE_TRANSLATE_PROJECT', model: 'GOOGLE_TRANSLATE_MODEL' };
      yield await tryOne({ service, target, variables }, deps, (own) => callTranslator(translator, own));
    }
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    yield { service, target: 'google', state: 'fails', text: error.message, costUsd: 0 };
  }
}

interface Trial {
  readonly service: string;
  readonly target: string;
  readonly variables: TrialVariables;
}

async function tryOne(
  { service, target, variables }: Trial,
  deps: ProviderTrialDeps,
  /** Gives a word of warning, or nothing. */
  call: (deps: TrialCallDeps) => Promise<unknown>,
): Promise<ProviderTrial> {
  const ledger = countBooked(deps.ledger);
  try {
    const doubt = await call({ ...deps, ledger });
    const told =
      typeof doubt === 'string'
        ? { state: 'doubtful' as const, text: doubt }
        : { state: 'answers' as const, text: 'answers' };
    return { service, target, ...told, costUsd: ledger.bookedUsd() };
  } catch (error) {
    return { service, target, state: 'fails', ...explain(error, variables), costUsd: ledger.bookedUsd() };
  }
}

function explain(error: unknown, variables: TrialVariables): { readonly text: string; readonly mend: string } {
  if (error instanceof BudgetSpentError) {
    return {
      text: `was not asked: a limit of spending is reached (${error.limit})`,
      mend: 'Raise BUDGET_USD_PER_DAY or _MONTH, or wait for the next day (UTC).',
    };
  }
  if (error instanceof PriceUnknownError) {
    const mend = 'Add it to the file of PRICES_FILE (0 for a model of your own).';
    return { text: 'was not asked: it has no price', mend };
  }
  return explainTrialFailure(readFailure(error), variables);
}
