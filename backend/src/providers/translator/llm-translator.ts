/** A language model as an engine of the port: it gets ids, headings and terms, and answers in JSON. */

import { BudgetSpentError, PriceUnknownError } from '../../usage/ledger.port.ts';
import type { PriceList } from '../../usage/price-list.ts';
import { type LlmChain, LlmFailure, type LlmFailureKind, type LlmUsage } from '../llm/llm.port.ts';
import { countPromptTokens } from '../llm/llm-tokenizer.ts';
import { readModelAnswer, TRANSLATION_ANSWER } from './model-answer.ts';
import { fromModelText, toModelText } from './model-markup.ts';
import { TRANSLATION_PROMPT_VERSION, translationInstructions, translationPayload } from './translation.prompt.ts';
import {
  type Translator,
  TranslatorFailure,
  type TranslatorFailureKind,
  type TranslatorLimits,
  type TranslatorMeter,
  type TranslatorName,
  type TranslatorRequest,
  type TranslatorSegment,
  type TranslatorUnits,
  type TranslatorUsage,
} from './translator.port.ts';
import { fitsLimits } from './translator-batches.ts';
import { priceUnits } from './translator-price.ts';

/** What it is made of. */
export interface LlmTranslatorOptions {
  /** Models in the order in which they are asked; at least one. */
  readonly chain: LlmChain;
  readonly limits: TranslatorLimits;
  readonly prices: Pick<PriceList, 'of' | 'knows'>;
}

/** Tokens of an answer for each token of text: the scripts of Urdu or Bengali take up to four times as many as English. */
const OUTPUT_PER_INPUT = 5;
/** Tokens of an answer beside its texts: ids and braces, for each segment. */
const OUTPUT_PER_SEGMENT = 24;
const LEAST_OUTPUT = 128;
/** Segments that are asked for again one by one, when they were missing; a model that loses more is not asked for them. */
const MOST_SINGLE = 8;
const TEMPERATURE = 0.2;
const NOTHING: TranslatorUsage = {
  characters: 0,
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  estimated: false,
};
const FAILURE_KINDS: Readonly<Record<LlmFailureKind, TranslatorFailureKind>> = {
  unauthorized: 'unauthorized',
  not_found: 'not_found',
  bad_request: 'bad_request',
  rate_limited: 'rate_limited',
  unavailable: 'unavailable',
  timeout: 'timeout',
  broken: 'broken',
  empty: 'broken',
  refused: 'refused',
  circuit_open: 'circuit_open',
  aborted: 'aborted',
};

/** Makes the engine. @throws Error for a chain without a model */
export function createLlmTranslator(options: LlmTranslatorOptions): Translator {
  const { chain, limits, prices } = options;
  const [name] = chain.models;
  if (name === undefined) throw new Error('a translator needs a model');
  return {
    engine: 'llm',
    ...name,
    limits,
    takesReasons: true,
    isLocal: false,
    models: chain.models.map(({ model }) => model),
    promptVersion: TRANSLATION_PROMPT_VERSION,
    supports: (source, target) => source !== target,
    estimate: (request) => {
      const units = unitsOf(request, chain);
      const first = firstAllowed(chain, request);
      return { ...units, costUsd: first === undefined ? null : priceUnits(prices, first, units) };
    },
    async translate(request, meter) {
      if (!fitsLimits(request.segments, limits)) throw new TranslatorFailure('too_large');
      if (request.signal.aborted) throw new TranslatorFailure('aborted');
      const run: Run = { chain, request, meter, name, usage: NOTHING, results: new Map() };
      if (request.segments.length > 0) await askForAll(run);
      return { results: run.results, name: run.name, usage: run.usage };
    },
  };
}

/** The model that is asked first; undefined when the book's author allows none of them. */
const firstAllowed = (
  { models }: LlmChain,
  { allowedModels }: Pick<TranslatorRequest, 'allowedModels'>,
): TranslatorName | undefined =>
  models.find(({ model }) => allowedModels === undefined || allowedModels.includes(model));

/** One request on its way. */
interface Run {
  readonly chain: LlmChain;
  readonly request: TranslatorRequest;
  readonly meter: TranslatorMeter;
  /** The model that answered last. */
  name: TranslatorName;
  usage: TranslatorUsage;
  readonly results: Map<string, string>;
}

