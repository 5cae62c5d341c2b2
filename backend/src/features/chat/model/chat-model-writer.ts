/**
 * Writes an answer with a model: money first, then the model, then verification while it streams. Whatever goes wrong,
 * the reader gets an answer: quotes take over in the same stream.
 */
import type { Notice } from '@lectern/contracts';
import type { Logger } from 'pino';
import { type LlmChain, type LlmChainEvent, LlmFailure, type LlmName } from '../../../providers/llm/llm.port.ts';
import { BudgetSpentError, type Ledger, type Payer, PriceUnknownError } from '../../../usage/ledger.port.ts';
import {
  type AnswerBodyEvent,
  replaceWithQuotes,
  replaceWithRefusal,
  type StartedAnswer,
  startPlain,
} from '../chat-writer.ts';
import { isGrounded, type SupportJudge, type VerifyAnswer } from '../verify/chat-verify-options.ts';
import { type AnswerCache, joinDeltas } from './chat-answer-cache.ts';
import { answerMeter } from './chat-model-meter.ts';
import type { ModelQuestion } from './chat-model-question.ts';
import { type AnswerReport, type ModelOutcome, newReport } from './chat-model-report.ts';
import { type SentinelWatch, withoutSentinel } from './chat-model-sentinel.ts';
import { PROMPT_SECRETS } from './chat-prompt.ts';

/** What writing with a model needs. */
export interface ModelWriterDeps {
  readonly chain: LlmChain;
  readonly ledger: Pick<Ledger, 'reserve'>;
  readonly verify: VerifyAnswer;
  readonly cache: Pick<AnswerCache, 'save'>;
  /** Longest answer, tokens. */
  readonly maxOutputTokens: number;
  /** Makes the judge of doubtful sentences for a reader; undefined: none is asked. */
  readonly judgeFor?: ((payer: Payer, allowed: readonly string[] | undefined) => SupportJudge) | undefined;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
}

/** A call that is under way: money is set aside, and perhaps nothing has come yet. */
interface OpenCall {
  readonly events: AsyncIterator<LlmChainEvent>;
  readonly first: Promise<IteratorResult<LlmChainEvent>>;
  /** Aborted when the reader has left, or the call is ended. */
  readonly signal: AbortSignal;
  /** Ends the call, at the provider too. */
  readonly end: () => void;
}

/**
 * Begins an answer: it is known who writes it, and from what. Refused money, or a model that fails before a reservation,
 * makes it an answer of quotes from the start.
 */
export const startModelAnswer = async (
  deps: ModelWriterDeps,
  question: ModelQuestion,
  payer: Payer,
  signal: AbortSignal,
): Promise<StartedAnswer> => {
  const report = newReport();
  const { call, granted } = openCall(deps, question, { report, payer, signal });
  try {
    const writer = await granted;
    report.writer = writer;
    const { plan } = question;
    return {
      plan,
      writer,
      report,
      body: writeBody(deps, question, { call, report, payer, signal }),
      end: call.end,
    };
  } catch (error) {
    call.end();
    const { notice, outcome } = explain(deps.logger, error, signal);
    return startPlain({ ...question.keyless, ...(notice ? { notice } : {}) }, signal, undefined, {
      ...report,
      outcome,
    });
  }
};

/** Asks, without waiting for the model: only for the money. */
const openCall = (
  { chain, ledger, logger, maxOutputTokens }: ModelWriterDeps,
  question: ModelQuestion,
  { report, payer, signal }: Omit<BodyInput, 'call'>,
) => {
  const ended = new AbortController();
  const { promise, resolve, reject } = Promise.withResolvers<LlmName>();
  const { messages, allowed, receipt } = question;
  const meter = answerMeter(
    {
      ledger,
      logger,
      onGranted: resolve,
      onBooked: (costUsd) => {
        report.costUsd = (report.costUsd ?? 0) + costUsd;
      },
    },
    { payer, feature: 'chat', countsAsAnswer: true, ...receipt },
  );
  const callSignal = AbortSignal.any([signal, ended.signal]);
  const request = { purpose: 'answer' as const, messages, maxOutputTokens, signal: callSignal };
  const events = chain.stream(request, { meter, allowed })[Symbol.asyncIterator]();
  const first = events.next();
  // A chain that begins without a meter would have begun before it was paid for; its name counts all the same.
  first.then(({ value }) => (value?.type === 'begin' ? resolve(value.name) : reject(new LlmFailure('broken'))), reject);
  const end = (): void => {
    ended.abort();
    void events.return?.().catch(() => undefined);
  };
  const call: OpenCall = { events, first, signal: callSignal, end };
  return { call, granted: promise };
};

