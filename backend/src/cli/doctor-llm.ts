/** Doctor's look at the models: whether each has a price and can be asked. It asks for lists of models, which cost nothing. */
import pino from 'pino';
import { SettingsError } from '../config/settings-error.ts';
import type { LlmModelSetting, Settings } from '../config/settings-values.ts';
import { type LlmProbe, probeLlm } from '../providers/llm/index.ts';
import { loadPriceList, type PriceList } from '../usage/index.ts';
import { broken, type Finding, ok, warning } from './doctor-finding.ts';

const NAME = 'Language model';
const PROBE_TIMEOUT_MS = 5_000;
const KEYS = {
  openai: 'OPENAI_API_KEY',
  compatible: 'LLM_API_KEY',
  anthropic: 'ANTHROPIC_API_KEY',
  google: 'GOOGLE_GENERATIVE_AI_API_KEY',
} as const;

/** One finding for each model. None hinders a start: without a model, answers are quotes. */
export async function* checkModels({ llm, budget }: Pick<Settings, 'llm' | 'budget'>): AsyncGenerator<Finding> {
  const prices = readPrices(budget.pricesFile);
  // A price file that cannot be read hinders a start, also without a model.
  if ('state' in prices) yield prices;
  if (llm.models.length === 0) yield ok(NAME, 'none: answers are quotes of the book');
  const silent = pino({ level: 'silent' });
  const models = llm.rewriteModels === llm.models ? llm.models : [...llm.models, ...llm.rewriteModels];
  for (const model of models) {
    const name = `${model.provider}/${model.model}`;
    if ('knows' in prices && !prices.knows(model.provider, model.model)) {
      yield warning(
        NAME,
        `${name} has no price, so that it is not asked`,
        'add it to the file of PRICES_FILE (0 for your own)',
      );
    }
    yield findingOf(model, await probeLlm(model, silent, PROBE_TIMEOUT_MS));
  }
}

function readPrices(path: string | null): PriceList | Finding {
  try {
    return loadPriceList(path);
  } catch (error) {
    if (error instanceof SettingsError) return broken('Prices', error.message);
    throw error;
  }
}

function findingOf(setting: LlmModelSetting, probe: LlmProbe): Finding {
  const { protocol, provider, model, baseUrl } = setting;
  const name = `${provider}/${model}`;
  switch (probe.state) {
    case 'ready':
      return ok(NAME, `${name} can be asked`);
    case 'unknown_model':
      return warning(NAME, `${provider} has no model ${model}`, 'set LLM_MODEL (or LLM_FALLBACK) to one that it lists');
    case 'unauthorized':
      return warning(NAME, `${name} does not take the key`, `check ${KEYS[protocol]}`);
    case 'unreachable': {
      const mend = baseUrl === null ? 'check the network of this machine' : `check LLM_BASE_URL (${hostOf(baseUrl)})`;
      return warning(NAME, `${name} does not answer: ${probe.detail}`, mend);
    }
  }
}

const hostOf = (url: string): string => URL.parse(url)?.host ?? 'not a URL';
