/** Variables of the models that write: who is asked, in which order, and how long. */
import { z } from 'zod';
import { defineSettings, listOf, number, oneOf, text, url } from './setting-entry.ts';

/** Who a model can be asked of. */
export const LLM_PROTOCOLS = ['openai', 'compatible', 'anthropic', 'google'] as const;
/** How long a reasoning model may think before it writes; the words of the protocols, and their own default. */
export const LLM_REASONING = ['default', 'none', 'minimal', 'low', 'medium', 'high'] as const;
/** How a model is spoken to. */
export type LlmProtocol = (typeof LLM_PROTOCOLS)[number];

/** A model and who has it. */
export interface LlmReference {
  readonly protocol: LlmProtocol;
  readonly model: string;
}

const LONGEST_MODEL_NAME = 200;
/** The names of the others have prices and a meaning for readers. */
const OWN_NAMES: readonly string[] = ['openai', 'anthropic', 'google'];

/** `provider:model`; the model may hold colons itself (`compatible:llama3.1:8b`). */
export const LLM_MODEL_REFERENCE: z.ZodType<LlmReference, string> = z.string().transform((value, context) => {
  const colon = value.indexOf(':');
  const protocol = LLM_PROTOCOLS.find((word) => word === value.slice(0, Math.max(0, colon)));
  const model = value.slice(colon + 1).trim();
  if (protocol !== undefined && model !== '' && model.length <= LONGEST_MODEL_NAME) return { protocol, model };
  context.addIssue({
    code: 'custom',
    message: `must name each model as provider:model, where provider is one of ${LLM_PROTOCOLS.join(', ')}`,
  });
  return z.NEVER;
});

const endpointSchema = url(['http:', 'https:']).refine((value) => {
  const { username, password, search, hash } = new URL(value);
  return `${username}${password}${search}${hash}` === '';
}, 'must hold neither a password nor a query: a key goes into LLM_API_KEY');

/** The HTTP client gives up by itself after this. */
const LONGEST_TIMEOUT_SECONDS = 300;
const timeout = (description: string, seconds: string, example: string) =>
  ({
    description,
    unit: 'seconds',
    default: seconds,
    feature: 'llm',
    example,
    schema: number(0.1, LONGEST_TIMEOUT_SECONDS),
  }) as const;

/** Models that write answers. */
export const LLM_SETTINGS = defineSettings({
  LLM_PROVIDER: {
    description:
      'Who writes answers. none: answers are quotes of the book. compatible: any endpoint that speaks OpenAI’s protocol at LLM_BASE_URL. Questions, with the passages that fit them, go to whom is named here.',
    derived: 'compatible when LLM_BASE_URL is set, openai when OPENAI_API_KEY is set, otherwise none',
    feature: 'llm',
    example: 'openai',
    schema: oneOf(['none', ...LLM_PROTOCOLS]),
  },
  LLM_BASE_URL: {
    description: 'Base URL of an OpenAI-compatible endpoint (Ollama, vLLM, …), with /v1.',
    feature: 'llm',
    example: 'http://localhost:11434/v1',
    schema: endpointSchema,
  },
  LLM_API_KEY: {
    description: 'API key for LLM_BASE_URL.',
    derived: 'OPENAI_API_KEY, unless an openai model is named too: its key goes to OpenAI only',
    feature: 'llm',
    secret: true,
    example: 'key-of-the-endpoint',
    schema: text(),
  },
  LLM_PROVIDER_NAME: {
    description: 'Name of the endpoint at LLM_BASE_URL: readers see it, receipts and the price table go by it.',
    default: 'compatible',
    feature: 'llm',
    example: 'our-vllm',
    schema: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]{0,39}$/, 'must be small letters, digits, ., _ and - only')
      .refine((name) => !OWN_NAMES.includes(name), `must not be one of ${OWN_NAMES.join(', ')}`),
  },
  LLM_MODEL: {
    description: 'Model that writes answers. It needs a price in the price table, or it is refused.',
    derived: 'gpt-4o-mini for openai and compatible; the others need one',
    feature: 'llm',
    example: 'gpt-4o-mini',
    schema: text(),
  },
  LLM_FALLBACK: {
    description:
      'Models that are asked in turn when the one before gives no answer: provider:model, separated by commas. Each needs the key or the address of its provider.',
    default: '',
    feature: 'llm',
    example: 'anthropic:claude-haiku-4-5, compatible:llama3.1:8b',
    schema: listOf(LLM_MODEL_REFERENCE),
  },
  LLM_REWRITE_MODEL: {
    description: 'Small model that makes a question of a conversation stand alone: provider:model.',
    derived: 'the models that write answers',
    feature: 'llm',
    example: 'openai:gpt-4.1-nano',
    schema: LLM_MODEL_REFERENCE,
  },
  LLM_REASONING: {
    description:
      'How much a reasoning model thinks before it writes: thinking is paid for, delays the first word and counts against ANSWER_MAX_TOKENS. Only for models that reason; others refuse it. default: as the provider does.',
    default: 'default',
    feature: 'llm',
    example: 'minimal',
    schema: oneOf(LLM_REASONING),
  },
  OPENAI_API_KEY: {
    description: 'API key for OpenAI.',
    feature: 'llm',
    secret: true,
    example: 'sk-your-key',
    schema: text(),
  },
  ANTHROPIC_API_KEY: {
    description: 'API key for Anthropic. Alone it changes nothing: LLM_PROVIDER or LLM_FALLBACK must name anthropic.',
    feature: 'llm',
    secret: true,
    example: 'sk-ant-your-key',
    schema: text(),
  },
  GOOGLE_GENERATIVE_AI_API_KEY: {
    description:
      'API key for Google’s Gemini API. Alone it changes nothing: LLM_PROVIDER or LLM_FALLBACK must name google.',
    feature: 'llm',
    secret: true,
    example: 'your-gemini-key',
    schema: text(),
  },
  LLM_TIMEOUT_HEADERS_SECONDS: timeout(
    'How long a model may take to begin its response, connecting included.',
    '15',
    '60',
  ),
  LLM_TIMEOUT_FIRST_TOKEN_SECONDS: timeout(
    'How long a model may take to its first token; a local one that is loaded on demand may need a minute.',
    '25',
    '90',
  ),
  LLM_TIMEOUT_STALL_SECONDS: timeout('How long a model may be silent in the middle of an answer.', '15', '30'),
  LLM_TIMEOUT_ANSWER_SECONDS: timeout('How long a whole answer of a model may take.', '90', '300'),
});
