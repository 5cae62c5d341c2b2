/** Asking: scope → retrieve → decide → write → record. */
import { randomUUID } from 'node:crypto';
import type { ChatEvent, ChatRequest, Citation, Notice } from '@lectern/contracts';
import type { Logger } from 'pino';
import type { ContentService } from '../content/index.ts';
import type { AnswerRecord, ChatRepository } from './chat.repository.ts';
import type { Evidence } from './chat-evidence.ts';
import { findHistory, type History } from './chat-history.ts';
import { cleanQuestion } from './chat-question.ts';
import { collectEvidence } from './chat-retrieval.ts';
import { type ResolvedScope, resolveScope } from './chat-scope.ts';
import { suggestNext } from './chat-suggestions.ts';
import { type AnswerPlan, type AnswerWriter, writeQuotes, writeRefusal } from './chat-writer.ts';

/** What asking needs. */
export interface ChatServiceDeps {
  readonly content: ContentService;
  readonly repository: Pick<ChatRepository, 'sessionOwner' | 'branch' | 'recordAnswer'>;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Writes an answer of quotes; default: the extractive writer. The seam for a model. */
  readonly writer?: AnswerWriter;
}

/** Who asks. */
export interface Asker {
  /** Identity of the request; null for a reader without one. */
  readonly id: string | null;
  /** Address as the rate limit counts it; limits of spending count by it. */
  readonly address: string;
}

/** Why an answer ended before its end; the reason of an aborted signal. */
export class AnswerEnded extends Error {
  readonly finishReason: 'stopped' | 'abandoned';

  constructor(finishReason: 'stopped' | 'abandoned') {
    super(`the answer was ${finishReason}`);
    this.name = 'AnswerEnded';
    this.finishReason = finishReason;
  }
}

/** A question that was accepted: nothing of it can be refused any more. */
export interface AcceptedQuestion {
  /** Id of the answer. */
  readonly messageId: string;
  /** What the answer will be made of. */
  readonly evidence: Evidence;
  /** Whether something will be kept, so that the reader needs an identity. */
  readonly stores: boolean;
  /**
   * Answers. Leaving the iteration, or the signal, stops the work; what was written by then is kept with the finish
   * reason of an {@link AnswerEnded} that the signal was aborted with, otherwise as stopped.
   * @param ownerId Identity that keeps the conversation; null when nothing is stored.
   */
  answer(ownerId: string | null, signal: AbortSignal): AsyncGenerator<ChatEvent>;
}

/** Asking. */
export type ChatService = ReturnType<typeof createChatService>;

/** Makes the service. */
export const createChatService = (deps: ChatServiceDeps) => {
  const now = deps.now ?? Date.now;

  /**
   * Accepts a question: checks it, resolves its scope, and finds what there is to answer from.
   * @throws VALIDATION_FAILED, INDEX_NOT_READY, SESSION_NOT_FOUND, MESSAGE_NOT_FOUND, QUESTION_CHANGED, and what a scope can be refused for
   */
  const accept = async (request: ChatRequest, asker: Asker): Promise<AcceptedQuestion> => {
    const startedAt = now();
    const question = cleanQuestion(request.question);
    const snapshot = deps.content.snapshot();
    const scope = await resolveScope(deps.content, snapshot, request.scope, request.locale);
    const history = await findHistory(deps.repository, request, asker.id);
    const evidence = await collectEvidence(deps.content, snapshot, { question, previous: history.previous, scope });
    const plan = planAnswer({ snapshot, question, evidence, scope, locale: request.locale });
    const answer: AcceptedAnswer = { plan, request, question, history, startedAt, messageId: randomUUID() };
    return {
      messageId: answer.messageId,
      evidence,
      stores: request.store,
      answer: (ownerId, signal) => writeAnswer(deps, now, answer, ownerId, signal),
    };
  };

  return { accept };
};

interface AcceptedAnswer {
  readonly plan: AnswerPlan;
  readonly request: ChatRequest;
  readonly question: string;
  readonly history: History;
  readonly startedAt: number;
  readonly messageId: string;
}

