/** The calls themselves, each a few tokens or characters and paid for from the ledger. */
import type { Logger } from 'pino';
import type { LlmModelSetting, Settings } from './config/settings-values.ts';
import { TRIAL_TIMEOUT_MS } from './provider-trial.ts';
import { EmbeddingFailure } from './providers/embeddings/embeddings.port.ts';
import { openEmbeddings } from './providers/embeddings/open-embeddings.ts';
import { type CallMeter, LlmFailure, openLlmChain } from './providers/llm/index.ts';
import type { Translator } from './providers/translator/index.ts';
import { type Ledger, meterEmbeddings, meterFor, meterTranslations, SERVER_PAYER } from './usage/index.ts';

/** What a call works with. */
export interface TrialCallDeps {
  readonly settings: Settings;
  readonly ledger: Pick<Ledger, 'reserve'>;
  readonly logger: Logger;
}

/** Longest answer, tokens: a word, and room for models that begin with a blank or a quote. */
const MAX_OUTPUT_TOKENS = 16;
const WORD = 'robot';
const EMPTY_DOUBT = `answers, but said nothing within ${MAX_OUTPUT_TOKENS} tokens: if it is a model that thinks, set LLM_REASONING`;

/**
 * Asks a model for one word.
 * @returns a word of warning, if there is one
 * @throws LlmFailure, BudgetSpentError, PriceUnknownError
 */
export async function callModel(model: LlmModelSetting, deps: TrialCallDeps): Promise<string | undefined> {
  const { settings, logger } = deps;
  const chain = await openLlmChain([model], settings.llm, logger);
  const messages = [{ role: 'user' as const, content: 'Reply with the word "ready" and nothing else.' }];
  const signal = AbortSignal.timeout(TRIAL_TIMEOUT_MS);
  const request = { purpose: 'judge' as const, messages, maxOutputTokens: MAX_OUTPUT_TOKENS, signal };
  try {
    // To its end: what is given up in the middle is booked by our own count.
    for await (const _ of chain.stream(request, { meter: modelMeter(deps.ledger) }));
    return undefined;
  } catch (error) {
    // It took the key, knew the model and billed: only the bound was too narrow for it.
    if (error instanceof LlmFailure && error.kind === 'empty') return EMPTY_DOUBT;
    throw error;
  }
}

function modelMeter(ledger: Pick<Ledger, 'reserve'>): CallMeter {
  const meter = meterFor(ledger, { payer: SERVER_PAYER, feature: 'evaluation' });
  return async (name, estimate) => {
    const reservation = await meter(name, estimate);
    return { ...reservation, settle: async (usage) => void (await reservation.settle(usage)) };
  };
}

/**
 * Embeds one word.
 * @throws EmbeddingFailure, BudgetSpentError, PriceUnknownError
 */
export async function callEmbedder({ settings, ledger, logger }: TrialCallDeps): Promise<void> {
  const meter = meterEmbeddings(ledger);
  const opened = await openEmbeddings({ settings: settings.embedding, meter, logger });
  if (opened === undefined) return;
  const { embedder } = opened;
  const reservation = embedder.isLocal ? undefined : await meter(embedder, embedder.countTokens(WORD));
  try {
    const signal = AbortSignal.timeout(TRIAL_TIMEOUT_MS);
    const { usage } = await embedder.embed([WORD], { purpose: 'query', signal });
    await reservation?.settle(usage);
  } catch (error) {
    const usage = error instanceof EmbeddingFailure ? error.usage : undefined;
    await (usage === undefined ? reservation?.release() : reservation?.settle(usage));
    throw error;
  } finally {
    await embedder.close();
  }
}

/**
 * Translates one word.
 * @throws TranslatorFailure, BudgetSpentError, PriceUnknownError
 */
export async function callTranslator(translator: Translator, { ledger }: TrialCallDeps): Promise<void> {
  const language = 'ur';
  const segment = { id: 'trial', kind: 'paragraph' as const, text: WORD, headingPath: [], readings: new Map() };
  await translator.translate(
    {
      source: 'en',
      target: language,
      segments: [segment],
      chapterTitle: '',
      glossary: [],
      signal: AbortSignal.timeout(TRIAL_TIMEOUT_MS),
    },
    meterTranslations(ledger, { payer: SERVER_PAYER, language }),
  );
}
