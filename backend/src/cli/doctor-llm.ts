/** Doctor's look at the models: asks each endpoint for its list of models, which costs nothing. */
import pino from 'pino';
import type { LlmModelSetting, Settings } from '../config/settings-values.ts';
import { type LlmProbe, probeLlm } from '../providers/llm/index.ts';
import { type Finding, ok, warning } from './doctor-finding.ts';

const NAME = 'Language model';
const PROBE_TIMEOUT_MS = 5_000;
const KEYS = {
  openai: 'OPENAI_API_KEY',
  compatible: 'LLM_API_KEY',
  anthropic: 'ANTHROPIC_API_KEY',
  google: 'GOOGLE_GENERATIVE_AI_API_KEY',
} as const;

/** One finding for each model. None hinders a start: without a model, answers are quotes. */
export async function* checkModels({ llm }: Pick<Settings, 'llm'>): AsyncGenerator<Finding> {
  if (llm.models.length === 0) yield ok(NAME, 'none: answers are quotes of the book');
  const silent = pino({ level: 'silent' });
  const models = llm.rewriteModels === llm.models ? llm.models : [...llm.models, ...llm.rewriteModels];
  for (const model of models) yield findingOf(model, await probeLlm(model, silent, PROBE_TIMEOUT_MS));
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
