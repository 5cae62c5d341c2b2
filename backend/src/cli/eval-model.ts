/** The model that an evaluation asks: that of the settings, within a budget, or one whose answers were recorded. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { silentLogger } from '../config/logging.ts';
import type { Settings } from '../config/settings.ts';
import { type AnswerCache, type AnswerModel, createAnswerModel, verifyAnswer } from '../features/chat/index.ts';
import { createLlmChain, createLlmFromSettings, type LlmChain } from '../providers/llm/index.ts';
import { countTokensFor } from '../providers/llm/llm-models.ts';
import { loadTokenizer } from '../providers/llm/llm-tokenizer.ts';
import { createRecordedLlm, parseRecordings, recordChain } from '../providers/llm/recorded-llm.ts';
import { loadPriceList } from '../usage/index.ts';
import { createEvalLedger, FREE_LEDGER } from './eval-ledger.ts';

/** What an evaluation asks; without any of both no model at all. */
export interface EvalModelFlags {
  /** File of recorded answers to ask. */
  readonly recorded?: string;
  /** Asks the model of the settings. */
  readonly live?: boolean;
  /** File that the answers of the model are written to. */
  readonly record?: string;
  /** Most that may be spent, USD. */
  readonly budget: number;
}

/** A model for an evaluation. */
export interface EvalModel {
  readonly model: AnswerModel;
  /** What was spent, USD. */
  readonly spentUsd: () => number;
  /** Ends the evaluation. @throws EvalModelError when a prompt had no recording */
  readonly finish: () => void;
}

/** A model that cannot be asked, or was not recorded, with the mend. */
export class EvalModelError extends Error {
  override readonly name = 'EvalModelError';
}

/** Opens the model that the flags name; undefined without any. @throws EvalModelError, LlmRecordingError, PriceFileError */
export async function openEvalModel(flags: EvalModelFlags, settings: Settings): Promise<EvalModel | undefined> {
  if (flags.recorded !== undefined && flags.live) throw new EvalModelError('Choose one of --recorded and --live.');
  if (flags.recorded !== undefined) return openRecorded(flags.recorded, settings);
  return flags.live ? openLive(flags, settings) : undefined;
}

const NO_CACHE: AnswerCache = { find: async () => undefined, save: async () => undefined, prune: async () => 0 };

async function openRecorded(path: string, settings: Settings): Promise<EvalModel> {
  const recordings = parseRecordings(readRecordings(path));
  const missing = new Set<string>();
  const protocol = recordings[0]?.provider ?? '';
  const recorded = createRecordedLlm(recordings, {
    countTokens: countTokensFor(protocol, await loadTokenizer()),
    onMissing: (promptHash) => missing.add(promptHash),
  });
  const chain = createLlmChain([recorded], silentLogger());
  return {
    model: modelOver(chain, chain, FREE_LEDGER, settings),
    spentUsd: () => 0,
    finish: () => {
      if (missing.size === 0) return;
      throw new EvalModelError(
        `${missing.size} prompts have no recording in ${path}: prompt, book or questions have changed. Record them again with --live --record ${path}.`,
      );
    },
  };
}

async function openLive({ record, budget }: EvalModelFlags, settings: Settings): Promise<EvalModel> {
  const { answers, rewrites } = await createLlmFromSettings(settings.llm, silentLogger());
  if (answers.models.length === 0) {
    throw new EvalModelError('There is no model to ask: set OPENAI_API_KEY, or LLM_BASE_URL and LLM_MODEL.');
  }
  const { ledger, spentUsd } = createEvalLedger(loadPriceList(settings.budget.pricesFile), budget);
  const written = record === undefined ? undefined : openRecording(record);
  const recording = (chain: LlmChain): LlmChain => (written ? recordChain(chain, written) : chain);
  return {
    model: modelOver(recording(answers), recording(rewrites), ledger, settings),
    spentUsd,
    finish: () => undefined,
  };
}

const modelOver = (
  chain: LlmChain,
  smallChain: LlmChain,
  ledger: Parameters<typeof createAnswerModel>[0]['ledger'],
  { answers: { contextTokens, historyTokens, maxOutputTokens, rewriteTimeoutMs, judge } }: Settings,
): AnswerModel =>
  createAnswerModel({
    chain,
    smallChain,
    ledger,
    verify: verifyAnswer,
    cache: NO_CACHE,
    limits: { contextTokens, historyTokens, maxOutputTokens, rewriteTimeoutMs },
    judge,
    logger: silentLogger(),
  });

function readRecordings(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new EvalModelError(`The recordings at ${path} cannot be read.`, { cause });
  }
}

/** Begins a file of recordings anew; each answer is in it as soon as it is finished. */
function openRecording(path: string): (recording: object) => void {
  writeFileSync(path, '');
  return (recording) => appendFileSync(path, `${JSON.stringify(recording)}\n`);
}