/** Asks for all segments at once, then for those that did not come one by one. */
async function askForAll(run: Run): Promise<void> {
  const { segments } = run.request;
  await askFor(run, segments);
  const missing = segments.filter(({ id }) => !run.results.has(id));
  if (segments.length === 1 || missing.length === 0) return;
  for (const segment of missing.slice(0, MOST_SINGLE)) {
    try {
      await askFor(run, [segment]);
    } catch (error) {
      // What came before is paid for and good; for the rest the next engine is asked.
      if (isAnswerable(error)) return;
      throw error;
    }
  }
}

const isAnswerable = (error: unknown): boolean =>
  error instanceof TranslatorFailure || error instanceof BudgetSpentError || error instanceof PriceUnknownError;

/** Makes one call. @throws TranslatorFailure, BudgetSpentError, PriceUnknownError */
async function askFor(run: Run, segments: readonly TranslatorSegment[]): Promise<void> {
  const request = { ...run.request, segments };
  const shortIds = new Map(segments.map((segment, index) => [segment, String(index + 1)]));
  const text = await callModel(run, request, shortIds);
  const texts = readModelAnswer(text);
  for (const [segment, id] of shortIds) {
    const translated = texts.get(id)?.trim() ?? '';
    if (translated !== '') run.results.set(segment.id, fromModelText(translated, segment));
  }
}

async function callModel(
  run: Run,
  request: TranslatorRequest,
  shortIds: ReadonlyMap<TranslatorSegment, string>,
): Promise<string> {
  const { chain, meter } = run;
  const units = unitsOf(request, chain);
  const stream = chain.stream(
    {
      purpose: 'translation',
      messages: messagesOf(request, (segment) => shortIds.get(segment) ?? ''),
      maxOutputTokens: units.outputTokens,
      temperature: TEMPERATURE,
      answerSchema: TRANSLATION_ANSWER,
      signal: request.signal,
    },
    {
      allowed: request.allowedModels,
      meter: async (name, { inputTokens, maxOutputTokens }) => {
        const reservation = await meter(name, { characters: 0, inputTokens, outputTokens: maxOutputTokens });
        return {
          settle: async (usage) => {
            run.usage = added(run.usage, usage);
            await reservation.settle({ ...usage, characters: 0 });
          },
          release: async () => {
            await reservation.release();
          },
        };
      },
    },
  );
  let text = '';
  try {
    for await (const event of stream) {
      if (event.type === 'begin') run.name = event.name;
      else if (event.type === 'text') text += event.text;
    }
  } catch (error) {
    if (!(error instanceof LlmFailure)) throw error;
    throw new TranslatorFailure(FAILURE_KINDS[error.kind], { retryAfterMs: error.retryAfterMs, cause: error });
  }
  return text;
}

const messagesOf = (
  request: Omit<TranslatorRequest, 'signal'>,
  idOf: (segment: TranslatorSegment) => string,
): { readonly role: 'system' | 'user'; readonly content: string }[] => [
  { role: 'system', content: translationInstructions(request) },
  { role: 'user', content: translationPayload(request, idOf) },
];

function unitsOf(request: Omit<TranslatorRequest, 'signal'>, { countTokens }: LlmChain): TranslatorUnits {
  const { segments } = request;
  if (segments.length === 0) return { characters: 0, inputTokens: 0, outputTokens: 0 };
  const messages = messagesOf(request, (segment) => String(segments.indexOf(segment) + 1));
  const inputTokens = countPromptTokens(messages, countTokens);
  const textTokens = segments.reduce((sum, segment) => sum + countTokens(toModelText(segment)), 0);
  const outputTokens = textTokens * OUTPUT_PER_INPUT + segments.length * OUTPUT_PER_SEGMENT;
  return { characters: 0, inputTokens, outputTokens: Math.max(LEAST_OUTPUT, outputTokens) };
}

const added = (sum: TranslatorUsage, usage: LlmUsage): TranslatorUsage => ({
  characters: 0,
  inputTokens: sum.inputTokens + usage.inputTokens,
  cachedInputTokens: sum.cachedInputTokens + usage.cachedInputTokens,
  outputTokens: sum.outputTokens + usage.outputTokens,
  estimated: sum.estimated || usage.estimated,
});
