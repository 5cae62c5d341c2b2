/** An accepted question's answer as events: `meta`, the body as it is written, the record, `usage`, `done`. */
import { randomUUID } from 'node:crypto';
import type { ChatEvent, ChatRequest, Citation } from '@lectern/contracts';
import type { Logger } from 'pino';
import type { Payer } from '../../usage/ledger.port.ts';
import type { AnswerRecord, ChatRepository } from './chat.repository.ts';
import { AnswerEnded } from './chat-answer-ended.ts';
import {
  type AnswerBodyEvent,
  type AnswerPlan,
  type AnswerWriter,
  type StartedAnswer,
  startPlain,
} from './chat-writer.ts';
import type { History } from './conversations/chat-history.ts';
import { suggestNext } from './conversations/chat-suggestions.ts';
import type { AnswerModel, PreparedQuestion } from './model/chat-model.ts';
import { PROMPT_VERSION } from './model/chat-prompt.ts';
import type { UnsupportedRange } from './verify/chat-verify-options.ts';

/** What answering needs. */
export interface AnsweringDeps {
  readonly repository: Pick<ChatRepository, 'recordAnswer'>;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Writes an answer of quotes in place of the extractive writer. */
  readonly writer?: AnswerWriter | undefined;
  readonly model?: AnswerModel | undefined;
}

/** All that is known of a question once it is accepted. */
export interface AnswerInput {
  readonly messageId: string;
  /** The answer without a model. */
  readonly plan: AnswerPlan;
  /** The question to a model; undefined: none is asked. */
  readonly prepared?: PreparedQuestion | undefined;
  readonly request: ChatRequest;
  readonly question: string;
  readonly history: History;
  readonly payer: Payer;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** What the reader has been sent. */
interface Written {
  text: string;
  citations: Citation[];
  unsupported: UnsupportedRange[];
}

/**
 * Answers.
 * @param ownerId Identity that keeps the conversation; null when nothing is stored.
 */
export async function* writeAnswer(
  deps: AnsweringDeps,
  input: AnswerInput,
  ownerId: string | null,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent> {
  const { messageId, request, question, plan } = input;
  const sessionId = request.store && ownerId !== null ? (request.sessionId ?? randomUUID()) : null;
  const payer = { ...input.payer, readerId: ownerId ?? input.payer.readerId };
  const written: Written = { text: '', citations: [], unsupported: [] };
  let started: StartedAnswer | undefined;
  let { mode, notice } = plan;
  let isRecorded = false;
  const record = async (finishReason: AnswerRecord['finishReason']): Promise<void> => {
    isRecorded = true;
    countOutcome(deps, started, signal);
    if (sessionId === null || ownerId === null) return;
    const made = recordOf(deps, input, started, { mode, notice: notice ?? null, finishReason, ...written });
    const kept = await deps.repository.recordAnswer({ ownerId, sessionId, ...made });
    if (!kept) deps.logger.warn({ sessionId }, 'the conversation was deleted while its answer was written');
  };
  try {
    started = await start(deps, input, payer, signal);
    const { writer, report } = started;
    ({ mode, notice } = started.plan);
    const context = started.plan.context.map(({ passage }) => passage);
    const told = { ...(notice ? { notice } : {}), ...(mode === 'llm' && writer ? { writer } : {}) };
    yield { event: 'meta', data: { messageId, sessionId, mode, ...told, context } };
    for await (const event of started.body) {
      if (signal.aborted) break;
      if (event.event === 'replace') ({ mode, notice } = event.data);
      follow(written, event);
      yield event;
    }
    const finishReason = signal.aborted ? endOf(signal) : report.finishReason;
    // Before the end is told: what a reader has seen whole must be there after a crash.
    await record(finishReason);
    yield { event: 'usage', data: await usageOf(deps, input, started, payer) };
    const asked = [question, ...input.history.turns.map((turn) => turn.question)];
    const shown = new Set(written.citations.map(({ url }) => url));
    const suggestions = suggestNext(plan.snapshot, asked, started.plan.context, shown);
    yield { event: 'done', data: { finishReason, suggestions } };
  } finally {
    started?.end();
    if (!isRecorded) {
      await record(endOf(signal)).catch((error: unknown) =>
        deps.logger.error({ err: error }, 'an answer was not kept'),
      );
    }
  }
}

const start = (
  deps: AnsweringDeps,
  input: AnswerInput,
  payer: Payer,
  signal: AbortSignal,
): StartedAnswer | Promise<StartedAnswer> =>
  input.prepared && deps.model
    ? deps.model.start(input.prepared, payer, signal)
    : startPlain(input.plan, signal, deps.writer);

/** Follows what the reader has on the screen. */
const follow = (written: Written, { event, data }: AnswerBodyEvent): void => {
  if (event === 'delta') written.text += data.text;
  else if (event === 'citation') written.citations.push(data);
  else if (event === 'unsupported') written.unsupported.push(data);
  else Object.assign(written, { text: '', citations: [], unsupported: [] });
};

/** What a model was asked is counted once; one that was left in the middle has come to nothing else. */
const countOutcome = ({ model }: AnsweringDeps, started: StartedAnswer | undefined, signal: AbortSignal): void => {
  const outcome = started?.report.outcome ?? (started?.writer ? 'stopped' : undefined);
  if (outcome) model?.count(signal.aborted ? 'stopped' : outcome);
};

const endOf = ({ reason }: AbortSignal): AnswerEnded['finishReason'] =>
  reason instanceof AnswerEnded ? reason.finishReason : 'stopped';

type UsageData = Extract<ChatEvent, { event: 'usage' }>['data'];

/** What the answer took, as far as readers are told: what is left of their answers. */
const usageOf = async (
  { model }: AnsweringDeps,
  { prepared }: AnswerInput,
  { report, writer }: StartedAnswer,
  payer: Payer,
): Promise<UsageData> => {
  const { cached } = report;
  if (!prepared || !model) return { cached };
  const answersLeft = await model.answersLeft(payer);
  const isOther = report.writer !== undefined && writer !== undefined && report.writer.model !== writer.model;
  return {
    cached,
    ...(answersLeft === undefined ? {} : { answersLeft }),
    ...(isOther && report.writer ? { writer: report.writer } : {}),
  };
};

type RecordedEnd = Pick<AnswerRecord, 'mode' | 'notice' | 'finishReason'> & Written;

const recordOf = (
  { now }: AnsweringDeps,
  { plan, request, history, messageId, question, startedAt }: AnswerInput,
  started: StartedAnswer | undefined,
  end: RecordedEnd,
): Omit<AnswerRecord, 'ownerId' | 'sessionId'> => {
  const { writer, usage, costUsd } = started?.report ?? {};
  const answeredAt = now();
  return {
    ...end,
    isNew: request.sessionId === undefined,
    questionId: history.questionId ?? randomUUID(),
    isRepeat: history.questionId !== undefined,
    answerId: messageId,
    parentMessageId: history.parentMessageId,
    question,
    scope: request.scope,
    locale: request.locale ?? null,
    passages: (started?.plan ?? plan).context.map(({ passage }) => ({ id: passage.id, score: passage.score })),
    answerability: plan.evidence.answerability,
    indexVersion: plan.snapshot.version,
    latencyMs: Math.max(0, Math.round(answeredAt - startedAt)),
    askedAt: new Date(startedAt),
    answeredAt: new Date(answeredAt),
    // Also when quotes took its place: what was asked of whom is what the authors look at.
    writer: writer ? { ...writer, promptVersion: PROMPT_VERSION } : null,
    usage: usage ?? null,
    costUsd: costUsd ?? null,
  };
};
