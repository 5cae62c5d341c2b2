/** From the checked variables to the models in their order. */
import type { SettingFault } from './settings-error.ts';
import type { LlmProtocol, LlmReference } from './settings-llm.ts';
import type { Variables } from './settings-table.ts';
import type { LlmModelSetting, Settings } from './settings-values.ts';

const MS = 1000;
const DEFAULT_MODEL = 'gpt-4o-mini';
/** What each provider cannot do without. */
const NEEDS: Readonly<Record<LlmProtocol, keyof Variables>> = {
  openai: 'OPENAI_API_KEY',
  compatible: 'LLM_BASE_URL',
  anthropic: 'ANTHROPIC_API_KEY',
  google: 'GOOGLE_GENERATIVE_AI_API_KEY',
};

type Given = Partial<Variables>;

/** The provider that is named, or the one that what is set speaks for. */
function providerOf(given: Given): LlmProtocol | 'none' {
  return given.LLM_PROVIDER ?? (given.LLM_BASE_URL ? 'compatible' : given.OPENAI_API_KEY ? 'openai' : 'none');
}

function modelOf(given: Given, protocol: LlmProtocol): string | undefined {
  return given.LLM_MODEL ?? (protocol === 'openai' || protocol === 'compatible' ? DEFAULT_MODEL : undefined);
}

/** All models that are named, each with the variable that names it. */
function referencesOf(given: Given): (LlmReference & { readonly namedBy: string })[] {
  const translation = given.TRANSLATION_MODEL;
  const translates = translation === undefined ? [] : [{ ...translation, namedBy: 'TRANSLATION_MODEL' }];
  return [...answerReferencesOf(given), ...translates];
}

/** The models that answers are asked of. */
function answerReferencesOf(given: Given): (LlmReference & { readonly namedBy: string })[] {
  const provider = providerOf(given);
  if (provider === 'none') return [];
  const rewrite = given.LLM_REWRITE_MODEL;
  return [
    { protocol: provider, model: modelOf(given, provider) ?? '', namedBy: 'LLM_PROVIDER' },
    ...(given.LLM_FALLBACK ?? []).map((reference) => ({ ...reference, namedBy: 'LLM_FALLBACK' })),
    ...(rewrite === undefined ? [] : [{ ...rewrite, namedBy: 'LLM_REWRITE_MODEL' }]),
  ];
}

/** Variables that name the models that write answers. */
const ANSWER_VARIABLES: readonly string[] = ['LLM_PROVIDER', 'LLM_FALLBACK'];

/** Whether a model is named that can translate. */
export const namesModel = (given: Given): boolean =>
  given.TRANSLATION_MODEL !== undefined || answerReferencesOf(given).length > 0;

/** Makes the setting of the model that translates; null: the models that write answers do. */
export function composeTranslationModel(given: Variables): LlmModelSetting | null {
  const translation = given.TRANSLATION_MODEL;
  return translation === undefined ? null : addressOf(translation, referencesOf(given), given);
}

/** Makes the settings of the models. */
export function composeLlm(given: Variables): Settings['llm'] {
  const references = referencesOf(given);
  const address = (reference: LlmReference) => addressOf(reference, references, given);
  const rewrite = references.filter(({ namedBy }) => namedBy === 'LLM_REWRITE_MODEL').map(address);
  const models = references.filter(({ namedBy }) => ANSWER_VARIABLES.includes(namedBy)).map(address);
  return {
    provider: providerOf(given),
    models,
    rewriteModels: rewrite.length > 0 ? rewrite : models,
    reasoning: given.LLM_REASONING,
    timeouts: {
      headersMs: given.LLM_TIMEOUT_HEADERS_SECONDS * MS,
      firstTokenMs: given.LLM_TIMEOUT_FIRST_TOKEN_SECONDS * MS,
      stallMs: given.LLM_TIMEOUT_STALL_SECONDS * MS,
      answerMs: given.LLM_TIMEOUT_ANSWER_SECONDS * MS,
    },
  };
}

function addressOf({ protocol, model }: LlmReference, all: readonly LlmReference[], given: Variables): LlmModelSetting {
  if (protocol === 'compatible') {
    // A key of OpenAI must not go to another address because a model there is the second choice.
    const shared = all.some((other) => other.protocol === 'openai') ? undefined : given.OPENAI_API_KEY;
    const apiKey = given.LLM_API_KEY ?? shared ?? null;
    return { protocol, provider: given.LLM_PROVIDER_NAME, baseUrl: given.LLM_BASE_URL ?? null, apiKey, model };
  }
  const keys = {
    openai: given.OPENAI_API_KEY,
    anthropic: given.ANTHROPIC_API_KEY,
    google: given.GOOGLE_GENERATIVE_AI_API_KEY,
  };
  return { protocol, provider: protocol, baseUrl: null, apiKey: keys[protocol] ?? null, model };
}

/** Lists what is missing for the models that are named. */
export function checkLlm(given: Given): SettingFault[] {
  const faults: SettingFault[] = [];
  const provider = providerOf(given);
  for (const { protocol, namedBy } of referencesOf(given)) {
    const name = NEEDS[protocol];
    const why = namedBy === 'LLM_PROVIDER' ? `LLM_PROVIDER is ${protocol}` : `${namedBy} names ${protocol}`;
    const known = faults.some((fault) => fault.name === name);
    if (given[name] === undefined && !known) faults.push({ name, message: `must be set, since ${why}` });
  }
  if (provider !== 'none' && modelOf(given, provider) === undefined) {
    faults.push({ name: 'LLM_MODEL', message: `must be set, since LLM_PROVIDER is ${provider}` });
  }
  const named = (given.LLM_FALLBACK ?? []).length > 0 || given.LLM_REWRITE_MODEL !== undefined;
  if (named && given.LLM_PROVIDER === undefined && provider === 'none') {
    faults.push({
      name: 'LLM_PROVIDER',
      message: 'must be set, since LLM_FALLBACK and LLM_REWRITE_MODEL only add to it',
    });
  }
  const { LLM_TIMEOUT_FIRST_TOKEN_SECONDS: first = 0, LLM_TIMEOUT_ANSWER_SECONDS: whole = first } = given;
  if (whole < first) {
    const message = 'must be at least LLM_TIMEOUT_FIRST_TOKEN_SECONDS: an answer takes longer than its first token';
    faults.push({ name: 'LLM_TIMEOUT_ANSWER_SECONDS', message });
  }
  return faults;
}
