/** A model's part in asking: whether one may answer, follow-ups that stand alone, the answer itself. */
import type { UserProfile } from '@lectern/contracts';
import type { Logger } from 'pino';
import type { LlmChain, LlmName } from '../../../providers/llm/llm.port.ts';
import type { Payer } from '../../../usage/ledger.port.ts';
import type { ProofGate } from '../../../usage/proof-gate.ts';
import { allowedModels, type BookSnapshot } from '../../content/index.ts';
import type { StartedAnswer } from '../chat-writer.ts';
import type { Turn } from '../conversations/chat-history.ts';
import type { VerifyAnswer } from '../verify/chat-verify-options.ts';
import type { AnswerCache, CachedAnswer } from './chat-answer-cache.ts';
import { createContextFitter } from './chat-context.ts';
import { judgeWith } from './chat-model-judge.ts';
import type { SpendingLedger } from './chat-model-meter.ts';
import {
  type AnswerLimits,
  type ModelQuestion,
  type ModelQuestionInput,
  modelQuestion,
} from './chat-model-question.ts';
import { type ModelOutcome, newReport } from './chat-model-report.ts';
import { startModelAnswer } from './chat-model-writer.ts';
import { createQuestionRewriter } from './chat-rewrite.ts';

/** What a model's part needs. */
export interface AnswerModelOptions {
  readonly chain: LlmChain;
  /** Makes follow-ups stand alone, and judges; default: the chain that answers. */
  readonly smallChain?: LlmChain | undefined;
  readonly ledger: SpendingLedger;
  readonly verify: VerifyAnswer;
  readonly cache: AnswerCache;
  /** Asks for work from those who ask a lot; default: nobody is asked. */
  readonly proofGate?: Pick<ProofGate, 'check'> | undefined;
  readonly limits: AnswerLimits & {
    /** Time for making a follow-up stand alone, ms. */
    readonly rewriteTimeoutMs: number;
  };
  /** Whether a model is asked about sentences that the measure of support cannot tell. */
  readonly judge: boolean;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
  /** Told what became of each question that a model could have answered. */
  readonly onOutcome?: (outcome: ModelOutcome) => void;
}

/** A question that is ready to be asked, and the answer where one is kept. */
export interface PreparedQuestion {
  readonly question: ModelQuestion;
  readonly cached?: CachedAnswer | undefined;
}

/** A model's part in asking. */
export type AnswerModel = ReturnType<typeof createAnswerModel>;

/** Makes it. */
export const createAnswerModel = (options: AnswerModelOptions) => {
  const { chain, smallChain = chain, ledger, verify, cache, proofGate, limits, judge, logger, onOutcome } = options;
  /** An author who allows none of the small models gets the small work done by those that are allowed. */
  const smallFor = (allowed: readonly string[] | undefined): LlmChain =>
    smallChain.models.some((name) => isAllowed(name, allowed)) ? smallChain : chain;
  const fitter = createContextFitter((text) => chain.countTokens(text));
  const rewriter = createQuestionRewriter({ chainFor: smallFor, ledger, logger, timeoutMs: limits.rewriteTimeoutMs });
  const judgeFor = judge
    ? (payer: Payer, allowed: readonly string[] | undefined) =>
        judgeWith({ chain: smallFor(allowed), ledger, logger, payer, allowed })
    : undefined;
  const { maxOutputTokens } = limits;
  const writer = { chain, ledger, verify, cache, maxOutputTokens, judgeFor, logger };

  /** The model that is asked first about a book; undefined when none may be. */
  const firstModel = (snapshot: BookSnapshot): LlmName | undefined => {
    const allowed = allowedModels(snapshot);
    return chain.models.find((name) => isAllowed(name, allowed));
  };

  /** @throws PROOF_REQUIRED */
  const checkProof = async (payer: Payer, proof: string | undefined): Promise<void> => proofGate?.check(payer, proof);

  /** A question that is understood without its conversation; undefined when no model could say it. */
  const standalone = (
    snapshot: BookSnapshot,
    request: {
      readonly question: string;
      readonly turns: readonly Turn[];
      readonly payer: Payer;
      readonly signal?: AbortSignal | undefined;
    },
  ): Promise<string | undefined> => {
    const turns = fitter.fitTurns(request.turns, limits.historyTokens);
    return rewriter.rewrite({ ...request, turns, allowed: allowedModels(snapshot) });
  };

  /** Makes a question ready; undefined when there is nothing to ask a model about. */
  const prepare = async (
    input: Omit<ModelQuestionInput, 'first' | 'allowed' | 'limits' | 'fitter' | 'profile'> & {
      readonly profile?: UserProfile | undefined;
    },
  ): Promise<PreparedQuestion | undefined> => {
    const { snapshot } = input.plan;
    const first = firstModel(snapshot);
    if (!first) return undefined;
    const question = modelQuestion({ ...input, first, allowed: allowedModels(snapshot), limits, fitter });
    if (!question) return undefined;
    const cached = question.cacheKey === undefined ? undefined : await cache.find(question.cacheKey);
    return { question, cached };
  };

  /** Begins the answer, from the cache or from a model. */
  const start = async (prepared: PreparedQuestion, payer: Payer, signal: AbortSignal): Promise<StartedAnswer> =>
    prepared.cached
      ? replay(prepared.question, prepared.cached)
      : startModelAnswer(writer, prepared.question, payer, signal);

  /** Model answers that a reader has left; undefined when they are not limited, or nobody can tell. */
  const answersLeft = async (payer: Payer): Promise<number | undefined> => {
    try {
      return (await ledger.answersLeft(payer)) ?? undefined;
    } catch (err) {
      logger.warn({ err }, 'what a reader has left could not be read');
      return undefined;
    }
  };

  const count = (outcome: ModelOutcome): void => onOutcome?.(outcome);

  return { firstModel, checkProof, standalone, prepare, start, answersLeft, count };
};

const isAllowed = ({ model }: LlmName, allowed: readonly string[] | undefined): boolean =>
  allowed === undefined || allowed.includes(model);

const replay = ({ plan }: ModelQuestion, { writer, finishReason, events }: CachedAnswer): StartedAnswer => ({
  plan,
  writer,
  report: { ...newReport(finishReason), cached: true, writer, outcome: 'cached' },
  body: (async function* () {
    yield* events;
  })(),
  end: () => undefined,
});