interface PlanInput extends Pick<AnswerPlan, 'snapshot' | 'question' | 'evidence'> {
  readonly scope: ResolvedScope;
  readonly locale: string | undefined;
}

const planAnswer = ({ snapshot, question, evidence, scope, locale }: PlanInput): AnswerPlan => {
  const { context, zone } = evidence;
  const refused = zone === 'uncovered';
  const others = context.filter((source) => source !== scope.selection?.source);
  return {
    snapshot,
    question,
    evidence,
    mode: refused ? 'refusal' : 'extractive',
    ...(refused ? {} : { notice: noticeOf(evidence, locale) }),
    context,
    quotable: others.length > 0 ? others : context,
    wholeBook: scope.wholeBook,
  };
};

/** One notice only: what says most about the answer. */
const noticeOf = ({ zone, locale }: Evidence, wanted: string | undefined): Notice => {
  if (zone === 'closest') return 'low_confidence';
  const language = (code: string): string => code.toLowerCase().split('-')[0] ?? '';
  return wanted !== undefined && language(wanted) !== language(locale) ? 'locale_fallback' : 'keyless';
};

async function* writeAnswer(
  deps: ChatServiceDeps,
  now: () => number,
  answer: AcceptedAnswer,
  ownerId: string | null,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent> {
  const { plan, request, history, messageId } = answer;
  const stores = request.store && ownerId !== null;
  const sessionId = stores ? (request.sessionId ?? randomUUID()) : null;
  const written: { text: string; citations: Citation[] } = { text: '', citations: [] };
  let recorded = false;
  const record = async (finishReason: AnswerRecord['finishReason']): Promise<void> => {
    recorded = true;
    if (!stores || sessionId === null) return;
    const { snapshot, evidence, mode, notice, context } = plan;
    const kept = await deps.repository.recordAnswer({
      ownerId,
      sessionId,
      isNew: request.sessionId === undefined,
      questionId: history.questionId ?? randomUUID(),
      isRepeat: history.questionId !== undefined,
      answerId: messageId,
      parentMessageId: history.parentMessageId,
      question: answer.question,
      scope: request.scope,
      locale: request.locale ?? null,
      mode,
      notice: notice ?? null,
      finishReason,
      ...written,
      passages: context.map(({ passage }) => ({ id: passage.id, score: passage.score })),
      answerability: evidence.answerability,
      indexVersion: snapshot.version,
      latencyMs: Math.max(0, Math.round(now() - answer.startedAt)),
      askedAt: new Date(answer.startedAt),
      answeredAt: new Date(now()),
    });
    if (!kept) deps.logger.warn({ sessionId }, 'the conversation was deleted while its answer was written');
  };
  try {
    const { mode, notice, context } = plan;
    const passages = context.map(({ passage }) => passage);
    yield { event: 'meta', data: { messageId, sessionId, mode, ...(notice ? { notice } : {}), context: passages } };
    const write = mode === 'refusal' ? writeRefusal : (deps.writer ?? writeQuotes);
    for await (const event of write(plan, signal)) {
      if (signal.aborted) break;
      if (event.event === 'delta') written.text += event.data.text;
      if (event.event === 'citation') written.citations.push(event.data);
      if (event.event === 'replace') Object.assign(written, { text: '', citations: [] });
      yield event;
    }
    const finishReason = signal.aborted ? endOf(signal) : mode === 'refusal' ? 'refused' : 'stop';
    // Before the end is told: what a reader has seen whole must be there after a crash.
    await record(finishReason);
    yield { event: 'usage', data: { cached: false } };
    const shown = new Set(written.citations.map(({ url }) => url));
    const suggestions = suggestNext(plan.snapshot, answer.question, context, shown);
    yield { event: 'done', data: { finishReason, suggestions } };
  } finally {
    if (!recorded) {
      await record(endOf(signal)).catch((error: unknown) =>
        deps.logger.error({ err: error }, 'an answer was not kept'),
      );
    }
  }
}

const endOf = ({ reason }: AbortSignal): AnswerEnded['finishReason'] =>
  reason instanceof AnswerEnded ? reason.finishReason : 'stopped';