interface BodyInput {
  readonly call: OpenCall;
  readonly report: AnswerReport;
  readonly payer: Payer;
  readonly signal: AbortSignal;
}

async function* writeBody(
  deps: ModelWriterDeps,
  question: ModelQuestion,
  input: BodyInput,
): AsyncGenerator<AnswerBodyEvent> {
  const { call, report, payer, signal } = input;
  const { plan, allowed } = question;
  const watch: SentinelWatch = { notCovered: false };
  const sent: AnswerBodyEvent[] = [];
  let fault: Notice | undefined;
  try {
    const pieces = withoutSentinel(texts(call, report), watch);
    const answer = deps.verify(pieces, {
      sources: plan.context,
      question: question.standalone,
      signal: call.signal,
      secrets: PROMPT_SECRETS,
      judge: deps.judgeFor?.(payer, allowed),
    });
    let step = await answer.next();
    for (; !step.done; step = await answer.next()) {
      sent.push(step.value);
      yield step.value;
    }
    if (!signal.aborted && !watch.notCovered && !isGrounded(step.value)) fault = 'low_confidence';
    report.outcome = outcomeOf(report, signal, watch, fault);
  } catch (error) {
    const explained = explain(deps.logger, error, signal);
    if (error instanceof LlmFailure && error.usage) report.usage = error.usage;
    report.outcome = explained.outcome;
    fault = explained.notice ?? 'provider_failed';
  } finally {
    call.end();
  }
  if (signal.aborted) return;
  if (watch.notCovered) yield* replaceWithRefusal(plan, report, signal);
  else if (fault) yield* replaceWithQuotes({ ...plan, notice: fault }, report, signal);
  else await keep(deps, question, report, sent);
}

const outcomeOf = (
  report: AnswerReport,
  signal: AbortSignal,
  watch: SentinelWatch,
  fault: Notice | undefined,
): ModelOutcome => {
  if (signal.aborted) return 'stopped';
  if (watch.notCovered) return 'not_covered';
  if (fault) return 'unsupported';
  return report.finishReason === 'length' ? 'cut' : 'answered';
};

/** The text of a call; who writes it and what it took goes into the report. */
async function* texts({ events, first }: OpenCall, report: AnswerReport): AsyncGenerator<string> {
  for (let step = await first; !step.done; step = await events.next()) {
    const event = step.value;
    if (event.type === 'text') yield event.text;
    else if (event.type === 'begin') report.writer = event.name;
    else {
      report.usage = event.usage;
      report.finishReason = event.reason;
    }
  }
}

/** What an error means to the reader and to the figures; what nobody expected is told to the log. */
const explain = (
  logger: ModelWriterDeps['logger'],
  error: unknown,
  signal: AbortSignal,
): { readonly notice?: Notice; readonly outcome: ModelOutcome } => {
  if (signal.aborted) return { outcome: 'stopped' };
  if (error instanceof BudgetSpentError) return { notice: 'budget_spent', outcome: 'budget_spent' };
  // What a provider did, and that a price is missing, is told to the log by the chain, which knows more of it.
  if (error instanceof PriceUnknownError) return { outcome: 'price_unknown' };
  if (!(error instanceof LlmFailure)) logger.error({ err: error }, 'an answer could not be written by a model');
  return { notice: 'provider_failed', outcome: 'provider_failed' };
};

/** Keeps a good answer for the next reader. One of another model than the first is not what would be asked for. */
const keep = async (
  { cache }: ModelWriterDeps,
  { cacheKey, cacheName, plan }: ModelQuestion,
  { writer, finishReason }: AnswerReport,
  sent: readonly AnswerBodyEvent[],
): Promise<void> => {
  if (cacheKey === undefined || !writer || finishReason === 'refused') return;
  if (writer.provider !== cacheName?.provider || writer.model !== cacheName.model) return;
  await cache.save(cacheKey, plan.snapshot.version, { writer, finishReason, events: joinDeltas(sent) });
};
